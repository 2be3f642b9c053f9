package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
)

// KeyBar draws the keys of a place on one line of exactly width cells. Those
// at the end give way first; last, such as help, always stays.
func (t *Theme) KeyBar(bindings []key.Binding, last key.Binding, width int) string {
	tail := t.keyHint(last)
	room := width - Width(tail) - 4
	var b strings.Builder
	used := 0
	for i, k := range bindings {
		if !k.Enabled() && len(k.Keys()) > 0 {
			continue
		}
		hint := t.keyHint(k)
		if i == 0 {
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
		b.WriteString(hint)
		used += n
	}
	return Fit(Sides(" "+b.String(), tail+" ", width), width)
}

func (t *Theme) keyHint(k key.Binding) string {
	if k.Help().Key == "" {
		return ""
	}
	return t.Accent.On(Line(k.Help().Key)) + " " + t.Muted.On(Line(k.Help().Desc))
}
