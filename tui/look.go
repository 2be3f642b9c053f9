package tui

import (
	"io"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/backdrop"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// lookChosen asks for another look; the palette sends it.
type lookChosen ui.Look

// groundSeen is the terminal's answer to the question for its background.
type groundSeen ui.Ground

// looks are what the palette says of each look.
var looks = []struct {
	look  ui.Look
	title string
}{
	{ui.LookAuto, "Theme: as the terminal's background is"},
	{ui.LookDark, "Theme: dark"},
	{ui.LookLight, "Theme: light"},
	{ui.LookContrast, "Theme: high contrast"},
}

// lookCommands are the looks that the interface could have instead.
func (a *app) lookCommands() []command {
	var out []command
	for _, l := range looks {
		if l.look != a.look {
			out = append(out, command{l.title, "theme", screen.Send(lookChosen(l.look))})
		}
	}
	return out
}

// choose changes the look until the program ends.
func (a *app) choose(l ui.Look) {
	a.look = l
	a.dress()
	a.toast = screen.Toast{Text: "Theme: " + string(l) + ". To keep it: theme: " + string(l) + " in config.yaml"}
}

// sees takes what the terminal says of its background.
func (a *app) sees(g ui.Ground) {
	if g != a.ground {
		a.ground = g
		a.dress()
	}
}

// dress makes the theme, and has everything drawn anew in it.
func (a *app) dress() {
	*a.c.Theme = *ui.NewLook(a.renderer, a.look, a.ground)
	a.c.Theme.Still = a.c.Still
	if a.ascii {
		a.c.Theme.OnlyASCII()
	}
	a.resize()
}

// askGround asks the terminal for its background; see [backdrop].
func askGround(terminal io.Writer) tea.Cmd {
	if terminal == nil {
		return nil
	}
	return func() tea.Msg {
		_, _ = io.WriteString(terminal, backdrop.Query) // without an answer it stays as guessed
		return nil
	}
}
