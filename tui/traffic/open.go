package traffic

import (
	"errors"
	"strconv"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// opened is the exchange that is open.
type opened struct {
	*exchange.View
	id      string
	problem error
}

// whole is an exchange that was asked for.
type whole struct {
	screen *Screen
	id     string
	x      model.Exchange
	keys   jose.JSONWebKeySet
	err    error
}

// look opens the exchange under the cursor.
func (s *Screen) look() tea.Cmd {
	l := s.line()
	if l == nil {
		return nil
	}
	tab, raw := exchange.OnRequest, false
	if l.Refused != "" {
		tab = exchange.OnWhy
	}
	if s.open != nil {
		tab, raw = s.open.Tab(), s.open.Raw
	}
	o := &opened{View: exchange.New(s.life, s.c, s, tab), id: l.ID}
	o.Raw = raw
	s.open = o
	r, ctx, keys := s.c.Remote, s.life, s.keys
	return func() tea.Msg {
		m := whole{screen: s, id: o.id, keys: keys}
		if m.x, m.err = r.Exchange(ctx, o.id); m.err == nil {
			m.keys = exchange.Keys(ctx, r, keys, m.x)
		}
		return m
	}
}

func (s *Screen) takeWhole(m whole) tea.Cmd {
	if m.screen != s {
		return nil
	}
	s.keys = m.keys
	if s.open == nil || s.open.id != m.id {
		return nil
	}
	if s.open.problem = m.err; m.err == nil {
		s.open.Show(&m.x, m.keys)
	}
	return nil
}

// Counting is true while the life of a token runs down in the open exchange.
func (s *Screen) Counting() bool { return s.open != nil && s.open.Counting() }

func (s *Screen) openKey(k tea.KeyMsg) tea.Cmd {
	o := s.open
	switch {
	case key.Matches(k, keyFilter):
		o.Find.Open()
	case key.Matches(k, keyTab):
		return o.Turn(o.Tab() + 1)
	case key.Matches(k, keyTabBack):
		return o.Turn(o.Tab() - 1)
	case key.Matches(k, keyDigits):
		n, _ := strconv.Atoi(k.String()) // one of five digits
		return o.Turn(exchange.Tab(n - 1))
	case key.Matches(k, keyLanguage):
		return o.TurnLanguage(1)
	case key.Matches(k, keyLanguageBack):
		return o.TurnLanguage(-1)
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(s.width >= beside)
	case key.Matches(k, keyRaw):
		o.TurnRaw()
	case key.Matches(k, keyBefore), key.Matches(k, keyAfter):
		by := 1
		if key.Matches(k, keyBefore) {
			by = -1
		}
		before := s.at
		cmd := s.move(by)
		if s.at == before {
			return cmd
		}
		return tea.Batch(cmd, s.look())
	default:
		if by, ok := moves.By(k, max(s.height/2, 1)); ok {
			o.Scroll(by)
		}
	}
	return nil
}

func (s *Screen) openPane(width, height int) []string {
	t, o := s.c.Theme, s.open
	inner, _ := ui.PaneInner(width, height)
	p, head := o.Pane(true), s.headLine(inner)
	var seen []string
	switch {
	case errors.Is(o.problem, remote.ErrNotFound):
		seen = ui.Para("The bytes of this exchange are no longer kept: only the newest are kept whole, older ones as a line of the list. "+s.c.Say("traffic", "{[} and {]} go to others."), inner, t.Muted)
	case o.problem != nil:
		seen = ui.Para("✗ The exchange could not be read: "+ui.Line(o.problem.Error())+s.c.Say("traffic", ". {enter} in the list reads it again."), inner, t.Failure)
	default:
		return o.Fill(p, head, width, height)
	}
	return t.Pane(p, append(head, seen...), width, height)
}

// headLine says which exchange it is.
func (s *Screen) headLine(width int) []string {
	t := s.c.Theme
	for i := range s.rows {
		l := &s.rows[i]
		if l.ID != s.open.id {
			continue
		}
		from := "this interface"
		if !l.Inside {
			from = "an app"
		}
		left := t.Strong.On(ui.Line(l.Method)+" "+ui.Line(l.Path)) + t.Muted.On("  from "+from)
		return []string{ui.Sides(left, t.Muted.On("no. "+ui.Line(l.ID)), width), ""}
	}
	return nil
}
