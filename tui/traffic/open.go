package traffic

import (
	"errors"
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// tab is a view of the exchange that is open.
type tab int

const (
	onRequest tab = iota
	onResponse
	onWhy
	onTokens
	tabs
)

var tabNames = []string{"Request", "Response", "Why", "Tokens"}

// opened is the exchange that is open.
type opened struct {
	id      string
	x       *model.Exchange // nil until it is read
	problem error
	hide    mask.Masker
	tab     tab
	raw     bool
	scroll  ui.Scroll
	drawn   []string // what the tab looks like at that width
	width   int
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
	o := &opened{id: l.ID, tab: onRequest}
	if l.Refused != "" {
		o.tab = onWhy
	}
	if s.open != nil {
		o.tab, o.raw = s.open.tab, s.open.raw
	}
	s.open = o
	r, ctx, keys := s.c.Remote, s.life, s.keys
	return func() tea.Msg {
		m := whole{screen: s, id: o.id, keys: keys}
		if m.x, m.err = r.Exchange(ctx, o.id); m.err == nil && len(keys.Keys) == 0 && len(decode.Tokens([]model.Exchange{m.x})) > 0 {
			m.keys, _ = r.JWKS(ctx) // without them it says that nothing was verified
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
		s.open.x = &m.x
		s.open.hide.LearnMessage(m.x.Request)
		s.open.hide.LearnMessage(m.x.Response)
	}
	s.open.drawn = nil
	return nil
}

// turn opens a tab, around at the ends.
func (o *opened) turn(to tab) { o.tab, o.scroll.Off, o.drawn = (to+tabs)%tabs, 0, nil }

func (s *Screen) openKey(k tea.KeyMsg) tea.Cmd {
	o := s.open
	turn := o.turn
	switch {
	case key.Matches(k, keyTab):
		turn(o.tab + 1)
	case key.Matches(k, keyTabBack):
		turn(o.tab - 1)
	case key.Matches(k, keyDigits):
		n, _ := strconv.Atoi(k.String()) // one of four digits
		turn(tab(n - 1))
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(s.width >= beside)
	case key.Matches(k, keyRaw):
		o.raw, o.drawn = !o.raw, nil
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
			o.scroll.Off += by
		}
	}
	return nil
}

func (s *Screen) openPane(width, height int) []string {
	t, o := s.c.Theme, s.open
	inner, rows := ui.PaneInner(width, height)
	p := ui.Pane{Tabs: tabNames, Active: int(o.tab), Focus: true, Text: true, Tab: func(i int) tea.Cmd { o.turn(tab(i)); return nil }}
	if o.drawn == nil || o.width != inner {
		o.drawn, o.width = s.openLines(inner), inner
	}
	head := s.headLine(inner)
	rows = max(rows-len(head), 1)
	seen := o.scroll.Window(o.drawn, rows)
	p.Foot = o.scroll.Foot(len(o.drawn), rows)
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

// openLines are the tab that is open.
func (s *Screen) openLines(width int) []string {
	t, o := s.c.Theme, s.open
	switch {
	case errors.Is(o.problem, remote.ErrNotFound):
		return ui.Para("The bytes of this exchange are no longer kept: only the newest are kept whole, older ones as a line of the list. [ and ] go to others.", width, t.Muted)
	case o.problem != nil:
		return ui.Para("✗ The exchange could not be read: "+ui.Line(o.problem.Error())+". enter in the list reads it again.", width, t.Failure)
	case o.x == nil:
		return []string{t.Muted.On("One moment …")}
	}
	switch o.tab {
	case onRequest:
		return t.HTTP(o.hide.Text(o.x.Request), !o.raw, width)
	case onResponse:
		return t.HTTP(o.hide.Text(o.x.Response), !o.raw, width)
	case onWhy:
		return s.whyLines(width)
	default:
		return s.tokenLines(width)
	}
}

// whyLines are the checks, those that failed first, with what mends them.
func (s *Screen) whyLines(width int) (out []string) {
	t, x := s.c.Theme, s.open.x
	if len(x.Checks) == 0 {
		return ui.Para("Nothing had to be checked to answer this.", width, t.Muted)
	}
	for rank := range 3 {
		for _, c := range x.Checks {
			if rankOf(c) == rank {
				out = append(out, s.checkLines(c, width)...)
			}
		}
		if rank == 0 && len(out) > 0 {
			out = append(out, "")
		}
	}
	return out
}

// rankOf puts what refused first, then what was decided, then what held.
func rankOf(c check.Result) int {
	switch {
	case c.OK:
		return 2
	case c.Note:
		return 1
	}
	return 0
}

func (s *Screen) checkLines(c check.Result, width int) []string {
	t, hide := s.c.Theme, &s.open.hide
	mark, ink := ui.Span{Text: "✓ ", Ink: t.Success}, t.Text
	switch rankOf(c) {
	case 0:
		mark, ink = ui.Span{Text: "✗ ", Ink: t.Failure}, t.Strong
	case 1:
		mark = ui.Span{Text: "· ", Ink: t.Warning}
	}
	spans := []ui.Span{mark, {Text: ui.Line(c.Check), Ink: ink}}
	if c.OK && c.Got != "" {
		spans = append(spans, ui.Span{Text: "  " + ui.Line(hide.Text(c.Got)), Ink: t.Muted})
	}
	out := ui.Wrap(width, 2, append(spans, ui.Span{Text: "  " + ui.Line(c.Ref), Ink: t.Muted})...)
	if c.OK {
		return out
	}
	row := func(name, text string, ink ui.Ink) {
		if text != "" {
			out = append(out, ui.Wrap(width, 14, ui.Span{Text: "    " + ui.Fit(name, 10), Ink: t.Muted}, ui.Span{Text: ui.Line(text), Ink: ink})...)
		}
	}
	row("expected", hide.Text(c.Expected), t.Text)
	row("got", hide.Text(c.Got), t.Failure)
	row("mend", c.Fix, t.Text)
	for _, m := range c.Mend {
		row("M", m.Title, t.Accent)
		row("", m.Command, t.Muted)
	}
	return out
}

// tokenLines take the tokens of the answer apart.
func (s *Screen) tokenLines(width int) (out []string) {
	t := s.c.Theme
	found := decode.Tokens([]model.Exchange{*s.open.x})
	if len(found) == 0 {
		return ui.Para("There are no tokens in the answer.", width, t.Muted)
	}
	for _, token := range found {
		out = append(out, ui.Cut(t.Title.On(token.Name)+"  "+t.Secret.On(ui.Line(mask.Short(token.Raw))), width))
		if token.Opaque {
			out = append(out, t.Muted.On(ui.Cut("  opaque: only the server knows what it stands for", width)), "")
			continue
		}
		mark, words := ui.Span{Text: "  ✗ ", Ink: t.Failure}, "the server's keys could not be read"
		if len(s.keys.Keys) > 0 {
			var ok bool
			if ok, words = token.Verify(s.keys); ok {
				mark = ui.Span{Text: "  ✓ ", Ink: t.Success}
			}
		}
		out = append(out, ui.Wrap(width, 4, mark, ui.Span{Text: ui.Line(words), Ink: t.Text})...)
		for _, c := range token.Claims {
			out = append(out, s.claimLines(c, width)...)
		}
		out = append(out, "")
	}
	return out
}

func (s *Screen) claimLines(c decode.Claim, width int) []string {
	t := s.c.Theme
	value := ui.Line(c.Text)
	if !c.Time.IsZero() {
		value = c.Time.UTC().Format("2006-01-02 15:04:05") + " UTC, " + ui.When(c.Time, s.c.Time())
	}
	spans := []ui.Span{{Text: "  " + ui.Fit(ui.Line(c.Name), 11) + " ", Ink: t.Name}, {Text: value, Ink: t.Text}}
	if e, ok := s.c.Explain.Claim(c.Name); ok {
		spans = append(spans, ui.Span{Text: "  " + strings.TrimSpace(e.Text), Ink: t.Muted})
	}
	return ui.Wrap(width, 14, spans...)
}
