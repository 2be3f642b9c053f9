package tui

import (
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

func suspendKey() key.Binding {
	k := key.NewBinding(key.WithKeys("ctrl+z"), key.WithHelp("ctrl+z", "to the shell; fg comes back"))
	k.SetEnabled(suspends)
	return k
}

// noShell is said where the system would not stop the program.
var noShell = screen.Toast{Text: "There is no shell here to go back to", Bad: true}

// patience is how long a stop takes to come about. Where no shell waits the
// system does not stop the program, and not everywhere can that be known before.
const patience = 300 * time.Millisecond

// stop is what is known of stops of the program.
type stop struct {
	before, after func()    // may be nil
	at            time.Time // when the last was asked for here
}

// suspend stops the program until the shell lets it go on.
func (a *app) suspend() tea.Cmd {
	if alone() {
		a.toast = noShell
		return nil
	}
	a.stop.at = a.c.Now()
	before := a.stop.before
	return func() tea.Msg {
		if before != nil {
			before()
		}
		return tea.SuspendMsg{}
	}
}

// resumed goes on after a stop: what was switched on in the terminal is
// switched on again, and the clock went on.
func (a *app) resumed() tea.Cmd {
	if a.stop.after != nil {
		a.stop.after()
	}
	if a.c.Now().Sub(a.stop.at) < 2*patience {
		a.toast = noShell
	}
	var mouse tea.Cmd
	if a.mouse {
		mouse = tea.EnableMouseCellMotion
	}
	return tea.Batch(mouse, a.readClock())
}
