// Package exchange shows one exchange: the request, the response, why the
// server answered so, and the tokens that came, each as a tab. Traffic and the
// composer show theirs with it.
package exchange

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/decode"
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
	tabs
)

// TabNames are the names of the tabs.
var TabNames = []string{"Request", "Response", "Why", "Tokens"}

// View is an exchange on show. Its zero value but for the context shows none.
type View struct {
	Raw bool // requests and responses as they went over the wire

	c      *screen.Context
	x      *model.Exchange // nil: there is none yet
	keys   jose.JSONWebKeySet
	hide   mask.Masker
	tab    Tab
	scroll ui.Scroll
	drawn  []string // what the tab looks like at that width
	width  int
}

// New shows nothing yet.
func New(c *screen.Context, tab Tab) *View { return &View{c: c, tab: tab} }

// Keys reads the server's public keys, if an exchange has tokens to verify and
// they are not known; without them it says that nothing was verified.
func Keys(ctx context.Context, r *remote.Client, known jose.JSONWebKeySet, x model.Exchange) jose.JSONWebKeySet {
	if len(known.Keys) > 0 || len(decode.Tokens([]model.Exchange{x})) == 0 {
		return known
	}
	keys, _ := r.JWKS(ctx)
	return keys
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
func (v *View) Turn(to Tab) { v.tab, v.scroll.Off, v.drawn = (to+tabs)%tabs, 0, nil }

// TurnRaw shows messages as they are, or tidy again.
func (v *View) TurnRaw() { v.Raw, v.drawn = !v.Raw, nil }

// Scroll moves the text of the tab.
func (v *View) Scroll(by int) { v.scroll.Off = max(v.scroll.Off+by, 0) }

// Redraw makes it be drawn anew: the theme may have changed.
func (v *View) Redraw() { v.drawn = nil }

// Pane is a pane with the tabs, to be drawn around what [View.Window] gives.
func (v *View) Pane(focus bool) ui.Pane {
	return ui.Pane{Tabs: TabNames, Active: int(v.tab), Focus: focus, Text: true, Tab: func(i int) tea.Cmd { v.Turn(Tab(i)); return nil }}
}

// Window are the rows of the open tab that are seen, and what lies beyond.
func (v *View) Window(width, rows int) (lines []string, foot string) {
	if v.drawn == nil || v.width != width {
		v.drawn, v.width = v.lines(width), width
	}
	lines = v.scroll.Window(v.drawn, rows)
	return lines, v.scroll.Foot(len(v.drawn), rows)
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
	}
	return v.tokenLines(width)
}
