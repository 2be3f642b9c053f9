// Package exchange shows one exchange: the request, the response, why the
// server answered so, the tokens that came, and the request as a program, each
// as a tab. Traffic and the composer show theirs with it.
package exchange

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Tab is a view of an exchange.
type Tab int

// The tabs.
const (
	OnRequest Tab = iota
	OnResponse
	OnWhy
	OnTokens
	OnCode
	tabs
)

// TabNames are the names of the tabs.
var TabNames = []string{"Request", "Response", "Why", "Tokens", "Code"}

// View is an exchange on show. Its zero value but for the context shows none.
type View struct {
	Raw  bool      // requests and responses as they went over the wire
	Find find.Find // in the open tab

	c      *screen.Context
	life   context.Context
	on     screen.Screen
	x      *model.Exchange // nil: there is none yet
	keys   jose.JSONWebKeySet
	hide   mask.Masker
	tab    Tab
	scroll ui.Scroll
	drawn  []string // what the tab looks like at that width
	width  int
}

// New shows nothing yet, on a screen that lives as long as life.
func New(life context.Context, c *screen.Context, on screen.Screen, tab Tab) *View {
	return &View{c: c, life: life, on: on, tab: tab}
}

// Keys reads the server's public keys, if an exchange has tokens to verify and
// they are not known; without them it says that nothing was verified.
func Keys(ctx context.Context, r *remote.Client, known jose.JSONWebKeySet, x model.Exchange) jose.JSONWebKeySet {
	found := decode.Tokens([]model.Exchange{x})
	lacks := func(token decode.Token) bool { return len(known.Keys) == 0 || token.Lacks(known) }
	if !slices.ContainsFunc(found, lacks) {
		return known
	}
	if keys, err := r.JWKS(ctx); err == nil {
		return keys
	}
	return known
}

// Show shows an exchange; keys are what its tokens are verified with.
func (v *View) Show(x *model.Exchange, keys jose.JSONWebKeySet) {
	v.x, v.keys, v.hide = x, keys, mask.Masker{}
	v.hide.LearnMessage(x.Request)
	v.hide.LearnMessage(x.Response)
	v.scroll.Off, v.drawn = 0, nil
}

// Exchange is the one on show; nil if there is none.
func (v *View) Exchange() *model.Exchange { return v.x }

// Tab is the one that is open.
func (v *View) Tab() Tab { return v.tab }

// Turn opens a tab, around at the ends.
func (v *View) Turn(to Tab) tea.Cmd {
	v.tab, v.scroll.Off, v.drawn = (to+tabs)%tabs, 0, nil
	if v.tab != OnCode {
		return nil
	}
	return code.Learn(v.life, v.c, v.on)
}

// TurnLanguage goes to another language of the tab Code, and opens it.
func (v *View) TurnLanguage(by int) tea.Cmd {
	v.tab, v.scroll.Off, v.drawn = OnCode, 0, nil
	return code.Turn(v.c, by)
}

// TurnRaw shows messages as they are, or tidy again.
func (v *View) TurnRaw() { v.Raw, v.drawn = !v.Raw, nil }

// Scroll moves the text of the tab.
func (v *View) Scroll(by int) { v.scroll.Off = max(v.scroll.Off+by, 0) }

// Redraw makes it be drawn anew: the theme may have changed.
func (v *View) Redraw() { v.drawn = nil }

// Pane is a pane with the tabs, which [View.Fill] fills.
func (v *View) Pane(focus bool) ui.Pane {
	return ui.Pane{Tabs: TabNames, Active: int(v.tab), Focus: focus, Text: true, Tab: func(i int) tea.Cmd { return v.Turn(Tab(i)) }}
}

// Fill draws a pane around lines that say which exchange it is and what is
// seen of the open tab. While something is looked for, the line that it is
// typed on takes the place of the first.
func (v *View) Fill(p ui.Pane, head []string, width, height int) []string {
	inner, rows := ui.PaneInner(width, height)
	if v.tab == OnCode {
		head = append(slices.Clone(head), code.Strip(v.c, inner, v.TurnLanguage)...)
	}
	rows = max(rows-len(head), 1)
	if v.drawn == nil || v.width != inner || v.tab >= OnTokens { // where time runs, or the listener may come on
		v.drawn, v.width = v.lines(inner), inner
	}
	lines := v.drawn
	if v.Find.On() {
		var beside []string
		if lines, beside = v.Find.Mark(v.c.Theme, lines, &v.scroll, rows); len(beside) > 0 {
			p.Beside = slices.Concat(make([]string, len(head)), v.scroll.Window(beside, rows))
		}
		if len(head) > 0 {
			head = append([]string{ui.Cut(v.Find.Bar(v.c.Theme, inner), inner)}, head[1:]...)
		}
	}
	seen := v.scroll.Window(lines, rows)
	p.Foot = v.scroll.Foot(len(lines), rows)
	return v.c.Theme.Pane(p, slices.Concat(head, seen), width, height)
}

// FindKey takes a key of the search; with tab it goes on in another tab.
func (v *View) FindKey(k tea.KeyMsg) (cmd tea.Cmd) {
	switch k.Type {
	case tea.KeyTab:
		cmd = v.Turn(v.tab + 1)
		v.Find.Anew()
	case tea.KeyShiftTab:
		cmd = v.Turn(v.tab - 1)
		v.Find.Anew()
	default:
		v.Find.Key(k)
	}
	return cmd
}

func (v *View) lines(width int) []string {
	t := v.c.Theme
	switch {
	case v.x == nil:
		return []string{t.Muted.On("One moment …")}
	case v.tab == OnRequest:
		return t.HTTP(v.hide.Text(v.x.Request), !v.Raw, width)
	case v.tab == OnResponse:
		return t.HTTP(v.hide.Text(v.x.Response), !v.Raw, width)
	case v.tab == OnWhy:
		return v.whyLines(width)
	case v.tab == OnCode:
		return code.Lines(v.c, v.on.(screen.Placed).Place(), v.x.Request, v.hide.Text, width)
	}
	return v.tokenLines(width)
}
