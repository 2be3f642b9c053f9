package policy

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// edited is a choice of what happens to a user's factors.
type edited struct {
	screen *Policy
	do     func(context.Context) *change
}

// simulatedNumber is where messages go for a user who has no number of their
// own; they arrive on the Phone all the same.
const simulatedNumber = "+15555550100"

// given are the factors that a user can be given, in the order of the list.
var given = []struct{ factor, title, note string }{
	{model.FactorOTP, "Give an authenticator app", "Its code runs on the phone."},
	{model.KindSMS, "Give text messages", "They arrive on the phone."},
	{model.KindVoice, "Give voice calls", "They are written down on the phone."},
	{model.FactorEmail, "Give email", "For challenges only, as at Auth0."},
	{model.FactorPush, "Give push notifications", "Approved or denied on the phone; with an app of its own."},
	{model.FactorRecoveryCode, "Give a recovery code", "Shown once, below."},
}

// editFactors lets the user under the cursor be given a factor, or lose one.
func (s *Policy) editFactors() tea.Cmd {
	u, ok := s.user()
	if !ok {
		return nil
	}
	path := "/sandbox/users/" + url.PathEscape(u.Email) + "/factors"
	r := s.c.Remote
	var items []screen.Item
	var does []func(context.Context) *change
	for _, g := range given {
		items = append(items, screen.Item{Title: g.title, Note: g.note})
		body := map[string]any{"type": g.factor}
		if g.factor == model.KindSMS || g.factor == model.KindVoice {
			body["phone_number"] = simulatedNumber
			if u.PhoneNumber != "" {
				body["phone_number"] = u.PhoneNumber
			}
		}
		does = append(does, func(ctx context.Context) *change {
			code, err := r.GiveFactor(ctx, u.Email, body)
			sent, _ := json.Marshal(body) // texts always can be
			if code != "" {
				return &change{"POST", path, "the recovery code is " + code, err}
			}
			return &change{"POST", path, string(sent), err}
		})
	}
	for _, f := range u.Factors {
		kind, _, _ := strings.Cut(f.ID, "|")
		items = append(items, screen.Item{Title: "Take " + ui.Line(strings.TrimSpace(kind+" "+f.Name)), Note: "What was enrolled along with it goes too."})
		does = append(does, func(ctx context.Context) *change {
			return &change{"DELETE", path + "/" + url.PathEscape(f.ID), "", r.TakeFactor(ctx, u.Email, f.ID)}
		})
	}
	return screen.Send(screen.Choose{Title: "Factors of " + ui.Line(u.Email), Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(edited{s, does[i]})
	}})
}
