package policy

import (
	"cmp"
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

// Gift is a factor that a user can be given, and what is sent for it.
type Gift struct {
	Title, Note string
	Body        map[string]any
}

// Gifts are the factors that a user can be given. phone is their number;
// empty: the simulated one.
func Gifts(phone string) []Gift {
	phone = cmp.Or(phone, simulatedNumber)
	of := func(factor string) map[string]any { return map[string]any{"type": factor} }
	to := func(factor string) map[string]any { return map[string]any{"type": factor, "phone_number": phone} }
	return []Gift{
		{"Give an authenticator app", "Its code runs on the phone.", of(model.FactorOTP)},
		{"Give text messages", "They arrive on the phone.", to(model.KindSMS)},
		{"Give voice calls", "They are written down on the phone.", to(model.KindVoice)},
		{"Give email", "For challenges only, as at Auth0.", of(model.FactorEmail)},
		{"Give push notifications", "Approved or denied on the phone; with an app of its own.", of(model.FactorPush)},
		{"Give a recovery code", "Shown once, below.", of(model.FactorRecoveryCode)},
	}
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
	for _, g := range Gifts(u.PhoneNumber) {
		items = append(items, screen.Item{Title: g.Title, Note: g.Note})
		body := g.Body
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
	forget := "/sandbox/users/" + url.PathEscape(u.Email) + "/multifactor/actions/invalidate-remember-browser"
	items = append(items, screen.Item{Title: "Forget remembered browsers", Note: "Where “Remember this browser” was ticked, a factor is asked for again."})
	does = append(does, func(ctx context.Context) *change {
		return &change{"POST", forget, "", r.ForgetBrowsers(ctx, u.Email)}
	})
	return screen.Send(screen.Choose{Title: "Factors of " + ui.Line(u.Email), Items: items, Pick: func(i int) tea.Cmd {
		return screen.Send(edited{s, does[i]})
	}})
}
