package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// close closes a screen, and says so if it leaves something behind. Nobody has
// to answer: what was changed can be put back at any later time.
func (a *app) close(s screen.Screen) {
	before := len(a.c.Left)
	s.Close()
	if n := len(a.c.Left); n > before {
		a.toast = screen.Toast{Text: fmt.Sprintf("The demo has changed %s. P at home puts it back.", a.c.Left[n-1].What)}
	}
}

// putBack puts back what demos have left behind, the last first.
func (a *app) putBack() tea.Cmd {
	left, life := a.c.Left, a.c.Life
	a.c.Left = nil
	if len(left) == 0 {
		return nil
	}
	return func() tea.Msg {
		var what []string
		for _, l := range slices.Backward(left) {
			if err := l.Do(life); err != nil {
				return screen.Toast{Text: "Not all could be put back; a reset of the sandbox does it: " + err.Error(), Bad: true}
			}
			what = append(what, l.What)
		}
		return tea.BatchMsg{a.readClock(), screen.Send(screen.Toast{Text: "Put back as it was: " + listed(what)})}
	}
}

func listed(names []string) string {
	names = slices.Compact(slices.Clone(names))
	if len(names) < 2 {
		return fmt.Sprint(names[0])
	}
	return fmt.Sprintf("%s, and %s", names[0], listed(names[1:]))
}
