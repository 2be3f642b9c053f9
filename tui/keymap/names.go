package keymap

import (
	"slices"
	"strings"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
)

// special are the keys that have a name, by it.
var special = func() map[string]tea.KeyType {
	out := map[string]tea.KeyType{}
	for t := tea.KeyType(-128); t < 128; t++ {
		if t == tea.KeyRunes || t == tea.KeySpace {
			continue
		}
		name := tea.Key{Type: t}.String()
		if name != "" {
			out[name] = t
		}
	}
	return out
}()

// Press is the press of a key by its name: one character, "space", or what
// terminals call it: "enter", "ctrl+r", "alt+x", "f5".
func Press(name string) (tea.KeyMsg, bool) {
	rest, alt := strings.CutPrefix(name, "alt+")
	if rest == "space" {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}, Alt: alt}, true
	}
	if r := []rune(rest); len(r) == 1 && unicode.IsGraphic(r[0]) && r[0] != ' ' {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: r, Alt: alt}, true
	}
	t, ok := special[rest]
	return tea.KeyMsg{Type: t, Alt: alt}, ok
}

// nameOf is the name of a key that was pressed.
func nameOf(k tea.KeyMsg) string {
	s := k.String()
	if before, ok := strings.CutSuffix(s, " "); ok {
		return before + "space"
	}
	return s
}

// shown is how a key is written in help and key bars.
func shown(name string) string {
	switch name {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	}
	return name
}

func keyNames() []string {
	out := []string{"space"}
	for name := range special {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
