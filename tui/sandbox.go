package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/screen"
)

// readClock asks for the sandbox's time. Its failure is not worth a word: the
// header keeps what it last knew.
func (a *app) readClock() tea.Cmd {
	return func() tea.Msg {
		clock, err := a.c.Remote.Clock(a.c.Life)
		if err != nil {
			return nil
		}
		return screen.ClockRead{Clock: clock}
	}
}

func (a *app) moveClock(by time.Duration) tea.Cmd {
	return a.changeClock(func(ctx context.Context) (model.ClockView, error) { return a.c.Remote.Advance(ctx, by) })
}

func (a *app) freezeClock(freeze bool) tea.Cmd {
	return a.changeClock(func(ctx context.Context) (model.ClockView, error) { return a.c.Remote.Freeze(ctx, freeze) })
}

func (a *app) resetClock() tea.Cmd { return a.changeClock(a.c.Remote.ResetClock) }

func (a *app) changeClock(change func(context.Context) (model.ClockView, error)) tea.Cmd {
	return func() tea.Msg {
		clock, err := change(a.c.Life)
		if err != nil {
			return screen.Toast{Text: "The clock stays as it was: " + err.Error(), Bad: true}
		}
		return screen.ClockRead{Clock: clock}
	}
}

func (a *app) resetSandbox() tea.Cmd {
	return func() tea.Msg {
		if err := a.c.Remote.Reset(a.c.Life); err != nil {
			return screen.Toast{Text: "The sandbox stays as it was: " + err.Error(), Bad: true}
		}
		return tea.BatchMsg{
			screen.Send(screen.SandboxReset{}), a.readClock(), screen.Send(screen.Home{}),
			screen.Send(screen.Toast{Text: "The sandbox is fresh again"}),
		}
	}
}

// toggleListener switches the listener. It runs as a command: making a
// certificate or closing connections takes its time.
func (a *app) toggleListener() tea.Cmd {
	l := a.c.Listener
	if l == nil {
		return screen.Send(screen.Toast{Text: "This program was started without a listener to switch", Bad: true})
	}
	return func() tea.Msg {
		if on, _ := l.State(); on {
			if err := l.Off(a.c.Life); err != nil {
				return screen.Toast{Text: "The listener is still on: " + err.Error(), Bad: true}
			}
			return tea.BatchMsg{screen.Send(screen.ListenerChanged{}), screen.Send(screen.Toast{Text: "The listener is off"})}
		}
		url, err := l.On(a.c.Life)
		if err != nil {
			return screen.Toast{Text: "The listener stays off: " + err.Error(), Bad: true}
		}
		return tea.BatchMsg{screen.Send(screen.ListenerChanged{}), screen.Send(screen.Toast{Text: "The listener is on: point your app at " + url})}
	}
}
