package ui

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// TestProposal: what is typed takes the place of what was proposed; whoever
// moves or deletes first edits it.
func TestProposal(t *testing.T) {
	runes := func(s string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s)} }
	for _, c := range []struct {
		keys []tea.KeyMsg
		want string
	}{
		{nil, "snapshot-1"},
		{[]tea.KeyMsg{runes("a"), runes("b")}, "ab"},
		{[]tea.KeyMsg{{Type: tea.KeyBackspace}, runes("2")}, "snapshot-2"},
		{[]tea.KeyMsg{{Type: tea.KeyEnd}, runes("0")}, "snapshot-10"},
		{[]tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune("pasted"), Paste: true}}, "pasted"},
	} {
		f := NewProposal("snapshot-1")
		for _, k := range c.keys {
			f.Update(k)
		}
		if f.Value() != c.want {
			t.Errorf("%v make %q, want %q", c.keys, f.Value(), c.want)
		}
	}
}
