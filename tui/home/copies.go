package home

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// Copies are the commands that play the demo under the cursor, and the address
// to point an app at.
func (h *Home) Copies() tea.Cmd {
	var list []screen.Copyable
	if len(h.demos) > 0 {
		name := h.demos[h.at].Name
		list = append(list,
			screen.Copyable{What: "the command that opens this demo", File: name + ".sh", Text: screen.Text("playgrant --demo " + name)},
			screen.Copyable{What: "the command that plays it without a screen", File: name + ".sh", Text: screen.Text("playgrant run " + name)})
	}
	if h.c.Listener != nil {
		_, url := h.c.Listener.State()
		list = append(list, screen.Copyable{What: "the address to point an app at", File: "issuer.txt", Text: screen.Text(url)})
	}
	if h.c.DataDir != "" {
		list = append(list, screen.Copyable{What: "the folder of the sandbox", File: "folder.txt", Text: screen.Text(h.c.DataDir)})
	}
	return screen.Send(screen.Copies{List: list})
}
