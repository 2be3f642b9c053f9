package tui

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
)

// Run shows the interface until it is quit or ctx ends. The terminal is
// restored in any case, a panic included.
func Run(ctx context.Context, cfg Config) error {
	a := newApp(ctx, cfg)
	defer a.end()
	_, err := tea.NewProgram(a, tea.WithAltScreen(), tea.WithContext(ctx)).Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the terminal interface: %w", err)
	}
	return nil
}
