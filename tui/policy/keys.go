package policy

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter  = key.NewBinding(key.WithKeys("enter", " "))
	keyLeft   = key.NewBinding(key.WithKeys("left", "h"), key.WithHelp("← h", "the value before"))
	keyRight  = key.NewBinding(key.WithKeys("right", "l"), key.WithHelp("→ l", "the value after"))
	keyTab    = key.NewBinding(key.WithKeys("tab", "shift+tab"), key.WithHelp("tab", "next pane"))
	keyFactor = key.NewBinding(key.WithKeys("e"), key.WithHelp("e", "edit factors"))
	keyLook   = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "look again"))
	keyUp     = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "the row above"))
	keyDown   = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "the row below"))
	keyTop    = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "the first row"))
	keyBottom = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "the last row"))
	keyFind   = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find in this pane"))
	phone     = key.NewBinding(key.WithKeys(), key.WithHelp("m", "phone"))
)

// Keys are the keys of the place, named for what they do now.
func (s *Policy) Keys() (bar, more []key.Binding) {
	if s.find.On() {
		return find.Keys(), nil
	}
	enter, left, right, tab := keyEnter, keyLeft, keyRight, keyTab
	enter.SetHelp("enter", s.enterWords())
	if !s.ready() { // what failed can be asked for again, and nothing else be done
		enter.SetEnabled(s.problem != nil)
		return []key.Binding{enter, phone}, []key.Binding{keyLook}
	}
	choice := !s.onUsers && s.settings()[s.at[0]].choices != nil
	left.SetEnabled(choice)
	right.SetEnabled(choice)
	tab.SetHelp("tab", "users")
	if s.onUsers {
		tab.SetHelp("tab", "policy")
	}
	factors := keyFactor
	factors.SetEnabled(s.onUsers)
	return []key.Binding{enter, factors, tab, phone, keyLook}, []key.Binding{keyFind, left, right, keyUp, keyDown, keyTop, keyBottom, s.zoom.Key(s.wide())}
}

// enterWords name what enter does now.
func (s *Policy) enterWords() string {
	if !s.ready() {
		return "look again"
	}
	if u, ok := s.user(); ok {
		if u.Blocked {
			return "let the user in again"
		}
		return "block the user"
	}
	switch row := s.settings()[s.at[0]]; {
	case row.pick != nil:
		return "choose"
	case row.choices != nil:
		return "next value"
	case *row.on:
		return "switch off"
	default:
		return "switch on"
	}
}

func (s *Policy) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case s.find.On():
		s.findKey(k)
	case key.Matches(k, keyLook), !s.ready() && key.Matches(k, keyEnter):
		return s.ask(nil)
	case !s.ready():
	case key.Matches(k, keyTab):
		s.onUsers = !s.onUsers && len(s.known.Users) > 0
	case key.Matches(k, keyFind):
		s.find.Open()
		s.last = nil
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(s.wide())
	case s.moves(k), s.busy:
	case key.Matches(k, keyEnter):
		return s.enter(1)
	case key.Matches(k, keyFactor) && s.onUsers:
		return s.editFactors()
	case key.Matches(k, keyRight) && !s.onUsers:
		return s.turn(1)
	case key.Matches(k, keyLeft) && !s.onUsers:
		return s.turn(-1)
	}
	return nil
}

// findKey takes a key of the search; with tab it goes on in the other pane.
func (s *Policy) findKey(k tea.KeyMsg) {
	if key.Matches(k, keyTab) {
		s.onUsers = !s.onUsers && len(s.known.Users) > 0
		s.find.Anew()
		return
	}
	s.find.Key(k)
}

// enter changes what the row is about.
func (s *Policy) enter(by int) tea.Cmd {
	if u, ok := s.user(); ok {
		return s.setBlocked(u.Email, !u.Blocked)
	}
	switch row := s.settings()[s.at[0]]; {
	case row.pick != nil:
		return row.pick()
	case row.choices != nil:
		return s.turn(by)
	default:
		return s.setPolicy(row.patch(""))
	}
}

// turn goes to another value of a choice, around at the ends.
func (s *Policy) turn(by int) tea.Cmd {
	row := s.settings()[s.at[0]]
	if row.choices == nil {
		return nil
	}
	n := len(row.choices)
	i := (slices.Index(row.choices, row.value) + by + n) % n
	return s.setPolicy(row.patch(row.choices[i]))
}

// moves moves the cursor.
func (s *Policy) moves(k tea.KeyMsg) bool {
	by, ok := moves.By(k, 0)
	if !ok {
		return false
	}
	list, last := 0, len(s.settings())-1
	if s.onUsers {
		list, last = 1, len(s.known.Users)-1
	}
	s.at[list] = max(0, min(s.at[list]+by, last))
	s.last = nil
	return true
}

// moves are the keys among them that move the cursor.
var moves = ui.Moves{Up: keyUp, Down: keyDown, Top: keyTop, Bottom: keyBottom}
