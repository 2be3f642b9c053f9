package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// mouseAsked switches the mouse on or off; the palette sends it.
type mouseAsked struct{}

// mouseCommand is how the palette names the switch.
func (a *app) mouseCommand() command {
	title := "Mouse: on (clicks and wheel are ours; select text with shift)"
	if a.mouse {
		title = "Mouse: off (the terminal selects text)"
	}
	return command{title, "mouse", screen.Send(mouseAsked{})}
}

// switchMouse switches it until the program ends. While it is on, the terminal
// sends clicks here and selects no text, unless shift is held: off is the
// default in a program whose texts are there to be copied.
func (a *app) switchMouse() tea.Cmd {
	a.mouse = !a.mouse
	if !a.mouse {
		a.toast = screen.Toast{Text: "Mouse off: the terminal selects text again"}
		return tea.DisableMouse
	}
	a.toast = screen.Toast{Text: "Mouse on: shift and drag selects text. To keep it: mouse: true in config.yaml"}
	return tea.EnableMouseCellMotion
}

// draw draws the frame's lines; with the mouse, what can be clicked is marked
// in the uppermost layer alone, and remembered.
func (a *app) draw() []string {
	if !a.mouse {
		return a.layers(nil)
	}
	a.zones.Reset()
	lines := a.layers(&a.zones)
	a.zones.Collect(lines)
	return lines
}

// click takes what the mouse does.
func (a *app) click(m tea.MouseMsg) tea.Cmd {
	if !a.mouse || m.Action != tea.MouseActionPress || a.tooSmall() {
		return nil
	}
	click, pane := a.zones.At(m.X, m.Y)
	typing := len(a.overlays) == 0 && a.top().Capturing()
	switch m.Button {
	case tea.MouseButtonLeft:
		a.toast = screen.Toast{}
		a.c.Touch()
		if typing && m.Y < a.height-1 { // a field keeps the keys until enter or esc
			return nil
		}
		if len(a.overlays) > 0 && a.zones.Wheel(m.X, m.Y) == 0 {
			return pressEscape // beside the box
		}
		var cmds []tea.Cmd
		if pane != nil {
			cmds = append(cmds, pane())
		}
		if click != nil {
			cmds = append(cmds, click())
		}
		a.resize() // what was drawn for a focus elsewhere is no longer good
		return tea.Batch(cmds...)
	case tea.MouseButtonWheelUp, tea.MouseButtonWheelDown:
		return a.wheel(m, pane, typing)
	}
	return nil
}

// wheel moves what lies under the mouse as the arrow keys do.
func (a *app) wheel(m tea.MouseMsg, pane ui.Click, typing bool) tea.Cmd {
	k := tea.KeyMsg{Type: tea.KeyUp}
	if m.Button == tea.MouseButtonWheelDown {
		k.Type = tea.KeyDown
	}
	if typing {
		return nil
	}
	var cmds []tea.Cmd
	if pane != nil {
		cmds = append(cmds, pane())
	}
	for range max(a.zones.Wheel(m.X, m.Y), 1) {
		cmds = append(cmds, a.key(k))
	}
	return tea.Batch(cmds...)
}
