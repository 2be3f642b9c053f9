package tui

import (
	"math/rand/v2"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
)

// presenter presses enter whenever that does something, and quits at the end.
type presenter struct {
	*app
	presses int
	ended   bool // the closing card was seen
}

func (p *presenter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := p.app.Update(msg)
	_ = p.View()
	bar, _ := p.top().Keys()
	words := "" // of enter; none while there is nothing for it to do
	if len(bar) > 0 {
		words = bar[0].Help().Desc
	}
	p.ended = p.ended || len(p.stack) > 1 && words == "home"
	switch _, pressed := msg.(tea.KeyMsg); {
	case p.ended: // an enter that was on its way may have left the card by now
		return p, tea.Quit
	case pressed, len(p.stack) == 1, words == "":
		return p, cmd
	}
	p.presses++
	return p, tea.Sequence(cmd, func() tea.Msg { return namedKeys["enter"] }, func() tea.Msg { return nextPress{} })
}

type nextPress struct{}

// TestProgram walks a demo in a real tea.Program, whose commands run beside
// its updates: what -race has to look at.
func TestProgram(t *testing.T) {
	p := &presenter{app: newApp(t.Context(), Config{
		Wire: realEngine(t), Demos: demos.All(), Start: "mfa-challenge", Rand: rand.NewChaCha8([32]byte{7}),
	})}
	p.app.width, p.app.height = 120, 36
	p.resize()
	if _, err := tea.NewProgram(p, tea.WithInput(nil), tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithContext(t.Context())).Run(); err != nil {
		t.Fatal(err)
	}
	if !p.ended {
		t.Errorf("after %d presses:\n%s", p.presses, p.View())
	}
}
