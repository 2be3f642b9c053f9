package walk

import (
	"github.com/charmbracelet/bubbles/key"

	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyEnter        = key.NewBinding(key.WithKeys("enter"))
	keyTab          = key.NewBinding(key.WithKeys("tab"), key.WithHelp("tab", "next pane"))
	keyTabBack      = key.NewBinding(key.WithKeys("shift+tab"), key.WithHelp("shift+tab", "pane before"))
	keyLeft         = key.NewBinding(key.WithKeys("left", "h"), key.WithHelp("← h", "tab to the left"))
	keyRight        = key.NewBinding(key.WithKeys("right", "l"), key.WithHelp("→ l", "tab to the right"))
	keyUp           = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "up: a parameter, or a line"))
	keyDown         = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓ j", "down: a parameter, or a line"))
	keyPageUp       = key.NewBinding(key.WithKeys("pgup", "ctrl+u"), key.WithHelp("pgup", "half a page up"))
	keyPageDown     = key.NewBinding(key.WithKeys("pgdown", "ctrl+d", " "), key.WithHelp("pgdn", "half a page down"))
	keyTop          = key.NewBinding(key.WithKeys("home", "g"), key.WithHelp("g", "to the beginning"))
	keyBottom       = key.NewBinding(key.WithKeys("end", "G"), key.WithHelp("G", "to the end"))
	keyEdit         = key.NewBinding(key.WithKeys("e"), key.WithHelp("e", "edit"))
	keyLeaveOut     = key.NewBinding(key.WithKeys("-"), key.WithHelp("-", "leave the parameter out, or put it back"))
	keyUndo         = key.NewBinding(key.WithKeys("u"), key.WithHelp("u", "undo"))
	keyBreak        = key.NewBinding(key.WithKeys("b"), key.WithHelp("b", "break it"))
	keySend         = key.NewBinding(key.WithKeys("S"), key.WithHelp("S", "send this step again"))
	keyPrev         = key.NewBinding(key.WithKeys("["), key.WithHelp("[", "exchange before"))
	keyNext         = key.NewBinding(key.WithKeys("]"), key.WithHelp("[ ]", "exchange"))
	keyRaw          = key.NewBinding(key.WithKeys("r"), key.WithHelp("r", "raw"))
	keyZoom         = key.NewBinding(key.WithKeys("z"), key.WithHelp("z", "zoom"))
	keyCopy         = key.NewBinding(key.WithKeys("y"), key.WithHelp("y", "copy"))
	keyRestart      = key.NewBinding(key.WithKeys("R"), key.WithHelp("R", "restart the demo"))
	keyLanguage     = key.NewBinding(key.WithKeys("L"), key.WithHelp("L", "other language"))
	keyLanguageBack = key.NewBinding(key.WithKeys("H"), key.WithHelp("H", "language before"))
	keyFault        = key.NewBinding(key.WithKeys("p"), key.WithHelp("p", "to the parameter at fault"))
	keyFind         = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find in this pane"))
	toWords         = key.NewBinding(key.WithKeys(), key.WithHelp("w", "words"))  // a reminder of the key of everywhere
	toHome          = key.NewBinding(key.WithKeys(), key.WithHelp("esc", "home")) // and so is this one
	keyDigits       = key.NewBinding(key.WithKeys("1", "2", "3", "4", "5", "6", "7", "8", "9"), key.WithHelp("1-9", "go to a step that is done"))
)

// Keys are the keys of the place, named for what they do now.
func (w *Walk) Keys() (bar, more []key.Binding) {
	if w.find.On() {
		return find.Keys(), nil
	}
	if w.field != nil {
		return []key.Binding{named(keyEnter, "enter", "keep"), key.NewBinding(key.WithKeys(), key.WithHelp("esc", "cancel"))}, nil
	}
	if ed := w.editor(); ed != nil && w.place == onStep {
		return w.wholeKeys(ed)
	}
	enter := named(keyEnter, "enter", w.enterWords())
	enter.SetEnabled(w.nextAct() != actNone)
	if w.loading {
		return nil, nil
	}
	if w.closing() {
		home := toHome
		home.SetEnabled(w.nextAct() == actDemo)
		return []key.Binding{enter, home, keyRestart, keyDigits}, nil
	}
	o := w.outcome()
	edit, undo, breakIt, leave := keyEdit, keyUndo, keyBreak, keyLeaveOut
	hasParams := w.current() != nil
	edit.SetEnabled(hasParams && w.detour == nil)
	leave.SetEnabled(hasParams && w.detour == nil)
	undo.SetEnabled(w.editing().Changed() && w.detour == nil)
	whole := keyWhole
	whole.SetEnabled(w.editing().Base != nil && w.detour == nil)
	breakIt.SetEnabled(len(w.step().Variants) > 0)
	raw := keyRaw
	if w.raw {
		raw.SetHelp("r", "pretty")
	}
	raw.SetEnabled(w.place == onRequest || w.place == onResponse)
	next, prev := keyNext, keyPrev
	next.SetEnabled(o != nil && len(o.Exchanges) > 1)
	prev.SetEnabled(next.Enabled())
	language, languageBack := keyLanguage, keyLanguageBack
	language.SetEnabled(w.seesCode())
	languageBack.SetEnabled(w.seesCode())
	fault := keyFault
	fault.SetEnabled(w.fault() != nil)
	send := keySend
	send.SetEnabled(o != nil && w.detour == nil)
	zoom := keyZoom
	zoom.SetEnabled(w.layout().columns > 1 || w.zoom)
	if w.zoom {
		zoom.SetHelp("z", "all panes")
	}
	bar = append([]key.Binding{enter}, w.factorKeys()...)
	bar = append(bar, keyTab, fault, language, undo, edit, breakIt, next, toWords, raw, keyCopy, zoom, whole)
	return bar, []key.Binding{
		keyFind, send, leave, languageBack, prev, keyTabBack, keyUp, keyDown, keyLeft, keyRight,
		keyPageUp, keyPageDown, keyTop, keyBottom, keyDigits, keyRestart,
	}
}

func named(k key.Binding, name, words string) key.Binding {
	k.SetHelp(name, words)
	return k
}

// moves are the keys among them that move a cursor or a text.
var moves = ui.Moves{Up: keyUp, Down: keyDown, PageUp: keyPageUp, PageDown: keyPageDown, Top: keyTop, Bottom: keyBottom}
