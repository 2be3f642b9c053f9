// Package sandboxes is the screen of what the sandbox holds: clients, APIs,
// users, policy and snapshots, each thing with a form. A change is one request
// to the sandbox, tried as one types and sent when one is done; it takes
// effect with the next request of any app, and can be undone.
package sandboxes

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/policy"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Screen is the screen.
type Screen struct {
	c    *screen.Context
	life context.Context
	end  context.CancelFunc
	zoom ui.Zoom

	loading bool
	busy    bool // a change is on its way
	asked   int  // number of the last question; older answers are dropped
	trying  int  // number of the last try
	problem error
	known   remote.Things
	snaps   []model.Snapshot
	last    *change // what was changed last, until the cursor moves
	undos   []undo  // the newest last
	then    string  // what was asked for along with the list: see [Screen.Then]
	mine    bool    // the reset that is being told of came from here

	tab      int
	chosen   [tabs]string // what is under the cursor of each list, by its id
	inForm   bool
	at       int // the row of the form under the cursor
	listView [tabs]ui.Scroll
	formView ui.Scroll
	find     find.Find // in the pane that has the keys

	edit   *editing
	adding *adding
	card   *card
	policy *policy.Policy

	width, height int
}

// New makes the screen. name says what to open: "clients", or
// "clients/web-app"; empty: the list of clients.
func New(c *screen.Context, name string) *Screen {
	s := &Screen{c: c, loading: true, policy: policy.New(c)}
	s.life, s.end = context.WithCancel(c.Life)
	s.goTo(name)
	return s
}

// What can be asked for along with a list.
const (
	ThenAdd   = "add"   // a new thing of it
	ThenPoint = "point" // how an app is pointed at the client under the cursor
)

// Then does one of these once the list is read.
func (s *Screen) Then(what string) { s.then = what }

// goTo goes to the list and the thing of a name.
func (s *Screen) goTo(name string) {
	list, id, _ := strings.Cut(name, "/")
	i := slices.IndexFunc(tabNames[:], func(n string) bool { return strings.EqualFold(n, list) })
	if i < 0 {
		return
	}
	s.show(i)
	if id != "" {
		s.chosen[i], s.inForm = id, i < tabPolicy
	}
}

// Move goes to another list of the screen that is open, and reads anew.
func (s *Screen) Move(name string) tea.Cmd {
	s.inForm, s.at, s.card = false, 0, nil
	s.goTo(name)
	return s.Shown()
}

// asking begins what was asked for along with the list.
func (s *Screen) asking() tea.Cmd {
	then := s.then
	s.then = ""
	switch {
	case then == ThenAdd:
		return s.add()
	case then == ThenPoint && s.thing() != nil:
		s.card = &card{}
	}
	return nil
}

// read is the answer to the question of that number.
type read struct {
	screen *Screen
	asked  int
	known  remote.Things
	snaps  []model.Snapshot
	err    error
	change *change
	undo   *undo
}

// Shown reads what there is.
func (s *Screen) Shown() tea.Cmd { return tea.Batch(s.ask(nil), s.policy.Shown()) }

// ask makes a change, unless it is nil, and then reads what there is.
func (s *Screen) ask(do func(context.Context) (*change, *undo)) tea.Cmd {
	s.asked++
	s.busy = do != nil
	r, ctx, m := s.c.Remote, s.life, read{screen: s, asked: s.asked}
	return func() tea.Msg {
		if do != nil {
			m.change, m.undo = do(ctx)
		}
		if m.known, m.err = r.Things(ctx); m.err == nil {
			m.snaps, m.err = r.Snapshots(ctx)
		}
		return m
	}
}

// Update takes answers and keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case read:
		return s.take(msg)
	case tried:
		s.takeTried(msg)
	case do:
		if msg.screen == s {
			return msg.cmd()
		}
	case screen.SandboxReset:
		if !s.mine {
			s.last, s.undos = nil, nil
		}
		s.mine = false
		return tea.Batch(s.ask(nil), s.policy.Update(msg))
	case tea.KeyMsg:
		return s.key(msg)
	default:
		return s.policy.Update(msg)
	}
	return nil
}

func (s *Screen) take(m read) tea.Cmd {
	if m.screen != s {
		return nil
	}
	if m.change != nil && m.change.everything && m.change.err == nil {
		s.undos, s.mine = nil, true // they were of another sandbox
	}
	if m.undo != nil {
		s.undos = append(s.undos, *m.undo)
		s.undos = s.undos[max(0, len(s.undos)-mostUndos):]
	}
	if m.asked != s.asked {
		return nil
	}
	s.loading, s.busy, s.problem = false, false, m.err
	if m.err == nil {
		s.known, s.snaps = m.known, m.snaps
		if s.inForm && s.id() != s.chosen[s.tab] && s.chosen[s.tab] != "" {
			s.inForm = false // it is no longer there
		}
	}
	if m.change != nil {
		s.last = m.change
		if m.change.err == nil {
			s.changed(m.change)
		}
	}
	s.at = max(0, min(s.at, len(s.rows())-1))
	if s.mine {
		return tea.Batch(screen.Send(screen.SandboxReset{}), screen.Send(screen.AskClock{}))
	}
	if m.err == nil {
		return s.asking()
	}
	return nil
}

// changed lets the cursor follow what was added, renamed or removed.
func (s *Screen) changed(c *change) {
	s.edit, s.adding = nil, nil
	if c.follow != "" {
		s.chosen[s.tab] = c.follow
	}
	if c.open {
		s.inForm, s.at = s.tab < tabPolicy, 0
	}
	if s.thing() == nil {
		s.inForm = false
	}
}

// kind is the list on show; nil on the tabs without forms.
func (s *Screen) kind() *kind {
	if s.tab < len(kinds) {
		return &kinds[s.tab]
	}
	return nil
}

// list are the things of the tab on show.
func (s *Screen) list() []remote.Object {
	if k := s.kind(); k != nil {
		return k.list(&s.known)
	}
	return nil
}

// cursor is where the chosen thing stands in its list.
func (s *Screen) cursor() int {
	if s.tab == tabSnapshots {
		return max(0, slices.IndexFunc(s.snaps, func(x model.Snapshot) bool { return x.Name == s.chosen[s.tab] }))
	}
	k := s.kind()
	if k == nil {
		return 0
	}
	return max(0, slices.IndexFunc(s.list(), func(o remote.Object) bool { return text(o[k.id]) == s.chosen[s.tab] }))
}

// thing is the one under the cursor; nil if there is none.
func (s *Screen) thing() remote.Object {
	list := s.list()
	if len(list) == 0 {
		return nil
	}
	return list[s.cursor()]
}

// id names the thing under the cursor.
func (s *Screen) id() string {
	if o := s.thing(); o != nil {
		return text(o[s.kind().id])
	}
	return ""
}

// called is what the thing under the cursor is called.
func (s *Screen) called() string {
	if o := s.thing(); o != nil {
		return s.kind().called(o)
	}
	return ""
}

// count is how many rows the list on show has.
func (s *Screen) count() int {
	if s.tab == tabSnapshots {
		return len(s.snaps)
	}
	return len(s.list())
}

// moveTo puts the cursor of the list on its n-th row.
func (s *Screen) moveTo(n int) {
	n = max(0, min(n, s.count()-1))
	if s.count() == 0 {
		return
	}
	if s.tab == tabSnapshots {
		s.chosen[s.tab] = s.snaps[n].Name
	} else {
		s.chosen[s.tab] = text(s.list()[n][s.kind().id])
	}
	s.at, s.formView.Off, s.last = 0, 0, nil
}

// SetSize says how much room there is.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.policy.SetSize(width, max(height-1, 0))
}

// Place names its keys in the settings file.
func (*Screen) Place() string { return "sandbox" }

// Title names the screen.
func (s *Screen) Title() string { return "Sandbox" }

// Capturing is true while a field has the keys.
func (s *Screen) Capturing() bool {
	return s.edit != nil || s.adding != nil || s.find.On() || s.tab == tabPolicy && s.policy.Capturing()
}

// Back leaves the zoom, then goes from a card or a form to the list.
func (s *Screen) Back() bool {
	switch {
	case s.tab == tabPolicy && s.policy.Back(), s.zoom.Off():
	case s.card != nil:
		s.card = nil
	case s.inForm:
		s.inForm, s.last = false, nil
	default:
		return false
	}
	return true
}

// User is the one under the cursor.
func (s *Screen) User() string { return s.PhoneUser() }

// PhoneUser is the one under the cursor.
func (s *Screen) PhoneUser() string {
	switch s.tab {
	case tabUsers:
		return s.id()
	case tabPolicy:
		return s.policy.PhoneUser()
	}
	return ""
}

// Close ends what is under way.
func (s *Screen) Close() {
	s.end()
	s.policy.Close()
}
