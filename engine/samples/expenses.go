// Package samples is a protected API to call with an access token, so that a
// flow can be walked to its end. It knows of the server only what every API
// can: the issuer and the public keys.
package samples

import (
	"github.com/playgrant/playgrant/engine/bearer"
	"github.com/playgrant/playgrant/engine/step"
)

// The API that is sampled, and what reading it needs.
const (
	Audience = "https://expenses.example/api"
	Scope    = "read:expenses"
)

// Expense is one entry of the sample.
type Expense struct {
	ID       string `json:"id"`
	Date     string `json:"date"`
	What     string `json:"what"`
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// expenses are everybody's: the sample is about who may read them.
var expenses = []Expense{
	{"exp_1", "2026-11-02", "Train to Lyon", "84.00", "EUR"},
	{"exp_2", "2026-11-03", "Lunch with the workshop", "31.50", "EUR"},
	{"exp_3", "2026-11-05", "Projector cable", "12.90", "EUR"},
}

// Routes are the addresses of the sample API.
func Routes() []step.Route {
	return []step.Route{{Pattern: "GET /samples/expenses", Endpoint: step.Endpoint{Do: list, Refuse: bearer.Refuse}}}
}

func list(s *step.Step) (*step.Answer, error) {
	sent, err := bearer.Read(s)
	if err != nil {
		return nil, err
	}
	token, err := bearer.Verify(s, sent.Text, Audience)
	if err != nil {
		return nil, err
	}
	if err := token.Held(s, sent); err != nil {
		return nil, err
	}
	if err := token.Needs(s, Scope); err != nil {
		return nil, err
	}
	return step.JSON(map[string]any{"reader": token.Subject, "expenses": expenses}).Set("Cache-Control", "no-store"), nil
}
