package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/backdrop"
	"github.com/playgrant/playgrant/tui/paint"
	"github.com/playgrant/playgrant/tui/quiet"
	"github.com/playgrant/playgrant/tui/ui"
)

// From here on the terminal has its name again.
var _ = quiet.Restore()

// Run shows the interface until it is quit or ctx ends. The terminal is
// restored in any case, a panic included.
func Run(ctx context.Context, cfg Config) error {
	cfg.ground = backdrop.Guess(os.Getenv)
	// Windows' consoles are read by events, and have no answers among them.
	asks := runtime.GOOS != "windows" && backdrop.Answers(os.Getenv("TERM"))
	if asks {
		cfg.terminal = os.Stdout
	}
	a := newApp(ctx, cfg)
	defer a.end()
	var p *tea.Program
	out := paint.NewOutput(os.Stdout)
	options := []tea.ProgramOption{tea.WithAltScreen(), tea.WithContext(ctx), tea.WithOutput(out), tea.WithFPS(paint.IdleFPS)}
	if asks {
		options = append(options, tea.WithInput(backdrop.NewReader(os.Stdin, func(g ui.Ground) { p.Send(groundSeen(g)) })))
	}
	p = tea.NewProgram(paint.New(a, out), options...)
	_, err := p.Run()
	if cfg.Resume != "" {
		if err := a.keepPlace(cfg.Resume); err != nil {
			fmt.Fprintln(os.Stderr, "Where you were could not be kept:", ui.Line(err.Error()))
		}
	}
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the terminal interface: %w", err)
	}
	return nil
}
