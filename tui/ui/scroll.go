package ui

import (
	"fmt"
	"slices"
)

// Scroll is where a pane stands in lines that are more than it has rows.
type Scroll struct{ Off int }

// Window returns the rows that are seen of lines, holding Off in bounds.
func (s *Scroll) Window(lines []string, rows int) []string {
	s.Off = max(0, min(s.Off, len(lines)-rows))
	return lines[s.Off:min(len(lines), s.Off+rows)]
}

// Marks returns the rows that are seen of the marks beside lines; none if there
// are none.
func (s *Scroll) Marks(beside []string, rows int) []string {
	if len(beside) == 0 {
		return nil
	}
	return s.Window(beside, rows)
}

// Foot says how much lies above and below; empty when all is seen.
func (s *Scroll) Foot(total, rows int) string {
	above, below := s.Off, total-rows-s.Off
	switch {
	case total <= rows:
		return ""
	case above > 0 && below > 0:
		return fmt.Sprintf("▴ %d  ▾ %d more", above, below)
	case above > 0:
		return fmt.Sprintf("▴ %d more", above)
	default:
		return fmt.Sprintf("▾ %d more", below)
	}
}

// Show moves as little as it must for the lines from first to last to be seen,
// the first above all.
func (s *Scroll) Show(first, last, rows int) {
	if last >= s.Off+rows {
		s.Off = last - rows + 1
	}
	if first < s.Off {
		s.Off = first
	}
}

// ShowRow moves as little as it must for the lines of a row to be seen. of says
// of which row each line is.
func (s *Scroll) ShowRow(of []int, row, rows int) {
	if first := slices.Index(of, row); first >= 0 {
		last := first
		for last+1 < len(of) && of[last+1] == row {
			last++
		}
		s.Show(first, last, rows)
	}
}
