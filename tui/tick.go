package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// tick has the screen drawn anew in a second if something on it runs down or
// it watches for news, and never more often. At rest nothing moves, and while
// the clock is frozen nothing runs down. Without motion what runs down is drawn
// anew each half minute; news are looked for as always.
func (a *app) tick() tea.Cmd {
	if a.ticking || !a.watching() && (a.c.Clock.Frozen || !a.counting()) {
		return nil
	}
	a.ticking = true
	if a.c.Still && !a.watching() {
		return a.c.AfterPause()
	}
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

func (a *app) watching() bool {
	s, ok := a.top().(screen.Watcher)
	return ok && s.Watching()
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
