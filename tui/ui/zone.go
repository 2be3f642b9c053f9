package ui

import (
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// Click is what a click on a part of the screen does.
type Click func() tea.Cmd

// Zones are the parts of a frame that can be clicked. While a frame is drawn
// they are marked in its lines, by sequences that take no room; [Zones.Collect]
// takes the marks out and remembers where they stood. Text from outside cannot
// bring marks along: [Clean] leaves no sequence in it.
//
// A line that is kept from one frame to the next must not hold a zone.
type Zones struct {
	marked []mark
	placed []zone
}

// mark is a zone as it is drawn: what it does, and how far the wheel moves it.
type mark struct {
	click Click
	pane  bool
	step  int
}

// zone is a mark on one line of the frame, from one cell to before another.
type zone struct {
	*mark
	y, from, to int
}

// Marks sets where the theme's zones are marked; nil: nowhere, and [Theme.Zone]
// costs nothing.
func (t *Theme) Marks(z *Zones) { t.zones = z }

// Zone makes a part of a line clickable. An inner zone comes before an outer.
func (t *Theme) Zone(line string, click Click) string {
	if t.zones == nil || click == nil || line == "" {
		return line
	}
	return t.zones.mark(line, mark{click: click})
}

// Row is a row of a list: a click moves the cursor to it, and a click on the
// one under the cursor does what enter does.
func (t *Theme) Row(line string, current bool, choose func(), enter func(tea.KeyMsg) tea.Cmd) string {
	if t.zones == nil {
		return line
	}
	return t.Zone(line, func() tea.Cmd {
		if current {
			return enter(tea.KeyMsg{Type: tea.KeyEnter})
		}
		choose()
		return nil
	})
}

// markEnd ends the innermost mark that is open.
const markEnd = "\x1b[0z"

func (z *Zones) mark(line string, m mark) string {
	z.marked = append(z.marked, m)
	return "\x1b[" + strconv.Itoa(len(z.marked)) + "z" + line + markEnd
}

// paneZone marks a pane's lines, so that a click brings the keys to it and the
// wheel moves what it holds.
func (t *Theme) paneZone(p Pane, lines []string) []string {
	if t.zones == nil {
		return lines
	}
	m := mark{click: p.Click, pane: true, step: 1}
	if p.Text {
		m.step = 3
	}
	for i, l := range lines {
		lines[i] = t.zones.mark(l, m)
	}
	return lines
}

// Reset forgets the zones of the frame before.
func (z *Zones) Reset() { z.marked, z.placed = z.marked[:0], z.placed[:0] }

// Collect takes the marks out of a frame's lines.
func (z *Zones) Collect(lines []string) {
	z.placed = z.placed[:0]
	for y, line := range lines {
		if strings.Contains(line, "z") && strings.Contains(line, "\x1b[") {
			lines[y] = z.collect(line, y)
		}
	}
}

func (z *Zones) collect(line string, y int) string {
	var out strings.Builder
	var open []int // indices of placed
	at := 0        // cells so far
	text := 0      // where the text that was not yet measured begins
	take := func(upTo int) {
		out.WriteString(line[text:upTo])
		at += Width(line[text:upTo])
	}
	for i := 0; i < len(line); i++ {
		n, length := markAt(line[i:])
		if length == 0 {
			continue
		}
		take(i)
		switch {
		case n > 0 && n <= len(z.marked):
			open = append(open, len(z.placed))
			z.placed = append(z.placed, zone{&z.marked[n-1], y, at, at})
		case len(open) > 0:
			z.placed[open[len(open)-1]].to = at
			open = open[:len(open)-1]
		}
		i += length - 1
		text = i + 1
	}
	take(len(line))
	for _, i := range open { // its end was cut off
		z.placed[i].to = at
	}
	return out.String()
}

// markAt reads the mark that s begins with; length 0: it begins with none.
func markAt(s string) (n, length int) {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0, 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9' && i < 9:
			n = n*10 + int(c-'0')
		case c == 'z' && i > 2:
			return n, i + 1
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// At finds what a click at a cell does: the innermost zone, and the pane that
// it is in. Either may be nil.
func (z *Zones) At(x, y int) (click, pane Click) {
	for i := range z.placed {
		p := &z.placed[i]
		switch {
		case p.y != y || x < p.from || x >= p.to:
		case p.pane:
			pane = p.click
			click = nil
		default:
			click = p.click
		}
	}
	return click, pane
}

// Wheel is how many rows a turn of the wheel at a cell moves: 0 outside of any
// pane.
func (z *Zones) Wheel(x, y int) (rows int) {
	for i := range z.placed {
		if p := &z.placed[i]; p.pane && p.y == y && x >= p.from && x < p.to {
			rows = p.step
		}
	}
	return rows
}
