// Package policy is the screen of the sandbox's policy and of the users'
// factors. What is changed here is one request to the sandbox, and takes
// effect with the next one of any app.
package policy

import (
	"context"
	"encoding/json"
	"net/url"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Policy is the screen.
type Policy struct {
	c    *screen.Context
	life context.Context
	end  context.CancelFunc
	zoom ui.Zoom

	loading bool
	busy    bool // a change is on its way
	asked   int  // number of the last question; older answers are dropped
	known   model.Sandbox
	problem error   // why it is not known
	last    *change // what was changed last, until the cursor moves

	at      [2]int // the row under the cursor, of settings and of users
	onUsers bool
	scroll  [2]ui.Scroll
	find    find.Find // in the pane that has the keys

	width, height int
}

// change is a request that was sent, and what came of it.
type change struct {
	method, path, body string
	err                error
}

// New makes the screen.
func New(c *screen.Context) *Policy {
	s := &Policy{c: c, loading: true}
	s.life, s.end = context.WithCancel(c.Life)
	return s
}

// read is the answer to the question of that number.
type read struct {
	screen *Policy
	asked  int
	known  model.Sandbox
	err    error
	change *change
}

// Shown reads how things are set.
func (s *Policy) Shown() tea.Cmd { return s.ask(nil) }

// ask makes a change, unless it is nil, and then reads how things are set.
func (s *Policy) ask(do func(context.Context) *change) tea.Cmd {
	s.asked++
	s.busy = do != nil
	r, ctx, m := s.c.Remote, s.life, read{screen: s, asked: s.asked}
	return func() tea.Msg {
		if do != nil {
			m.change = do(ctx)
		}
		m.known, m.err = r.Sandbox(ctx)
		return m
	}
}

// setPolicy changes members of the policy.
func (s *Policy) setPolicy(patch map[string]any) tea.Cmd {
	r := s.c.Remote
	return s.ask(func(ctx context.Context) *change {
		_, err := r.PatchPolicy(ctx, patch)
		return changed("/sandbox/policy", patch, err)
	})
}

// setBlocked blocks a user, or lets them in again.
func (s *Policy) setBlocked(email string, blocked bool) tea.Cmd {
	r := s.c.Remote
	return s.ask(func(ctx context.Context) *change {
		patch := map[string]any{"blocked": blocked}
		_, err := r.PatchUser(ctx, email, patch)
		return changed("/sandbox/users/"+url.PathEscape(email), patch, err)
	})
}

func changed(path string, patch map[string]any, err error) *change {
	body, _ := json.Marshal(patch) // texts, lists of texts and booleans always can be
	return &change{"PATCH", path, string(body), err}
}

// Update takes answers and keys.
func (s *Policy) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case read:
		s.take(msg)
	case picked:
		if msg.screen == s {
			return s.setPolicy(msg.patch)
		}
	case edited:
		if msg.screen == s {
			return s.ask(msg.do)
		}
	case screen.SandboxReset:
		s.last = nil
		return s.ask(nil)
	case tea.KeyMsg:
		return s.key(msg)
	}
	return nil
}

func (s *Policy) take(m read) {
	if m.screen != s || m.asked != s.asked {
		return
	}
	s.loading, s.busy, s.problem = false, false, m.err
	if m.change != nil {
		s.last = m.change
	}
	if m.err == nil {
		s.known = m.known
	}
	s.at[0] = max(0, min(s.at[0], len(s.settings())-1))
	s.at[1] = max(0, min(s.at[1], len(s.known.Users)-1))
}

// ready is false before it is known how things are set.
func (s *Policy) ready() bool { return !s.loading && s.known.Policy.MFA.When != "" }

// user is the one under the cursor.
func (s *Policy) user() (model.UserView, bool) {
	if !s.onUsers || s.at[1] >= len(s.known.Users) {
		return model.UserView{}, false
	}
	return s.known.Users[s.at[1]], true
}

// SetSize says how much room there is.
func (s *Policy) SetSize(width, height int) { s.width, s.height = width, height }

// Place names its keys in the settings file.
func (*Policy) Place() string { return "policy" }

// Title names the screen.
func (s *Policy) Title() string { return "Factors and policy" }

// Capturing is true while is typed what to find.
func (s *Policy) Capturing() bool { return s.find.On() }

// Back leaves the zoom, then goes from the users to the settings.
func (s *Policy) Back() bool {
	if s.zoom.Off() {
		return true
	}
	was := s.onUsers
	s.onUsers = false
	return was
}

// User is the one under the cursor.
func (s *Policy) User() string { return s.PhoneUser() }

// PhoneUser is the one under the cursor.
func (s *Policy) PhoneUser() string {
	u, _ := s.user()
	return u.Email
}

// Close ends what is under way.
func (s *Policy) Close() { s.end() }
