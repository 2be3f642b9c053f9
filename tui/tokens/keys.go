package tokens

import (
	"github.com/charmbracelet/bubbles/key"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter    = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "actions"))
	keyRefresh  = key.NewBinding(key.WithKeys("r"), key.WithHelp("r", "refresh"))
	keyReplay   = key.NewBinding(key.WithKeys("p"), key.WithHelp("p", "replay old one"))
	keyTabs     = key.NewBinding(key.WithKeys("2"), key.WithHelp("2", "two tabs"))
	keyIdle     = key.NewBinding(key.WithKeys("i"), key.WithHelp("i", "expire idle"))
	keyAbsolute = key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "expire absolute"))
	keyRevoke   = key.NewBinding(key.WithKeys("d"), key.WithHelp("d", "revoke"))
	keyGrant    = key.NewBinding(key.WithKeys("D"), key.WithHelp("D", "revoke grant"))
	keyCopy     = key.NewBinding(key.WithKeys("y"), key.WithHelp("y", "copy the newest token"))
	keyLook     = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "look again"))
	keyFind     = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find in this pane"))
	keyTab      = key.NewBinding(key.WithKeys("tab", "shift+tab"), key.WithHelp("tab", "next pane"))
	keyUp       = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "the family above, or a line up"))
	keyDown     = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "the family below, or a line down"))
	keyPageUp   = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "half a page up"))
	keyPageDown = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "half a page down"))
	keyTop      = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "to the beginning"))
	keyBottom   = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "to the end"))
	keyKeep     = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "send them at once"))
	keyCancel   = key.NewBinding(key.WithKeys(), key.WithHelp("esc", "leave it"))
)

// Keys are the keys of the place, named for what they do now.
func (s *Tokens) Keys() (bar, more []key.Binding) {
	if s.field != nil {
		return []key.Binding{keyKeep, keyCancel}, nil
	}
	if s.find.On() {
		return find.Keys(), nil
	}
	f, ok := s.family()
	if !ok {
		enter := keyEnter
		enter.SetHelp("enter", "get a refresh token")
		enter.SetEnabled(s.lesson() != "")
		switch {
		case s.loading:
			return nil, nil
		case s.problem != nil:
			enter.SetHelp("enter", "look again")
			enter.SetEnabled(true)
			return []key.Binding{enter}, []key.Binding{keyLook}
		}
		return []key.Binding{enter, keyLook}, nil
	}
	alive := f.State == model.StateActive
	replay, tabs, idle, absolute := keyReplay, keyTabs, keyIdle, keyAbsolute
	revoke, grant := keyRevoke, keyGrant
	replay.SetEnabled(len(f.Tokens) > 1)
	idle.SetEnabled(alive && f.IdleExpiresAt != nil)
	absolute.SetEnabled(alive && f.ExpiresAt != nil)
	revoke.SetEnabled(alive)
	grant.SetEnabled(alive)
	return []key.Binding{keyEnter, keyRefresh, replay, tabs, revoke, idle, absolute, grant},
		[]key.Binding{s.zoom.Key(true), keyFind, keyCopy, keyLook, keyTab, keyUp, keyDown, keyPageUp, keyPageDown, keyTop, keyBottom}
}

// lesson is the demo that makes a refresh token; empty if it is not here.
func (s *Tokens) lesson() string {
	for _, name := range []string{"get-a-refresh-token", "rotation"} {
		if s.c.Demo(name) != nil {
			return name
		}
	}
	return ""
}

// moves are the keys among them that move a cursor or a text.
var moves = ui.Moves{Up: keyUp, Down: keyDown, PageUp: keyPageUp, PageDown: keyPageDown, Top: keyTop, Bottom: keyBottom}
