package policy

import (
	"encoding/json"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/connect"
	"github.com/playgrant/playgrant/tui/screen"
)

// Copies are the policy or the user under the cursor, and the change that was
// made last as a command.
func (s *Policy) Copies() tea.Cmd {
	var list []screen.Copyable
	add := func(what, file string, v any) {
		if text, err := json.MarshalIndent(v, "", "  "); err == nil {
			list = append(list, screen.Copyable{What: what, File: file, Text: screen.Text(string(text))})
		}
	}
	if u, ok := s.user(); ok {
		list = append(list, screen.Copyable{What: "the email", File: "email.txt", Text: screen.Text(u.Email)})
		add("the user as JSON", u.Email+".json", u)
	}
	if s.ready() {
		add("the policy as JSON", "policy.json", s.known.Policy)
	}
	if c := s.last; c != nil && c.body != "" {
		list = append(list, screen.Copyable{What: "the last change as cURL", File: "change.sh", Text: screen.Text(
			"curl --request " + c.method + " --url " + connect.Shell(s.c.Remote.Base+c.path) +
				" --header 'Content-Type: application/json' --data-raw " + connect.Shell(c.body))})
	}
	return screen.Send(screen.Copies{List: list})
}
