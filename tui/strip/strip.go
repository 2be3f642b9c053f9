// Package strip is the log of what went over the wire, a few lines under every
// screen.
package strip

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/lines"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// most is how many exchanges it can show.
const most = 6

// Strip shows the newest exchanges. It is off at first.
type Strip struct {
	c       *screen.Context
	on      bool
	newest  []model.ExchangeLine // the newest last
	problem error
	read    bool
}

// New makes a strip that is off.
func New(c *screen.Context) *Strip { return &Strip{c: c} }

// On reports whether it is shown.
func (s *Strip) On() bool { return s.on }

// Toggle shows it or takes it away.
func (s *Strip) Toggle() tea.Cmd {
	s.on = !s.on
	if !s.on {
		return nil
	}
	return s.look()
}

// Rows are how many rows it takes of a screen that is so high.
func (s *Strip) Rows(height int) int {
	if !s.on {
		return 0
	}
	return 1 + shown(height)
}

// shown is how many exchanges there is room for.
func shown(height int) int {
	switch {
	case height < 20:
		return 2
	case height < 30:
		return 3
	case height < 44:
		return 4
	}
	return most
}

// read is what look asked for.
type read struct {
	strip *Strip
	lines []model.ExchangeLine
	err   error
}

func (s *Strip) look() tea.Cmd {
	r, ctx := s.c.Remote, s.c.Life
	return func() tea.Msg {
		t, err := r.Traffic(ctx, remote.TrafficAsk{Limit: most})
		return read{s, t.Lines, err}
	}
}

// Update takes news.
func (s *Strip) Update(msg tea.Msg) tea.Cmd {
	if !s.on {
		return nil
	}
	switch msg := msg.(type) {
	case read:
		s.problem, s.read = msg.err, true
		if msg.err == nil {
			s.newest = msg.lines
		}
	case screen.News:
		if msg.Missed {
			return s.look()
		}
		s.problem = msg.Err
		for i := range msg.Lines {
			if !s.has(msg.Lines[i].ID) {
				s.newest = append(s.newest, msg.Lines[i])
			}
		}
		s.newest = append([]model.ExchangeLine(nil), s.newest[max(len(s.newest)-most, 0):]...)
	}
	return nil
}

func (s *Strip) has(id string) bool {
	return slices.ContainsFunc(s.newest, func(l model.ExchangeLine) bool { return l.ID == id })
}

// View draws exactly so many rows as [Strip.Rows] says.
func (s *Strip) View(width, height int) []string {
	t, n := s.c.Theme, shown(height)
	head := t.Border.On("─ ") + t.Strong.On("the wire") + t.Border.On(" ")
	tail := t.Muted.On(s.c.Say("", " {x} opens it, {v} closes ")) + t.Border.On("─")
	out := make([]string, 0, n+1)
	out = append(out, head+t.Border.On(strings.Repeat("─", max(width-ui.Width(head)-ui.Width(tail), 0)))+tail)
	newest := s.newest[max(len(s.newest)-n, 0):]
	columns := lines.Layout(width - 4) // one at the left, three for the mark at the right
	columns.Mend = s.c.Keys.Name("traffic", "M")
	for i := range newest {
		out = append(out, ui.Fit(" "+columns.Draw(t, &newest[i], false), width))
	}
	if len(newest) == 0 {
		out = append(out, ui.Fit(" "+s.nothing(), width))
	}
	for len(out) < n+1 {
		out = append(out, ui.Spaces(width))
	}
	for i := range out {
		out[i] = t.Zone(out[i], func() tea.Cmd { return screen.Send(screen.Open{Route: screen.Route{Kind: "traffic"}}) })
	}
	return out
}

func (s *Strip) nothing() string {
	t := s.c.Theme
	switch {
	case s.problem != nil:
		return t.Failure.On("✗ ") + t.Text.On("The exchanges could not be read, and are asked for again by themselves: "+ui.Line(s.problem.Error()))
	case !s.read:
		return t.Muted.On("One moment: looking through the exchanges …")
	}
	return t.Muted.On("Nothing went over the wire yet. Walk a demo, or point an app here.")
}
