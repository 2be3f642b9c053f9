package walk

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/request"
)

var keyWhole = key.NewBinding(key.WithKeys("E"), key.WithHelp("E", "edit all of it"))

// known is what values are completed from, read when the editor opens.
type knownRead struct {
	walk  *Walk
	known *request.Known
}

// openWhole puts the editor of the whole request in the place of the step, or
// takes it away.
func (w *Walk) openWhole() tea.Cmd {
	if w.whole != nil {
		w.whole = nil
		return nil
	}
	e := w.editing()
	if e == nil || e.Base == nil || w.detour != nil {
		return nil
	}
	w.whole = request.NewEditor(w.c, w.Place(), e)
	w.whole.OnSend = w.sendIdle
	w.place, w.zoom = onStep, false
	r, ctx, vars := w.c.Remote, w.life, w.known.vars
	return func() tea.Msg {
		known := request.Read(ctx, r)
		for _, v := range vars {
			known.Know(v.Name, v.Text, "of this demo, from "+v.From)
		}
		return knownRead{w, known}
	}
}

// editor is the editor of the whole request while it is open and on show.
func (w *Walk) editor() *request.Editor {
	if w.whole == nil || w.closing() || w.detour != nil {
		return nil
	}
	w.whole.On(w.editing())
	return w.whole
}

// typing is true while something is typed into the editor.
func (w *Walk) typing() bool {
	ed := w.editor()
	return ed != nil && w.place == onStep && ed.Capturing()
}

// wholeKey gives a key to the editor; mine is false for keys that are not its
// own.
func (w *Walk) wholeKey(k tea.KeyMsg) (cmd tea.Cmd, mine bool) {
	ed := w.editor()
	if ed == nil || w.place != onStep {
		return nil, false
	}
	cmd, send, mine := ed.Key(k)
	for _, p := range ed.Edit.Params {
		w.mask.Learn(p.Name, p.Value, p.Secret)
	}
	if send {
		return w.sendIdle(), true
	}
	return cmd, mine
}

// wholeKeys are the editor's keys, and those of the walkthrough that hold
// beside them.
func (w *Walk) wholeKeys(ed *request.Editor) (bar, more []key.Binding) {
	bar, more = ed.Keys()
	if ed.Capturing() {
		return bar, more
	}
	return append(bar, keyTab), append(more, named(keyWhole, "E", "back to the step"), keyTabBack, keyCopy, keyDigits, keyRestart)
}

// sendIdle sends the step, unless something is under way.
func (w *Walk) sendIdle() tea.Cmd {
	if w.busy {
		return nil
	}
	return w.send()
}
