package traffic

import (
	"errors"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/compare"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

var keyCompare = key.NewBinding(key.WithKeys("C"), key.WithHelp("C", "compare with another"))

// couple are two exchanges that are compared.
type couple struct {
	ids     [2]string
	x       [2]model.Exchange
	read    bool
	problem error
	scroll  ui.Scroll
}

// coupleRead are two exchanges that were asked for.
type coupleRead struct {
	on  *couple
	x   [2]model.Exchange
	err error
}

// compareKey is the binding, named for what it does on the row under the
// cursor.
func (s *Screen) compareKey() key.Binding {
	k := keyCompare
	switch l := s.line(); {
	case s.first == "" || l == nil:
	case s.first == l.ID:
		k.SetHelp("C", "compare no more")
	default:
		k.SetHelp("C", "compare with no. "+ui.Line(s.first))
	}
	return k
}

// compare takes the exchange under the cursor as the first to compare, or
// compares it with the first.
func (s *Screen) compare() tea.Cmd {
	id := s.line().ID
	switch s.first {
	case "":
		s.first, s.open = id, nil // the other is chosen from the list
		return nil
	case id:
		s.first = ""
		return nil
	}
	p := &couple{ids: [2]string{s.first, id}}
	s.first, s.both, s.open = "", p, nil
	r, ctx := s.c.Remote, s.life
	return func() tea.Msg {
		m := coupleRead{on: p}
		for i, id := range p.ids {
			if m.x[i], m.err = r.Exchange(ctx, id); m.err != nil {
				break
			}
		}
		return m
	}
}

func (s *Screen) takeCouple(m coupleRead) {
	if s.both == m.on {
		s.both.read, s.both.x, s.both.problem = true, m.x, m.err
	}
}

// letGo lets go of what is compared, or of the first that was chosen for it;
// false: there is none.
func (s *Screen) letGo() bool {
	was := s.both != nil || s.first != ""
	s.both, s.first = nil, ""
	return was
}

func (s *Screen) coupleKey(k tea.KeyMsg) {
	if by, ok := moves.By(k, max(s.height/2, 1)); ok {
		s.both.scroll.Off = max(s.both.scroll.Off+by, 0)
	}
}

func (s *Screen) couplePane(width, height int) []string {
	t, p := s.c.Theme, s.both
	inner, rows := ui.PaneInner(width, height)
	pane := ui.Pane{Title: "No. " + ui.Line(p.ids[0]) + " and no. " + ui.Line(p.ids[1]), Focus: true, Text: true}
	var out []string
	switch {
	case errors.Is(p.problem, remote.ErrNotFound):
		out = ui.Para(s.c.Say("traffic", "The bytes of one of them are no longer kept: only the newest are kept whole, older ones as a line of the list. {esc} goes back to it."), inner, t.Muted)
	case p.problem != nil:
		out = append(ui.Para("✗ The exchanges could not be read: "+ui.Line(p.problem.Error())+".", inner, t.Failure), "")
		out = append(out, ui.Para(s.c.Say("traffic", "{esc} goes back to the list."), inner, t.Text)...)
	case !p.read:
		out = ui.Para("One moment: reading both …", inner, t.Muted)
	default:
		out = compare.Lines(t, &p.x[0], &p.x[1], min(inner, 120))
	}
	seen := p.scroll.Window(out, rows)
	pane.Foot = p.scroll.Foot(len(out), rows)
	return t.Pane(pane, seen, width, height)
}
