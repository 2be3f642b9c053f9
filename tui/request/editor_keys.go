package request

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter     = key.NewBinding(key.WithKeys("enter"))
	keyEdit      = key.NewBinding(key.WithKeys("e"), key.WithHelp("e", "edit"))
	keyName      = key.NewBinding(key.WithKeys("N"), key.WithHelp("N", "rename"))
	keyAdd       = key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "add"))
	keyDuplicate = key.NewBinding(key.WithKeys("d"), key.WithHelp("d", "twice"))
	keyLeave     = key.NewBinding(key.WithKeys("-", "backspace", "delete"), key.WithHelp("-", "leave out"))
	keyBody      = key.NewBinding(key.WithKeys("B"), key.WithHelp("B", "body as …"))
	keyUndo      = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "undo"))
	keySend      = key.NewBinding(key.WithKeys("S"), key.WithHelp("S", "send"))
	keyPreset    = key.NewBinding(key.WithKeys("p"), key.WithHelp("p", "another request"))
	keyUp        = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "the row above"))
	keyDown      = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "the row below"))
	keyPageUp    = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "half a page up"))
	keyPageDown  = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "half a page down"))
	keyTop       = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "the first row"))
	keyBottom    = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "the last row"))
)

var moves = ui.Moves{Up: keyUp, Down: keyDown, PageUp: keyPageUp, PageDown: keyPageDown, Top: keyTop, Bottom: keyBottom}

func hint(name, words string) key.Binding {
	return key.NewBinding(key.WithKeys(), key.WithHelp(name, words))
}

// Keys are the keys of the row under the cursor, named for what they do.
func (ed *Editor) Keys() (bar, more []key.Binding) {
	if o := ed.open; o != nil {
		if o.area != nil {
			return []key.Binding{hint("esc", "keep it"), hint("ctrl+u", "empty the line")}, nil
		}
		if o.what == aPreset {
			if len(ed.completions()) == 0 {
				return []key.Binding{hint("esc", "leave it")}, nil
			}
			return []key.Binding{hint("enter", "begin with it"), hint("↑ ↓", "choose"), hint("esc", "leave it")}, nil
		}
		return []key.Binding{hint("enter", "keep"), hint("↑ ↓", "choose"), hint("tab", "take it"), hint("esc", "cancel")}, nil
	}
	r := ed.row()
	enter := keyEnter
	enter.SetHelp("enter", map[kind]string{rowSend: "send", rowMethod: "choose", rowPath: "edit", rowParam: "edit", rowAdd: "add"}[r.kind])
	name, twice, leave, undo, preset, send := keyName, keyDuplicate, keyLeave, keyUndo, keyPreset, keySend
	onParam := r.kind == rowParam
	name.SetEnabled(onParam && r.part != InText)
	twice.SetEnabled(onParam && r.part != InText)
	leave.SetEnabled(onParam)
	if onParam && r.p.Left {
		leave.SetHelp("-", "put back")
	}
	undo.SetEnabled(ed.Edit.Changed())
	preset.SetEnabled(ed.Presets)
	send.SetEnabled(r.kind != rowSend)
	return []key.Binding{enter, send, preset, leave, keyAdd, name, twice, undo, keyBody},
		[]key.Binding{keyEdit, keyUp, keyDown, keyPageUp, keyPageDown, keyTop, keyBottom}
}

// Key takes a key that is the editor's own; mine is false for others. With
// send the request is to be sent.
func (ed *Editor) Key(k tea.KeyMsg) (cmd tea.Cmd, send, mine bool) {
	if ed.open != nil {
		ed.entryKey(k)
		return nil, false, true
	}
	r := ed.row()
	switch {
	case key.Matches(k, keySend), key.Matches(k, keyEnter) && r.kind == rowSend:
		return nil, true, true
	case key.Matches(k, keyEnter), key.Matches(k, keyEdit):
		return ed.begin(r), false, true
	case key.Matches(k, keyAdd):
		return ed.askAdd(), false, true
	case key.Matches(k, keyBody):
		return ed.askBody(), false, true
	case key.Matches(k, keyPreset) && ed.Presets:
		return ed.AskPreset(), false, true
	case key.Matches(k, keyUndo):
		ed.Edit.Undo()
		ed.row()
	case r.kind == rowParam && key.Matches(k, keyLeave):
		ed.Edit.Leave(r.p)
		ed.row()
	case r.kind == rowParam && key.Matches(k, keyName) && r.part != InText:
		ed.write(theName, r.p, r.part, r.p.Name)
	case r.kind == rowParam && key.Matches(k, keyDuplicate):
		if twin := ed.Edit.Duplicate(r.p); twin != nil {
			ed.goTo(twin)
		}
	default:
		by, ok := moves.By(k, 6)
		if ok {
			ed.move(by)
		}
		return nil, false, ok
	}
	return nil, false, true
}

// click is a click on the row under the cursor.
func (ed *Editor) click(k tea.KeyMsg) tea.Cmd {
	cmd, send, _ := ed.Key(k)
	if send {
		return screen.Send(picked{ed, ed.OnSend})
	}
	return cmd
}

// begin does what enter does on a row.
func (ed *Editor) begin(r row) tea.Cmd {
	switch r.kind {
	case rowMethod:
		return ed.askMethod()
	case rowPath:
		ed.write(thePath, nil, "", ed.Edit.Target)
	case rowParam:
		ed.write(theValue, r.p, r.part, r.p.Value)
		if ed.OnValue != nil {
			return ed.OnValue(r.p.Name)
		}
	case rowAdd:
		ed.addTo(r.part)
	}
	return nil
}

// methods are those that HTTP requests are made by (RFC 9110 §9).
var methods = []screen.Item{
	{Title: "GET", Note: "reads"}, {Title: "POST", Note: "sends a body"}, {Title: "PUT", Note: "puts a whole thing"},
	{Title: "PATCH", Note: "changes a part of a thing"}, {Title: "DELETE", Note: "takes a thing away"},
	{Title: "HEAD", Note: "reads the headers alone"}, {Title: "OPTIONS", Note: "asks what is allowed, as browsers do before a request across origins"},
}

func (ed *Editor) askMethod() tea.Cmd {
	return ed.choose("Method", methods, func(i int) tea.Cmd {
		ed.Edit.Method, ed.Edit.Sent = methods[i].Title, false
		return nil
	})
}

func (ed *Editor) askAdd() tea.Cmd {
	parts, items := ed.Edit.Parts()
	return ed.choose("Add", items, func(i int) tea.Cmd {
		ed.addTo(parts[i])
		return nil
	})
}

func (ed *Editor) askBody() tea.Cmd {
	kinds, items := Bodies()
	return ed.choose("The body as …", items, func(i int) tea.Cmd {
		ed.Edit.As(kinds[i])
		for at, r := range ed.rows() {
			if r.kind == rowHead && r.part == kinds[i] {
				ed.at, ed.follow = at+1, true
			}
		}
		if kinds[i] == InText {
			return ed.begin(ed.row())
		}
		return nil
	})
}

// AskPreset lets the user choose a request to begin with.
func (ed *Editor) AskPreset() tea.Cmd {
	ed.write(aPreset, nil, "", "")
	ed.open.pick = 0
	return nil
}
