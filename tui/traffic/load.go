package traffic

import (
	"cmp"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

// way is where a part of the list belongs.
type way int

const (
	anew  way = iota // the newest, in place of what is held
	first            // the oldest, in place of what is held
	above
	below
	fresh // what came since
)

// part is the answer to a question for lines.
type part struct {
	screen  *Screen
	asked   int
	way     way
	traffic model.Traffic
	err     error
}

// newest begins anew at the end of the list.
func (s *Screen) newest() tea.Cmd {
	s.asked++
	s.follow = true
	return s.ask(anew, remote.TrafficAsk{})
}

// oldest begins anew at the beginning of the list.
func (s *Screen) oldest() tea.Cmd {
	s.asked++
	s.follow = false
	return s.ask(first, remote.TrafficAsk{After: "0"})
}

func (s *Screen) ask(w way, a remote.TrafficAsk) tea.Cmd {
	s.fetching = true
	a.Filter, a.Limit = s.filter, page
	asked, r, ctx := s.asked, s.c.Remote, s.life
	return func() tea.Msg {
		t, err := r.Traffic(ctx, a)
		return part{s, asked, w, t, err}
	}
}

// more asks for what lies beyond the edge that the cursor is close to. A page
// in which nothing fits the filter is gone through in the same way.
func (s *Screen) more() tea.Cmd {
	switch {
	case s.fetching || s.problem != nil:
		return nil
	case s.up != "" && s.at < edge:
		return s.ask(above, remote.TrafficAsk{Before: s.up})
	case s.down != "" && s.at >= len(s.rows)-edge:
		return s.ask(below, remote.TrafficAsk{After: s.down})
	}
	return nil
}

// take puts a part of the list where it belongs.
func (s *Screen) take(m part) tea.Cmd {
	if m.screen != s || m.asked != s.asked {
		return nil
	}
	s.fetching, s.read, s.problem = false, true, m.err
	if m.err != nil {
		return nil
	}
	t := m.traffic
	s.kept = t.Kept
	at := ""
	if l := s.line(); l != nil {
		at = l.ID
	}
	switch m.way {
	case anew:
		s.rows, s.up, s.down, s.at = t.Lines, t.Next, "", len(t.Lines)-1
	case first:
		s.rows, s.up, s.down, s.at, s.off = t.Lines, "", t.Next, 0, 0
	case above:
		s.rows, s.up = merged(t.Lines, s.rows), t.Next
		s.find(at)
		if len(s.rows) > most {
			s.rows = slices.Clip(s.rows[:most])
			s.down = s.rows[most-1].ID
		}
	case below:
		s.rows, s.down = merged(s.rows, t.Lines), t.Next
		s.find(at)
		s.trim()
	case fresh:
		s.add(t.Lines)
	}
	if s.wanted != "" {
		return tea.Batch(s.more(), s.arrive())
	}
	return s.more()
}

// arrive opens the exchange that the screen was asked for.
func (s *Screen) arrive() tea.Cmd {
	id := s.wanted
	s.wanted = ""
	for i := range s.rows {
		if s.rows[i].ID == id {
			s.at, s.follow = i, i == len(s.rows)-1
			return s.look()
		}
	}
	return screen.Send(screen.Toast{Text: "No. " + id + s.c.Say("traffic", " is not among the newest exchanges; {/} finds older ones"), Bad: true})
}

// Address is the exchange that is open.
func (s *Screen) Address() string {
	if s.open == nil {
		return ""
	}
	return "no/" + s.open.id
}

// trim drops the oldest lines of the window.
func (s *Screen) trim() {
	if n := len(s.rows) - most; n > 0 {
		s.rows = append([]model.ExchangeLine(nil), s.rows[n:]...)
		s.up, s.at, s.off = s.rows[0].ID, max(s.at-n, 0), max(s.off-n, 0)
	}
}

// hear takes news. Where the window does not reach the newest, they are only
// counted; where there is a filter, the server says what fits.
func (s *Screen) hear(n screen.News) tea.Cmd {
	switch {
	case n.Err != nil:
		s.problem = n.Err
		return nil
	case n.Missed || s.problem != nil:
		if s.follow || s.down == "" {
			return s.newest()
		}
		return nil
	case !s.read || len(n.Lines) == 0:
		return nil
	}
	s.kept += int64(len(n.Lines))
	if s.down != "" {
		return nil
	}
	if s.filter == "" {
		s.add(n.Lines)
		return nil
	}
	oldest := slices.MinFunc(n.Lines, byID)
	id, _ := strconv.ParseInt(oldest.ID, 10, 64) // a number, or none
	return s.ask(fresh, remote.TrafficAsk{After: strconv.FormatInt(max(id-1, 0), 10)})
}

// add takes lines in that are new at the end.
func (s *Screen) add(lines []model.ExchangeLine) {
	at := ""
	if l := s.line(); l != nil {
		at = l.ID
	}
	s.rows = merged(s.rows, lines)
	s.find(at)
	if len(s.rows) > most+page { // not at each of them
		s.trim()
	}
}

// find puts the cursor on an exchange, or the newest if it follows.
func (s *Screen) find(id string) {
	if i := slices.IndexFunc(s.rows, func(l model.ExchangeLine) bool { return l.ID == id }); i >= 0 {
		s.off, s.at = max(s.off+i-s.at, 0), i
	}
	if s.follow {
		s.at = len(s.rows) - 1
	}
	s.at = max(min(s.at, len(s.rows)-1), 0)
}

// byID sorts by the numbers that the ids are.
func byID(a, b model.ExchangeLine) int {
	return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
}

// merged are both lists in order, each exchange once. Mostly the second comes
// wholly after the first.
func merged(a, b []model.ExchangeLine) []model.ExchangeLine {
	if len(a) == 0 || len(b) == 0 || byID(a[len(a)-1], b[0]) < 0 {
		return slices.CompactFunc(append(a, sorted(b)...), same)
	}
	return slices.CompactFunc(sorted(append(slices.Clone(a), b...)), same)
}

func sorted(l []model.ExchangeLine) []model.ExchangeLine {
	if !slices.IsSortedFunc(l, byID) {
		l = slices.Clone(l)
		slices.SortStableFunc(l, byID)
	}
	return l
}

func same(a, b model.ExchangeLine) bool { return a.ID == b.ID }
