// Package tokens is the screen of everything that lives behind refresh tokens:
// users, their sessions, the grants of clients, and the families of tokens,
// each drawn as a tree. What can be done to a family is done by real requests
// to the protocol's endpoints, and the server's verdict is shown.
package tokens

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Tokens is the screen.
type Tokens struct {
	c    *screen.Context
	life context.Context
	end  context.CancelFunc
	zoom ui.Zoom

	loading bool
	busy    bool // a request is on its way
	asked   int  // number of the last question; older answers are dropped
	known   data
	problem error // why it is not known
	clock   model.ClockView

	rows   []row
	at     string // the id of the family under the cursor
	place  place  // the pane that has the keys
	field  *ui.Field
	find   find.Find // in the pane that has the keys
	result *result   // what came of the last action, until the cursor moves
	list   ui.Scroll
	detail ui.Scroll
	wire   ui.Scroll

	width, height int
}

// place is a pane that can have the keys.
type place int

const (
	onList place = iota
	onFamily
	onWire // what went over the wire in the last action; only after one
)

// places counts the panes that there are now.
func (s *Tokens) places() place {
	if s.result == nil || s.result.exchange == nil {
		return onWire
	}
	return onWire + 1
}

// focus is the pane that has the keys.
func (s *Tokens) focus() place { return min(s.place, s.places()-1) }

// data is what was read of the sandbox.
type data struct {
	families []model.FamilyView
	sessions []model.SessionView
}

// New makes the screen.
func New(c *screen.Context) *Tokens {
	s := &Tokens{c: c, loading: true, clock: c.Clock}
	s.life, s.end = context.WithCancel(c.Life)
	return s
}

// read is the answer to the question of that number.
type read struct {
	screen *Tokens
	asked  int
	known  data
	err    error
	result *result // of the action that went before, if any
}

// Shown reads how things stand.
func (s *Tokens) Shown() tea.Cmd { return s.look() }

func (s *Tokens) look() tea.Cmd { return s.ask(func(context.Context) *result { return nil }) }

// ask does something and then reads how things stand, as a command.
func (s *Tokens) ask(do func(context.Context) *result) tea.Cmd {
	s.asked++
	asked, r, ctx := s.asked, s.c.Remote, s.life
	return func() tea.Msg {
		m := read{screen: s, asked: asked, result: do(ctx)}
		if m.known.families, m.err = r.Families(ctx, ""); m.err == nil {
			m.known.sessions, m.err = r.Sessions(ctx)
		}
		return m
	}
}

// Update takes answers and keys.
func (s *Tokens) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case read:
		return s.take(msg)
	case actionAsked:
		if msg.screen == s {
			return s.do(msg)
		}
	case screen.SandboxReset:
		s.result = nil
		return s.look()
	case screen.ClockRead:
		moved := msg.Clock.OffsetSeconds != s.clock.OffsetSeconds || msg.Clock.Frozen != s.clock.Frozen
		s.clock = msg.Clock
		if moved && !s.busy {
			return s.look()
		}
	case tea.KeyMsg:
		return s.key(msg)
	}
	return nil
}

func (s *Tokens) take(m read) tea.Cmd {
	if m.screen != s || m.asked != s.asked {
		return nil
	}
	s.loading, s.busy, s.problem = false, false, m.err
	if m.result != nil {
		s.result = m.result
		s.detail.Off, s.wire.Off = 0, 0
	}
	if m.err == nil {
		s.known = m.known
		s.arrange()
	}
	return screen.Send(screen.AskClock{})
}

// family is the one under the cursor, as it is now.
func (s *Tokens) family() (f model.FamilyView, ok bool) {
	i := slices.IndexFunc(s.known.families, func(f model.FamilyView) bool { return f.ID == s.at })
	if i < 0 {
		return f, false
	}
	return family.At(s.known.families[i], s.c.Time()), true
}

// Counting is true while a family on screen runs down.
func (s *Tokens) Counting() bool {
	return slices.ContainsFunc(s.known.families, func(f model.FamilyView) bool { return family.Counting(f, s.c.Time()) })
}

// SetSize says how much room there is.
func (s *Tokens) SetSize(width, height int) { s.width, s.height = width, height }

// Place names its keys in the settings file.
func (*Tokens) Place() string { return "tokens" }

// Title names the screen.
func (s *Tokens) Title() string { return "Tokens" }

// Capturing is true while a number is typed.
func (s *Tokens) Capturing() bool { return s.field != nil || s.find.On() }

// Back leaves the zoom, then goes to the list.
func (s *Tokens) Back() bool {
	if s.zoom.Off() {
		return true
	}
	was := s.place
	s.place = onList
	return was != onList
}

// User is whose family is under the cursor.
func (s *Tokens) User() string {
	f, _ := s.family()
	return f.User
}

// Close ends what is under way.
func (s *Tokens) Close() { s.end() }
