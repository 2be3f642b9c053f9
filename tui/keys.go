package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/keymap"
	"github.com/playgrant/playgrant/tui/screen"
)

// The keys of everywhere.
var (
	keyHelp    = key.NewBinding(key.WithKeys("?"), key.WithHelp("?", "help"))
	keyTokens  = key.NewBinding(key.WithKeys("t"), key.WithHelp("t", "tokens: sessions, grants, families"))
	keyPhone   = key.NewBinding(key.WithKeys("m"), key.WithHelp("m", "phone: messages and codes"))
	keyPolicy  = key.NewBinding(key.WithKeys("f"), key.WithHelp("f", "factors and policy"))
	keyClock   = key.NewBinding(key.WithKeys("c"), key.WithHelp("c", "clock: move it, freeze it"))
	keyTraffic = key.NewBinding(key.WithKeys("x"), key.WithHelp("x", "traffic: all that went over the wire"))
	keyCompose = key.NewBinding(key.WithKeys("n"), key.WithHelp("n", "compose a request of your own"))
	keyStrip   = key.NewBinding(key.WithKeys("v"), key.WithHelp("v", "the wire's log under every screen"))
	keySandbox = key.NewBinding(key.WithKeys("s"), key.WithHelp("s", "sandbox: clients, APIs, users, snapshots"))
	keyCopies  = key.NewBinding(key.WithKeys("Y"), key.WithHelp("Y", "choose what to copy, or to save in a file"))
	keyWords   = key.NewBinding(key.WithKeys("w"), key.WithHelp("w", "words: what the terms mean"))
	keyPalette = key.NewBinding(key.WithKeys("ctrl+p", ":"), key.WithHelp("ctrl+p", "everything one can do; : too"))
	keyBack    = key.NewBinding(key.WithKeys("esc"), key.WithHelp("esc", "back"))
	keyLeave   = key.NewBinding(key.WithKeys("q"), key.WithHelp("q", "back; at home: quit"))
	keySuspend = suspendKey()
	keyQuit    = key.NewBinding(key.WithKeys("ctrl+c"), key.WithHelp("ctrl+c", "quit"))
)

// typed takes a key as it was typed, which may stand for another. In a field
// and in what lies over a screen keys are themselves, and those that were
// given to actions stand for theirs besides, where they are not text.
func (a *app) typed(msg tea.KeyMsg) tea.Cmd {
	switch n := len(a.overlays); {
	case key.Matches(msg, keyQuit, keySuspend):
		return a.key(msg)
	case n > 0:
		own := keymap.Typed
		if o, ok := a.overlays[n-1].(lettered); ok {
			own = o.Letters()
		}
		return a.key(a.keys.Aside(own, msg))
	case a.top().Capturing():
		return a.key(a.keys.Aside(keymap.Typed, msg))
	}
	msg, ok := a.keys.Translate(a.place(), msg)
	if !ok {
		return nil
	}
	return a.key(msg)
}

// place is where one is, as the settings file calls it.
func (a *app) place() string {
	if s, ok := a.top().(screen.Placed); ok {
		return s.Place()
	}
	return ""
}

// named are bindings under the names of the keys that they have now; in a
// field they have their own.
func (a *app) named(bindings []key.Binding) []key.Binding {
	if a.top().Capturing() {
		return bindings
	}
	return a.keys.Show(a.place(), bindings)
}

// globalKeys work on every screen.
func globalKeys() []key.Binding {
	return []key.Binding{keyHelp, keyPalette, keyTokens, keyPhone, keyPolicy, keySandbox, keyClock, keyTraffic, keyCompose, keyStrip, keyWords, keyCopies, keyBack, keyLeave, keySuspend, keyQuit}
}
