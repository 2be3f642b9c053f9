package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// KeyBar draws the keys of a place on one line of exactly width cells. Those
// at the end give way first; last, such as help, always stays.
func (t *Theme) KeyBar(bindings []key.Binding, last key.Binding, width int) string {
	tail := t.keyHint(last)
	room := width - Width(tail) - 4
	var b strings.Builder
	used := 0
	for _, k := range bindings {
		if !k.Enabled() && len(k.Keys()) > 0 {
			continue
		}
		hint := t.keyHint(k)
		if used == 0 {
			hint = t.Title.On(Line(k.Help().Key)) + " " + t.Strong.On(Line(k.Help().Desc))
		}
		n := Width(hint)
		if used > 0 {
			n += 3
		}
		if used+n > room {
			if used == 0 {
				b.WriteString(Cut(hint, room))
			}
			continue
		}
		if used > 0 {
			b.WriteString("   ")
		}
		b.WriteString(t.Zone(hint, t.press(k)))
		used += n
	}
	return Fit(Sides(" "+b.String(), t.Zone(tail, t.press(last))+" ", width), width)
}

// press is what a click on the hint of a key does: what the key does.
func (t *Theme) press(k key.Binding) Click {
	if t.zones == nil {
		return nil
	}
	msg, ok := KeyMsg(k)
	if !ok {
		return nil
	}
	return func() tea.Cmd { return func() tea.Msg { return Pressed(msg) } }
}

// Pressed is a key that was pressed by other means than the keyboard: it is the
// one that screens expect, whatever key the user has given the action.
type Pressed tea.KeyMsg

// KeyMsg is the key press that triggers a binding. A hint that has no key of
// its own names one.
func KeyMsg(k key.Binding) (tea.KeyMsg, bool) {
	name := k.Help().Key
	if len(k.Keys()) > 0 {
		name = k.Keys()[0]
	}
	if r := []rune(name); len(r) == 1 {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: r}, true
	}
	for _, t := range []tea.KeyType{
		tea.KeyEnter, tea.KeyTab, tea.KeyShiftTab, tea.KeyEsc, tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight, tea.KeyPgUp, tea.KeyPgDown,
		tea.KeyCtrlA, tea.KeyCtrlP, tea.KeyCtrlR, tea.KeyCtrlS, tea.KeyCtrlC, tea.KeyBackspace,
	} {
		if (tea.KeyMsg{Type: t}).String() == name {
			return tea.KeyMsg{Type: t}, true
		}
	}
	return tea.KeyMsg{}, false
}

func (t *Theme) keyHint(k key.Binding) string {
	if k.Help().Key == "" {
		return ""
	}
	return t.Accent.On(Line(k.Help().Key)) + " " + t.Muted.On(Line(k.Help().Desc))
}
