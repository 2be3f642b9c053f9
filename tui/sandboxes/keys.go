package sandboxes

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter  = key.NewBinding(key.WithKeys("enter", " "))
	keyAdd    = key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "add"))
	keyCopyOf = key.NewBinding(key.WithKeys("d"), key.WithHelp("d", "duplicate"))
	keyRemove = key.NewBinding(key.WithKeys("D", "delete"), key.WithHelp("D", "remove"))
	keyDrop   = key.NewBinding(key.WithKeys("backspace", "-"), key.WithHelp("-", "take the entry out"))
	keyUndo   = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "undo"))
	keyCard   = key.NewBinding(key.WithKeys("p"), key.WithHelp("p", "point your app here"))
	keyReset  = key.NewBinding(key.WithKeys("R"), key.WithHelp("R", "reset the sandbox"))
	keyListen = key.NewBinding(key.WithKeys("l"), key.WithHelp("l", "listener on or off"))
	keyCopy   = key.NewBinding(key.WithKeys("y"), key.WithHelp("y", "copy"))
	keyLook   = key.NewBinding(key.WithKeys("ctrl+r"), key.WithHelp("ctrl+r", "look again"))
	keyFind   = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find in this pane"))
	keyTab    = key.NewBinding(key.WithKeys("tab", "shift+tab"), key.WithHelp("tab", "next pane"))
	keyLeft   = key.NewBinding(key.WithKeys("left", "h"), key.WithHelp("← h", "the one before"))
	keyRight  = key.NewBinding(key.WithKeys("right"), key.WithHelp("→", "the one after"))
	keyUp     = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "the row above"))
	keyDown   = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "the row below"))
	keyTop    = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "the first row"))
	keyBottom = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "the last row"))
	keyTabs   = key.NewBinding(key.WithKeys("1", "2", "3", "4", "5", "6"), key.WithHelp("1–6", "clients, APIs, users, roles, policy, snapshots"))
)

// moves are the keys among them that move the cursor.
var moves = ui.Moves{Up: keyUp, Down: keyDown, Top: keyTop, Bottom: keyBottom}

// Keys are the keys of the place, named for what they do now.
func (s *Screen) Keys() (bar, more []key.Binding) {
	rest := []key.Binding{s.zoom.Key(s.panes()), keyFind, keyTabs, keyUp, keyDown, keyTop, keyBottom, keyReset, keyLook}
	enter, tab, left, right, undo := keyEnter, keyTab, keyLeft, keyRight, keyUndo
	undo.SetEnabled(len(s.undos) > 0)
	switch {
	case s.adding != nil:
		return []key.Binding{hint("enter", "make it"), hint("↑ ↓", "fields"), hint("← →", "choose"), hint("esc", "leave it")}, nil
	case s.edit != nil:
		return []key.Binding{hint("enter", "make the change"), hint("esc", "leave it")}, nil
	case s.find.On():
		return find.Keys(), nil
	case s.unknown():
		enter.SetHelp("enter", "look again")
		enter.SetEnabled(!s.loading)
		return []key.Binding{enter}, rest
	case s.tab == tabPolicy:
		bar, more = s.policy.Keys()
		if s.policy.Capturing() {
			return bar, more
		}
		return bar, append(more, keyTabs, keyReset)
	case s.card != nil:
		left.SetHelp("← →", "other SDKs")
		return []key.Binding{hint("y", "copy"), left, keyListen, hint("esc", "close")}, append(rest, right, keyCopy)
	case s.tab == tabSnapshots:
		enter.SetHelp("enter", "bring it back")
		enter.SetEnabled(len(s.snaps) > 0)
		drop, take := keyRemove, keyAdd
		drop.SetEnabled(len(s.snaps) > 0)
		take.SetHelp("a", "take one")
		return []key.Binding{enter, take, drop, keyReset, undo}, rest
	case s.inForm:
		enter.SetHelp("enter", s.enterWords())
		enter.SetEnabled(s.enterWords() != "")
		tab.SetHelp("tab", "list")
		drop := keyDrop
		r, ok := s.row()
		drop.SetEnabled(ok && r.part == ofEntry)
		return []key.Binding{enter, drop, undo, tab, s.cardKey(), keyAdd, keyCopyOf, keyRemove, keyCopy}, append(rest, left, right)
	}
	if s.thing() == nil { // nothing there to be opened, copied or removed
		return []key.Binding{keyAdd, undo}, append(rest, tab)
	}
	enter.SetHelp("enter", "open")
	return []key.Binding{enter, keyAdd, s.cardKey(), keyCopyOf, keyRemove, undo, keyCopy}, append(rest, tab)
}

// panes reports whether there are several to zoom into.
func (s *Screen) panes() bool { return s.wide() || s.tab == tabSnapshots }

// unknown reports whether what the sandbox holds could not be read so far.
func (s *Screen) unknown() bool { return s.loading || s.problem != nil && s.known.Clients == nil }

func hint(name, words string) key.Binding {
	return key.NewBinding(key.WithKeys(), key.WithHelp(name, words))
}

func (s *Screen) cardKey() key.Binding {
	k := keyCard
	k.SetEnabled(s.tab == tabClients && s.thing() != nil)
	return k
}

// enterWords name what enter does on the row.
func (s *Screen) enterWords() string {
	r, ok := s.row()
	switch {
	case !ok || r.fixed || r.part == ofNone:
		return "" // the row says that it stays as it is
	case r.part == ofMore, r.part == ofGift:
		return "add"
	case r.part == ofFactor:
		return "take it away"
	case r.part == ofOption, r.part == ofGrant, r.part == ofRole, r.part == ofPermission, r.part == ofField && r.as == asToggle:
		return "switch"
	case r.part == ofField && r.as == asChoice:
		return "next value"
	}
	return "edit"
}

// row is the one of the form under the cursor.
func (s *Screen) row() (row, bool) {
	rows := s.rows()
	if s.at >= len(rows) {
		return row{}, false
	}
	return rows[s.at], true
}

func (s *Screen) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case s.adding != nil:
		return s.addKey(k)
	case s.edit != nil:
		return s.editKey(k)
	case s.find.On():
		s.findKey(k)
		return nil
	case s.tab == tabPolicy && s.policy.Capturing():
		return s.policy.Update(k)
	case key.Matches(k, keyTabs):
		s.show(int(k.Runes[0] - '1'))
		return nil
	case key.Matches(k, keyLook), s.problem != nil && key.Matches(k, keyEnter):
		return s.ask(nil)
	case s.loading:
		return nil
	case key.Matches(k, keyReset) && !s.busy:
		return s.reset()
	case s.tab == tabPolicy:
		return s.policy.Update(k)
	case key.Matches(k, ui.KeyZoom):
		s.zoom.Toggle(s.panes())
		return nil
	case key.Matches(k, keyFind):
		s.find.Open()
		s.last = nil
		return nil
	case s.card != nil:
		return s.cardPressed(k)
	case s.moved(k), s.busy:
		return nil
	}
	switch {
	case key.Matches(k, keyAdd):
		return s.add()
	case key.Matches(k, keyCopyOf):
		return s.duplicate()
	case key.Matches(k, keyRemove):
		if s.tab == tabSnapshots {
			return s.dropSnapshot()
		}
		return s.remove()
	case key.Matches(k, keyUndo):
		return s.undo()
	case key.Matches(k, s.cardKey()):
		s.card, s.last = &card{}, nil
		return nil
	case key.Matches(k, keyCopy):
		return s.copy()
	case s.tab == tabSnapshots && key.Matches(k, keyEnter):
		return s.restore()
	case key.Matches(k, keyTab):
		s.inForm = !s.inForm && s.thing() != nil
		s.last = nil
		return nil
	}
	if s.inForm {
		return s.formKey(k)
	}
	if key.Matches(k, keyEnter) || key.Matches(k, keyRight) {
		s.inForm, s.last = s.thing() != nil, nil
	}
	return nil
}

// findKey takes a key of the search; with tab it goes on in the other pane.
func (s *Screen) findKey(k tea.KeyMsg) {
	if key.Matches(k, keyTab) {
		s.inForm = s.card == nil && !s.inForm && s.thing() != nil
		s.find.Anew()
		return
	}
	s.find.Key(k)
}

func (s *Screen) formKey(k tea.KeyMsg) tea.Cmd {
	r, ok := s.row()
	if !ok {
		return nil
	}
	turns := r.part == ofField && (r.as == asChoice || r.as == asToggle)
	switch {
	case key.Matches(k, keyDrop) && r.part == ofEntry:
		return s.drop(r)
	case key.Matches(k, keyEnter), key.Matches(k, keyRight) && turns:
		return s.act(r, 1)
	case key.Matches(k, keyLeft) && turns:
		return s.act(r, -1)
	case key.Matches(k, keyLeft):
		s.inForm = false
	}
	return nil
}

func (s *Screen) cardPressed(k tea.KeyMsg) tea.Cmd {
	by, scrolls := moves.By(k, 0)
	switch {
	case scrolls:
		s.card.view.Off += by
	case key.Matches(k, keyLeft):
		s.card.kit, s.card.view.Off = s.card.kit-1, 0
	case key.Matches(k, keyRight), key.Matches(k, keyTab):
		s.card.kit, s.card.view.Off = s.card.kit+1, 0
	case key.Matches(k, keyCard):
		s.card = nil
	case key.Matches(k, keyListen):
		return screen.Send(screen.ToggleListener{})
	case key.Matches(k, keyCopy):
		return s.copyCard()
	}
	return nil
}

// show opens a tab.
func (s *Screen) show(tab int) {
	if tab == s.tab || tab < 0 || tab >= tabs {
		return
	}
	s.tab, s.inForm, s.at, s.card, s.last = tab, false, 0, nil, nil
	s.formView.Off = 0
}

// moved moves the cursor of the list or of the form.
func (s *Screen) moved(k tea.KeyMsg) bool {
	by, ok := moves.By(k, 0)
	if !ok {
		return false
	}
	if s.inForm {
		s.at = max(0, min(s.at+by, len(s.rows())-1))
		s.last = nil
		return true
	}
	s.moveTo(s.cursor() + by)
	return true
}

// copy copies the value of the row, or the name of the thing.
func (s *Screen) copy() tea.Cmd {
	what, v := s.copied()
	if v == "" {
		return screen.Send(screen.Toast{Text: "There is nothing to copy here", Bad: true})
	}
	return screen.Send(screen.Copy{What: what, Text: v})
}

func (s *Screen) copied() (what, v string) {
	o := s.thing()
	if o == nil {
		return "", ""
	}
	what, v = s.kind().id, s.id()
	if r, ok := s.row(); ok && s.inForm {
		what = r.label
		switch r.part {
		case ofEntry:
			v = r.entries(o)[r.index]
		case ofOption, ofGrant, ofFactor, ofRole:
			v = r.opt
		case ofPermission:
			v = r.scope
		default:
			v = text(value(o, r.path))
		}
	}
	return what, v
}
