// Command list is the least that a list in the terminal can be: what the
// benchmarks hold Playgrant against.
package main

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

type list int

func (l list) Init() tea.Cmd { return nil }

func (l list) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch k, _ := msg.(tea.KeyMsg); k.String() {
	case "up":
		return l - 1, nil
	case "down":
		return l + 1, nil
	case "q", "ctrl+c":
		return l, tea.Quit
	}
	return l, nil
}

func (l list) View() string {
	return strings.Repeat("  a row\n", max(int(l), 0)) + fmt.Sprintf("> row %d of the list\n", l) + strings.Repeat("  a row\n", max(20-int(l), 0))
}

func main() {
	if _, err := tea.NewProgram(list(10), tea.WithAltScreen(), tea.WithFPS(120)).Run(); err != nil {
		panic(err)
	}
}
