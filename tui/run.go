package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/backdrop"
	"github.com/playgrant/playgrant/tui/guard"
	"github.com/playgrant/playgrant/tui/paint"
	"github.com/playgrant/playgrant/tui/quiet"
	"github.com/playgrant/playgrant/tui/ui"
)

// From here on the terminal has its name again.
var _ = quiet.Restore()

// Run shows the interface until it is quit or ctx ends. The terminal is
// restored in any case, a panic included: that is a [guard.Error], which names
// the report that was written.
func Run(ctx context.Context, cfg Config) error {
	cfg.ground = backdrop.Guess(os.Getenv)
	// Windows' consoles are read by events, and have no answers among them.
	asks := runtime.GOOS != "windows" && backdrop.Answers(os.Getenv("TERM"))
	if asks {
		cfg.terminal = os.Stdout
	}
	var send func(tea.Msg)
	out := paint.NewOutput(os.Stdout)
	options := []tea.ProgramOption{tea.WithOutput(out), tea.WithFPS(paint.IdleFPS)}
	if asks {
		options = append(options, tea.WithInput(backdrop.NewReader(os.Stdin, func(g ui.Ground) { send(groundSeen(g)) })))
	}
	return run(ctx, cfg, &send, func(m tea.Model) tea.Model { return paint.New(m, out) }, options...)
}

// run runs the program; send is set to what sends it a message, and painted
// brings its frames to the terminal.
func run(ctx context.Context, cfg Config, send *func(tea.Msg), painted func(tea.Model) tea.Model, options ...tea.ProgramOption) error {
	a := newApp(ctx, cfg)
	defer a.end()
	m := &guard.Model{Model: painted(a), Name: a.told}
	// What ends ctx, a signal above all, quits as a key does. Bubble Tea's own
	// handler of signals can wait for ever for a program that is over, and when
	// its context ends it closes the terminal under the reader of keys.
	p := tea.NewProgram(m, append([]tea.ProgramOption{tea.WithAltScreen(), tea.WithoutSignalHandler()}, options...)...)
	defer context.AfterFunc(ctx, func() { p.Send(tea.Quit()) })()
	m.Send, *send = p.Send, p.Send
	var end func()
	a.stop.before, a.stop.after, end = stops(p)
	_, err := p.Run()
	end()
	if crash := m.Crash(); crash != nil {
		return crash.Save(guard.About{Version: cfg.Version, At: a.c.Now(), Place: a.whereabouts()}, cfg.DataDir, os.TempDir(), ".")
	}
	if cfg.Resume != "" {
		if err := a.keepPlace(cfg.Resume); err != nil {
			fmt.Fprintln(os.Stderr, "Where you were could not be kept:", ui.Line(err.Error()))
		}
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil // it was asked to end
	}
	if err != nil {
		return fmt.Errorf("the terminal interface: %w", err)
	}
	return nil
}

// told is what a report may tell of a message: keys by their name, unless they
// are typed into a field.
func (a *app) told(msg tea.Msg) string {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return ""
	}
	if a.top().Capturing() || len(a.overlays) > 0 || k.Paste || len(k.Runes) > 1 {
		if k.Type == tea.KeyRunes {
			return "a key that was typed"
		}
	}
	return "key " + k.String()
}

// whereabouts are the kinds of the screens that lay on each other; a report is
// written even if they cannot be told.
func (a *app) whereabouts() (kinds string) {
	defer func() {
		if recover() != nil {
			kinds = "not known"
		}
	}()
	kinds = "home"
	for _, r := range a.routes() {
		kinds += " ▸ " + r.Kind
	}
	return kinds
}
