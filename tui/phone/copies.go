package phone

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// Copies are the code, and the message that brought it.
func (s *Phone) Copies() tea.Cmd {
	var list []screen.Copyable
	if what, text := s.copied(); text != "" {
		list = append(list, screen.Copyable{What: what, File: "code.txt", Secret: true, Text: screen.Text(text)})
	}
	if m, ok := s.message(); ok {
		list = append(list, screen.Copyable{What: "the message", File: "message.txt", Secret: true, Text: screen.Text(m.Body)},
			screen.Copyable{What: "whom it was sent to", File: "recipient.txt", Text: screen.Text(m.To)})
	}
	return screen.Send(screen.Copies{List: list})
}
