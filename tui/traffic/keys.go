package traffic

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/sift"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter        = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "open"))
	keyFilter       = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "filter"))
	keyFollow       = key.NewBinding(key.WithKeys("F"), key.WithHelp("F", "follow"))
	keyMend         = key.NewBinding(key.WithKeys("M"), key.WithHelp("M", "mend"))
	keyAgain        = key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "send again"))
	keyChanged      = key.NewBinding(key.WithKeys("e"), key.WithHelp("e", "change and send"))
	keyCopy         = key.NewBinding(key.WithKeys("y"), key.WithHelp("y", "cURL"))
	keySave         = key.NewBinding(key.WithKeys(), key.WithHelp("Y", "copy or save …"))
	keyClear        = key.NewBinding(key.WithKeys("D"), key.WithHelp("D", "clear the list"))
	keyListen       = key.NewBinding(key.WithKeys("l"), key.WithHelp("l", "listener on or off"))
	keyRaw          = key.NewBinding(key.WithKeys("r"), key.WithHelp("r", "raw"))
	keyTab          = key.NewBinding(key.WithKeys("tab", "right"), key.WithHelp("tab", "next tab"))
	keyTabBack      = key.NewBinding(key.WithKeys("shift+tab", "left"), key.WithHelp("shift+tab", "tab before"))
	keyDigits       = key.NewBinding(key.WithKeys("1", "2", "3", "4", "5"), key.WithHelp("1–5", "request, response, why, tokens, code"))
	keyLanguage     = key.NewBinding(key.WithKeys("L"), key.WithHelp("L", "other language"))
	keyLanguageBack = key.NewBinding(key.WithKeys("H"), key.WithHelp("H", "language before"))
	keyBefore       = key.NewBinding(key.WithKeys("["), key.WithHelp("[", "exchange before"))
	keyAfter        = key.NewBinding(key.WithKeys("]"), key.WithHelp("]", "exchange after"))
	keyLook         = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "look again"))
	keyUp           = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "up"))
	keyDown         = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "down"))
	keyPageUp       = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "half a page up"))
	keyPageDown     = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "half a page down"))
	keyTop          = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "to the beginning"))
	keyBottom       = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "to the end, and follow"))
	keyKeep         = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "filter by this"))
	keyAll          = key.NewBinding(key.WithKeys(), key.WithHelp("esc", "show all"))
	keyList         = key.NewBinding(key.WithKeys(), key.WithHelp("esc", "back to the list"))
	keyCancel       = key.NewBinding(key.WithKeys(), key.WithHelp("esc", "leave it"))
)

var moves = ui.Moves{Up: keyUp, Down: keyDown, PageUp: keyPageUp, PageDown: keyPageDown, Top: keyTop, Bottom: keyBottom}

// Keys are the keys of the place, named for what they do now.
func (s *Screen) Keys() (bar, more []key.Binding) {
	if s.field != nil {
		return []key.Binding{keyKeep, keyCancel}, nil
	}
	if s.finding() {
		return find.Keys(), nil
	}
	if s.both != nil {
		return []key.Binding{keyList}, []key.Binding{keyUp, keyDown, keyPageUp, keyPageDown, keyTop, keyBottom}
	}
	l := s.line()
	follow, mend := keyFollow, keyMend
	if s.follow {
		follow.SetHelp("F", "stop following")
	}
	mend.SetEnabled(l != nil && l.Mends > 0)
	rest := []key.Binding{keyUp, keyDown, keyPageUp, keyPageDown, keyTop, keyBottom}
	if s.open != nil {
		raw, inIt, cp := keyRaw, keyFilter, keyCopy
		inIt.SetHelp("/", "find in it")
		if s.open.Tab() == exchange.OnCode {
			cp.SetHelp("y", "copy it whole")
		}
		if s.open.Raw {
			raw.SetHelp("r", "tidy")
		}
		more = slices.Concat(rest, []key.Binding{inIt, s.compareKey(), s.zoom.Key(s.width >= beside), keyTabBack, keyDigits})
		if s.open.Tab() == exchange.OnCode {
			return []key.Binding{keyTab, keyLanguage, cp, mend, keyAgain, keyChanged, keyBefore, keyAfter, keySave}, append(more, keyLanguageBack)
		}
		return []key.Binding{keyTab, mend, keyAgain, keyChanged, keyBefore, keyAfter, cp, keySave, raw}, append(more, keyLanguage, keyLanguageBack)
	}
	enter := keyEnter
	switch {
	case l == nil && s.problem != nil:
		enter.SetHelp("enter", "look again")
		return []key.Binding{enter, keyListen}, []key.Binding{keyLook, keyFilter}
	case l == nil && (!s.read || s.fetching && s.filter != ""):
		return nil, []key.Binding{keyListen, keyFilter, keyLook}
	case l == nil && s.filter != "":
		change := keyFilter
		change.SetHelp("/", "change the filter")
		return []key.Binding{change, keyAll, keyListen}, []key.Binding{keyLook}
	case l == nil:
		return []key.Binding{keyListen}, []key.Binding{keyFilter, keyLook}
	}
	if s.first != "" {
		return []key.Binding{s.compareKey(), keyEnter, keyFilter}, append(rest, mend, follow, keyAgain, keyChanged, keyCopy, keySave, keyClear, keyListen, keyLook)
	}
	return []key.Binding{keyEnter, keyFilter, mend, follow, keyAgain, keyChanged, keyCopy, keySave}, append(rest, s.compareKey(), keyClear, keyListen, keyLook)
}

func (s *Screen) key(k tea.KeyMsg) tea.Cmd {
	if s.field != nil {
		return s.fieldKey(k)
	}
	if s.finding() {
		return s.open.FindKey(k)
	}
	if s.both != nil {
		s.coupleKey(k)
		return nil
	}
	switch {
	case key.Matches(k, keyFilter) && s.open == nil:
		s.field, s.wrong = ui.NewField(s.filter, false), ""
		return nil
	case key.Matches(k, keyLook), key.Matches(k, keyEnter) && s.line() == nil && s.problem != nil:
		s.problem = nil
		return s.newest()
	case key.Matches(k, keyListen) && s.open == nil:
		return screen.Send(screen.ToggleListener{})
	case s.line() == nil:
		return nil
	case key.Matches(k, keyMend):
		return s.mend()
	case key.Matches(k, keyCompare):
		return s.compare()
	case key.Matches(k, keyAgain):
		return s.again()
	case key.Matches(k, keyChanged):
		return screen.Send(screen.Open{Route: screen.Route{Kind: "compose", Name: s.line().ID}})
	case key.Matches(k, keyCopy):
		return s.copyCURL()
	case s.open != nil:
		return s.openKey(k)
	case key.Matches(k, keyEnter):
		return s.look()
	case key.Matches(k, keyFollow):
		s.follow = !s.follow
		if s.follow && s.down != "" {
			return s.newest()
		}
		s.find("")
		return nil
	case key.Matches(k, keyClear):
		return s.clear()
	case key.Matches(k, keyTop) && s.up != "":
		return s.oldest()
	case key.Matches(k, keyBottom):
		s.follow = true
		if s.down != "" {
			return s.newest()
		}
		s.find("")
		return nil
	}
	if by, ok := moves.By(k, max(s.listRows()/2, 1)); ok {
		return s.move(by)
	}
	return nil
}

// finding reports whether something is looked for in the open exchange.
func (s *Screen) finding() bool { return s.open != nil && s.open.Find.On() }

// move moves the cursor. On the newest it follows.
func (s *Screen) move(by int) tea.Cmd {
	s.at = max(min(s.at+by, len(s.rows)-1), 0)
	s.follow = s.down == "" && s.at == len(s.rows)-1
	return s.more()
}

// click puts the cursor on a row; on the one that has it, or beside an
// exchange that is open, it opens it.
func (s *Screen) click(i int) tea.Cmd {
	was := s.at
	cmd := s.move(i - s.at)
	if s.open != nil || i == was {
		return tea.Batch(cmd, s.look())
	}
	return cmd
}

func (s *Screen) fieldKey(k tea.KeyMsg) tea.Cmd {
	switch k.Type {
	case tea.KeyEsc:
		s.field, s.wrong = nil, ""
		return nil
	case tea.KeyEnter:
		text := s.field.Value()
		if s.wrong = misunderstood(text); s.wrong != "" {
			return nil
		}
		s.field, s.filter, s.open = nil, text, nil
		return s.newest()
	}
	s.field.Update(k)
	s.wrong = misunderstood(s.field.Value())
	return nil
}

func (s *Screen) unfilter() bool {
	s.filter, s.rows, s.read = "", nil, false
	return true
}

// Undone reads the list anew when the filter was taken away.
func (s *Screen) Undone() tea.Cmd { return s.Shown() }

// misunderstood says why a filter cannot be understood; empty if it can.
func misunderstood(text string) string {
	if _, err := sift.Parse(text); err != nil {
		return err.Error()
	}
	return ""
}
