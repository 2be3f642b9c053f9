package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// Field edits one line of text.
type Field struct {
	input    textinput.Model
	secret   bool
	proposed bool // nothing was typed yet, and what is will take the value's place
}

// NewProposal begins with a value for want of a better one: the first character
// typed takes its place, and any other key begins to edit it.
func NewProposal(value string) *Field {
	f := NewField(value, false)
	f.proposed = true
	return f
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
	return &Field{input: in, secret: secret}
}

// Value is the text as it stands.
func (f *Field) Value() string { return f.input.Value() }

// Update takes a key or a paste.
func (f *Field) Update(msg tea.Msg) {
	if k, ok := msg.(tea.KeyMsg); ok && f.proposed {
		if k.Type == tea.KeyRunes && !k.Alt {
			f.input.SetValue("")
		}
		f.proposed = false
	}
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
