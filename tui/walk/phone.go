package walk

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
)

// phone is the user's simulated phone and mailbox, read while a step that
// needs it is on screen.
type phone struct {
	feed *inbox.Feed
	out  bool // it lies on the table
	busy bool // an answer to a push is on its way
}

// Watching is true while the phone is out: something may arrive.
func (w *Walk) Watching() bool { return w.phone.out }

// PhoneUser is whose phone the shown step needs; empty if none.
func (w *Walk) PhoneUser() string { return w.phoneUser() }

// watchPhone takes the phone out on a step that needs it, and puts it away on
// others.
func (w *Walk) watchPhone() tea.Cmd {
	user := w.phoneUser()
	w.phone.out = user != ""
	if !w.phone.out {
		return nil
	}
	if w.phone.feed == nil {
		w.phone.feed = inbox.NewFeed(w.life, w.c, user)
		w.phone.feed.Brief = true
	}
	return w.phone.feed.Of(user)
}

// hearPhone takes what is for the phone; mine is false for other messages.
func (w *Walk) hearPhone(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	f := w.phone.feed
	if f == nil {
		return nil, false
	}
	if _, mine := f.Take(msg); mine {
		return nil, true
	}
	switch msg := msg.(type) {
	case inbox.Answered:
		if msg.Feed != f {
			return f.Read(), w.phone.out
		}
		w.phone.busy = false
		return tea.Batch(screen.Send(msg.Words()), f.Read()), true
	case screen.Tick:
		if w.phone.out {
			return f.Tick(), true
		}
	case screen.ClockRead:
		w.changed()
		return f.Moved(msg.Clock), true
	}
	return nil, false
}

// current is the latest message that can still matter: a code or a push lives
// for five minutes. Older ones are of another lesson.
func (p *phone) current(now time.Time) (model.Message, bool) {
	const matters = 5 * time.Minute
	if !p.out || len(p.feed.Messages) == 0 {
		return model.Message{}, false
	}
	m := p.feed.Messages[0]
	return m, now.Sub(m.At) < matters
}

// push is the push that waits for an answer.
func (w *Walk) push() (model.Message, bool) {
	if w.phone.out && !w.phone.busy {
		for _, m := range w.phone.feed.Messages {
			if inbox.Waits(m) {
				return m, true
			}
		}
	}
	return model.Message{}, false
}

// phoneUser is whose phone the shown step needs; empty if none.
func (w *Walk) phoneUser() string {
	if w.loading || w.closing() || !needsPhone(w.step()) {
		return ""
	}
	return w.username(w.shown)
}

// username is whom the step, or the nearest before it, logs in.
func (w *Walk) username(step int) string {
	for i := step; i >= 0; i-- {
		if user := w.loggedIn(i); user != "" {
			return user
		}
		for _, p := range request.New(w.known.drafts[i]).Params {
			if p.Name == "username" && strings.Contains(p.Value, "@") {
				return p.Value
			}
		}
	}
	return ""
}

// needsPhone reports whether a step has to do with a second factor.
func needsPhone(s *demos.Step) bool {
	if s.Kind == demos.KindMFA {
		return true
	}
	for _, a := range s.Actions {
		if a.Act == nil {
			continue
		}
		for _, word := range []string{"code", "push", "approve", "phone"} {
			if strings.Contains(a.Act.Text, word) {
				return true
			}
		}
	}
	return false
}
