package phone

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter    = key.NewBinding(key.WithKeys("enter"))
	keyApprove  = key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "approve"))
	keyDeny     = key.NewBinding(key.WithKeys("d"), key.WithHelp("d", "deny"))
	keyTab      = key.NewBinding(key.WithKeys("tab", "shift+tab"), key.WithHelp("tab", "next pane"))
	keyWhose    = key.NewBinding(key.WithKeys("o"), key.WithHelp("o", "whose phone"))
	keyPeek     = key.NewBinding(key.WithKeys("p"), key.WithHelp("p", "hide codes"))
	keyQR       = key.NewBinding(key.WithKeys("Q"), key.WithHelp("Q", "QR for a real phone"))
	keyCopy     = key.NewBinding(key.WithKeys("y"), key.WithHelp("y", "copy the code"))
	keyLook     = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "look again"))
	keyFind     = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find in this pane"))
	keyUp       = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "the one above"))
	keyDown     = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "the one below"))
	keyPageUp   = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "the message half a page up"))
	keyPageDown = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "the message half a page down"))
	keyTop      = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "to the newest"))
	keyBottom   = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "to the oldest"))
)

// Keys are the keys of the place, named for what they do now.
func (s *Phone) Keys() (bar, more []key.Binding) {
	if s.find.On() {
		return find.Keys(), nil
	}
	enter, approve, deny, peek, qr, cp := keyEnter, keyApprove, keyDeny, keyPeek, keyQR, keyCopy
	enter.SetHelp("enter", s.enterWords())
	_, waits := s.waiting()
	approve.SetEnabled(waits && !s.busy)
	deny.SetEnabled(waits && !s.busy)
	if !s.feed.Known { // what failed can be asked for again, and nothing else be done
		enter.SetEnabled(s.feed.Problem != nil)
		return []key.Binding{enter}, []key.Binding{keyWhose, keyLook}
	}
	if s.hide {
		peek.SetHelp("p", "peek at the codes")
	}
	_, app := s.chosenApp()
	qr.SetEnabled(app)
	_, text := s.copied()
	cp.SetEnabled(text != "")
	bar, more = []key.Binding{enter, deny, keyWhose, keyTab, qr, peek, cp}, []key.Binding{approve}
	if s.enterAct() != actApprove {
		bar, more = slices.Insert(bar, 1, approve), nil
	}
	return bar, append(more, s.zoom.Key(true), keyFind, keyLook, keyUp, keyDown, keyPageUp, keyPageDown, keyTop, keyBottom)
}

// enterWords name what enter does now.
func (s *Phone) enterWords() string {
	switch s.enterAct() {
	case actApprove:
		return "approve"
	case actCopy:
		return "copy the code"
	case actLesson:
		return "meet an MFA challenge"
	default:
		return "look again"
	}
}

// act is what enter does.
type act int

const (
	actLook act = iota
	actApprove
	actCopy
	actLesson
)

func (s *Phone) enterAct() act {
	_, text := s.copied()
	m, ok := s.message()
	switch {
	case !s.onApps && ok && m.State == "pending" && !s.busy:
		return actApprove
	case text != "":
		return actCopy
	case len(s.feed.Messages) == 0 && s.feed.Known && s.lesson() != "":
		return actLesson
	default:
		return actLook
	}
}

// lesson is the demo that has a message or a code come; empty if it is not
// here.
func (s *Phone) lesson() string {
	for _, name := range []string{"mfa-sms", "mfa-challenge", "mfa-otp"} {
		if s.c.Demo(name) != nil {
			return name
		}
	}
	return ""
}

// open puts the cursor on a message, and is how it is looked at.
func (s *Phone) open(id string) { s.at, s.onApps, s.detail.Off = id, false, 0 }

// goes is a click that brings the keys to the apps or to the messages.
func (s *Phone) goes(apps bool) ui.Click {
	return func() tea.Cmd { s.onApps = apps; return nil }
}

// moves are the keys among them that move the cursor, and pages those that
// move the text of the message.
var (
	moves = ui.Moves{Up: keyUp, Down: keyDown, Top: keyTop, Bottom: keyBottom}
	pages = ui.Moves{PageUp: keyPageUp, PageDown: keyPageDown}
)
