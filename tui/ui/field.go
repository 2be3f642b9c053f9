package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// Field edits one line of text.
type Field struct {
	input  textinput.Model
	secret bool
}

// NewField begins with value, the cursor behind it. A secret is edited under
// dots.
func NewField(value string, secret bool) *Field {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = 4096
	in.SetValue(value)
	in.CursorEnd()
	in.Focus()
	return &Field{in, secret}
}

// Value is the text as it stands.
func (f *Field) Value() string { return f.input.Value() }

// Update takes a key or a paste.
func (f *Field) Update(msg tea.Msg) {
	f.input, _ = f.input.Update(msg) // its command only blinks the cursor
}

// View draws at most width cells around the cursor, which is a bar between
// two characters, so that it is seen without colours too.
func (f *Field) View(t *Theme, width int) string {
	runes := []rune(f.input.Value())
	pos := min(f.input.Position(), len(runes))
	before, after := Line(string(runes[:pos])), Line(string(runes[pos:]))
	if f.secret {
		before, after = strings.Repeat("•", pos), strings.Repeat("•", len(runes)-pos)
	}
	room := max(width-1, 1)
	if w := Width(before); w > room-1 {
		before = "…" + ansi.TruncateLeft(before, w-room+2, "")
	}
	after = Cut(after, room-Width(before))
	return t.Strong.On(before) + t.Title.On("▏") + t.Strong.On(after)
}
