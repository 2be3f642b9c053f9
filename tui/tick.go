package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// tick has the screen drawn anew in a second if something on it runs down, and
// never more often. At rest, and while the clock is frozen, nothing moves.
func (a *app) tick() tea.Cmd {
	if a.ticking || a.c.Clock.Frozen || !a.counting() {
		return nil
	}
	a.ticking = true
	return a.c.AfterSecond()
}

func (a *app) counting() bool {
	if n := len(a.overlays); n > 0 {
		if o, ok := a.overlays[n-1].(screen.Counter); ok && o.Counting() {
			return true
		}
	}
	s, ok := a.top().(screen.Counter)
	return ok && s.Counting()
}

// hearing is an overlay that asked for something and waits for the answer.
type hearing interface{ Hear(tea.Msg) tea.Cmd }

func (a *app) tellOverlays(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, o := range a.overlays {
		if h, ok := o.(hearing); ok {
			cmds = append(cmds, h.Hear(msg))
		}
	}
	return tea.Batch(cmds...)
}

// showTokens puts the tokens over the screen that is on top, once.
func (a *app) showTokens(maker func(*screen.Context, string) screen.Screen) tea.Cmd {
	if a.tokens != nil && a.top() == a.tokens {
		return nil
	}
	a.tokens = maker(a.c, "")
	a.stack = append(a.stack, a.tokens)
	a.resize()
	return a.top().Shown()
}
