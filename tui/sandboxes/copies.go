package sandboxes

import (
	"encoding/json"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/connect"
	"github.com/playgrant/playgrant/tui/screen"
)

// Copies are the value under the cursor, the thing as JSON, what it is called,
// and what an app that uses it is told.
func (s *Screen) Copies() tea.Cmd {
	o := s.thing()
	if s.tab == tabPolicy {
		return s.policy.Copies()
	}
	if o == nil {
		return screen.Send(screen.Copies{})
	}
	var list []screen.Copyable
	if what, v := s.copied(); v != "" {
		list = append(list, screen.Copyable{What: "the " + what, File: what + ".txt", Secret: strings.Contains(strings.ToLower(what), "secret"), Text: screen.Text(v)})
	}
	if s.inForm {
		list = append(list, screen.Copyable{What: "the " + s.kind().id, File: s.kind().id + ".txt", Text: screen.Text(s.id())})
	}
	if text, err := json.MarshalIndent(o, "", "  "); err == nil {
		list = append(list, screen.Copyable{What: "the " + s.kind().one + " as JSON", Note: "As the Management API has it.", File: s.id() + ".json", Secret: true, Text: screen.Text(string(text))})
	}
	if app, _, ok := s.app(); ok && s.tab == tabClients {
		if secret := app.Client.ClientSecret; secret != "" {
			list = append(list, screen.Copyable{What: "the client_secret", File: s.id() + "-secret.txt", Secret: true, Text: screen.Text(secret)})
		}
		if settings, err := app.Settings(); err == nil {
			var b strings.Builder
			for _, v := range settings {
				b.WriteString(v.Name + "=" + connect.Dotenv(v.Value) + "\n")
			}
			list = append(list, screen.Copyable{What: "the app's settings", Note: "As playgrant env prints them, for a .env file.", File: s.id() + ".env", Secret: true, Text: screen.Text(b.String())})
		}
	}
	return screen.Send(screen.Copies{List: list})
}
