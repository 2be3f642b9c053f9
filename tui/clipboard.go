package tui

import (
	"fmt"
	"os"

	"github.com/atotto/clipboard"
	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// mostOSC52 is how many bytes terminals are sure to take by OSC 52: 100,000 of
// the sequence, in which three bytes are four.
const mostOSC52 = 74_000

func (a *app) doCopy(c screen.Copy) tea.Cmd {
	return func() tea.Msg {
		via, err := a.copy(c.Text)
		if err != nil {
			return screen.Toast{Text: "Not copied: " + err.Error(), Bad: true}
		}
		return screen.Toast{Text: "Copied " + c.What + ", by " + via}
	}
}

// copyText uses the desktop's clipboard where there is one at hand. Over SSH,
// or without one, it asks the terminal that is drawn on (OSC 52), which cannot
// say whether it obeyed.
func copyText(text string) (via string, err error) {
	remote := os.Getenv("SSH_TTY") != "" || os.Getenv("SSH_CONNECTION") != ""
	if !remote && !clipboard.Unsupported && clipboard.WriteAll(text) == nil {
		return "the desktop's clipboard", nil
	}
	if len(text) > mostOSC52 {
		return "", fmt.Errorf("%d bytes are too long for the terminal's clipboard; Y and s save it to a file", len(text))
	}
	sequence := osc52.New(text)
	switch {
	case os.Getenv("TMUX") != "":
		sequence = sequence.Tmux()
	case os.Getenv("STY") != "":
		sequence = sequence.Screen()
	}
	if _, err := sequence.WriteTo(os.Stdout); err != nil {
		return "", err
	}
	return "the terminal (OSC 52)", nil
}
