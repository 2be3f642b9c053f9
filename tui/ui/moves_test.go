package ui_test

import (
	"testing"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/ui"
)

func TestMoves(t *testing.T) {
	m := ui.Moves{
		Up: key.NewBinding(key.WithKeys("up", "k")), Down: key.NewBinding(key.WithKeys("down", "j")),
		PageDown: key.NewBinding(key.WithKeys("pgdown")), Top: key.NewBinding(key.WithKeys("g")),
	}
	rows := []struct {
		key tea.KeyMsg
		by  int
		ok  bool
	}{
		{tea.KeyMsg{Type: tea.KeyUp}, -1, true},
		{tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("j")}, 1, true},
		{tea.KeyMsg{Type: tea.KeyPgDown}, 7, true},
		{tea.KeyMsg{Type: tea.KeyPgUp}, 0, false}, // left empty
		{tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("x")}, 0, false},
	}
	for _, row := range rows {
		if by, ok := m.By(row.key, 7); by != row.by || ok != row.ok {
			t.Errorf("%s moves by %d, %v", row.key, by, ok)
		}
	}
	if by, _ := m.By(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("g")}, 7); by > -1000 {
		t.Errorf("to the top moves by %d", by)
	}
}
