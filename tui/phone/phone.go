// Package phone is the screen of the simulated phones and mailboxes: the
// messages that reached the users, pushes to be answered, and the running
// codes of their authenticator apps.
package phone

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Phone is the screen.
type Phone struct {
	c    *screen.Context
	life context.Context
	end  context.CancelFunc
	zoom ui.Zoom
	feed *inbox.Feed

	at     string // the id of the message under the cursor
	app    int    // the authenticator app under the cursor
	onApps bool   // the apps have the keys, not the messages
	hide   bool   // codes are shown as dots
	busy   bool   // an answer to a push is on its way
	list   ui.Scroll
	detail ui.Scroll
	apps   ui.Scroll
	find   find.Find // in the pane that has the keys

	width, height int
}

// New makes the screen for one user's phone, or everybody's if user is empty.
func New(c *screen.Context, user string) *Phone {
	s := &Phone{c: c}
	s.life, s.end = context.WithCancel(c.Life)
	s.feed = inbox.NewFeed(s.life, c, user)
	return s
}

// Shown reads what there is.
func (s *Phone) Shown() tea.Cmd { return tea.Batch(s.feed.Read(), screen.Send(screen.AskClock{})) }

// Watching is true: messages may come from any app.
func (s *Phone) Watching() bool { return true }

// Update takes answers and keys.
func (s *Phone) Update(msg tea.Msg) tea.Cmd {
	if arrived, mine := s.feed.Take(msg); mine {
		s.arrive(arrived)
		return nil
	}
	switch msg := msg.(type) {
	case inbox.Answered:
		if msg.Feed != s.feed {
			return nil
		}
		s.busy = false
		return tea.Batch(screen.Send(msg.Words()), s.feed.Read())
	case whoseAsked:
		if msg.screen == s {
			s.at, s.app = "", 0
			return s.feed.Of(msg.user)
		}
	case screen.Tick:
		return s.feed.Tick()
	case screen.SandboxReset:
		return s.feed.Read()
	case screen.ClockRead:
		return s.feed.Moved(msg.Clock)
	case tea.KeyMsg:
		return s.key(msg)
	}
	return nil
}

// arrive puts the cursor on what has just come: a push above all else.
func (s *Phone) arrive(m *model.Message) {
	s.app = max(0, min(s.app, len(s.feed.Apps)-1))
	if _, ok := s.message(); !ok {
		s.at = ""
		if len(s.feed.Messages) > 0 {
			s.at = s.feed.Messages[0].ID
		}
	}
	if m != nil {
		s.at, s.onApps, s.detail.Off = m.ID, false, 0
	}
}

// message is the one under the cursor.
func (s *Phone) message() (model.Message, bool) {
	i := slices.IndexFunc(s.feed.Messages, func(m model.Message) bool { return m.ID == s.at })
	if i < 0 {
		return model.Message{}, false
	}
	return s.feed.Messages[i], true
}

// waiting is the push that approve and deny are about: the one under the
// cursor, or else the newest.
func (s *Phone) waiting() (model.Message, bool) {
	if m, ok := s.message(); ok && inbox.Waits(m) {
		return m, true
	}
	if i := slices.IndexFunc(s.feed.Messages, inbox.Waits); i >= 0 {
		return s.feed.Messages[i], true
	}
	return model.Message{}, false
}

// chosenApp is the authenticator app under the cursor.
func (s *Phone) chosenApp() (inbox.App, bool) {
	if s.app >= len(s.feed.Apps) {
		return inbox.App{}, false
	}
	return s.feed.Apps[s.app], true
}

// SetSize says how much room there is.
func (s *Phone) SetSize(width, height int) { s.width, s.height = width, height }

// Place names its keys in the settings file.
func (*Phone) Place() string { return "phone" }

// Title names the screen.
func (s *Phone) Title() string { return "Phone" }

// Capturing is true while is typed what to find.
func (s *Phone) Capturing() bool { return s.find.On() }

// Back leaves the zoom, then goes from the apps to the messages.
func (s *Phone) Back() bool {
	if s.zoom.Off() {
		return true
	}
	was := s.onApps && len(s.feed.Messages) > 0
	s.onApps = false
	return was
}

// User is whose phone is shown.
func (s *Phone) User() string { return s.feed.User() }

// Close ends what is under way.
func (s *Phone) Close() { s.end() }
