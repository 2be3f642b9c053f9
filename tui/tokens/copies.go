package tokens

import (
	"context"
	"encoding/json"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/copies"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/screen"
)

// Copies are the newest token of the family under the cursor, the family, and
// what the last action sent and got.
func (s *Tokens) Copies() tea.Cmd {
	var list []screen.Copyable
	if f, ok := s.family(); ok {
		if newest, ok := family.Newest(f); ok {
			r := s.c.Remote
			list = append(list, screen.Copyable{What: "the newest refresh token", Note: "Whole.", File: "refresh_token.txt", Secret: true,
				Text: func(ctx context.Context) (string, error) {
					text, _, err := textOf(ctx, r, newest)
					return text, err
				}})
		}
		if text, err := json.MarshalIndent(f, "", "  "); err == nil {
			list = append(list, screen.Copyable{What: "the family as JSON", Note: "As /sandbox/families tells it, without the tokens.", File: "family-" + f.ID + ".json", Text: screen.Text(string(text))})
		}
	}
	if s.result != nil && s.result.exchange != nil {
		x := s.result.exchange
		list = append(append(list, copies.Of(x, "exchange-"+x.ID)...), copies.Checks(x, "exchange-"+x.ID))
	}
	return screen.Send(screen.Copies{List: list})
}
