package compose

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/copies"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
)

// Copies are the value under the cursor and the request as it stands, or the
// exchange on show if that has the keys.
func (s *Screen) Copies() tea.Cmd {
	if x := s.view.Exchange(); x != nil && s.onAnswer {
		stem := "exchange-" + x.ID
		list := append(copies.Of(x, stem), copies.Checks(x, stem))
		return screen.Send(screen.Copies{List: copies.On(exchange.TabNames[s.view.Tab()], list)})
	}
	var list []screen.Copyable
	if p := s.editor.Param(); p != nil {
		list = append(list, screen.Copyable{What: "the value of " + p.Name, File: p.Name + ".txt", Secret: p.Secret, Text: screen.Text(p.Value)})
	}
	if d := s.editor.Edit.Draft(); d != nil {
		base := s.c.Remote.Base
		x := &model.Exchange{Request: request.Text(d, base), Secure: strings.HasPrefix(base, "https:")}
		list = append(list, copies.Of(x, "request")...)
	}
	return screen.Send(screen.Copies{List: list})
}
