package model

import "time"

// ExchangeLine is an exchange as it stands in a long list: what a reader looks
// for, and nothing that is long.
type ExchangeLine struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Status    int       `json:"status"`
	ClientID  string    `json:"client_id,omitempty"`
	GrantType string    `json:"grant_type,omitempty"`
	MS        float64   `json:"ms"`
	// Inside is true for what this very program sent, and false for an app.
	Inside bool `json:"inside,omitempty"`
	// Refused is the rule that refused, and Why what it says.
	Refused string `json:"refused,omitempty"`
	Why     string `json:"why,omitempty"`
	// Mends counts the changes that are known to mend what failed.
	Mends int `json:"mends,omitempty"`
}

// Traffic is a part of the list of exchanges.
type Traffic struct {
	Lines []ExchangeLine `json:"lines"` // the oldest first
	// Next is the id to go on from, in the direction that was asked for; empty
	// at the end.
	Next string `json:"next,omitempty"`
	// Kept counts the exchanges that are listed, about; Oldest and Newest are
	// the ends.
	Kept   int64  `json:"kept"`
	Oldest string `json:"oldest,omitempty"`
	Newest string `json:"newest,omitempty"`
	// Cursor is where news begin that are not in this part.
	Cursor string `json:"cursor"`
}

// TrafficNews are the exchanges that were finished since a cursor.
type TrafficNews struct {
	Cursor string         `json:"cursor"`
	Lines  []ExchangeLine `json:"lines"` // in the order in which they were finished
	// Missed is true when more happened than is told here, or the list began
	// anew: read it again.
	Missed bool `json:"missed,omitempty"`
}

// Line is the exchange in a long list.
func (x *Exchange) Line() ExchangeLine {
	l := ExchangeLine{
		ID: x.ID, At: x.At, Method: x.Method, Path: x.Path, Status: x.Status, MS: x.MS,
		ClientID: cutLine(x.ClientID), GrantType: cutLine(x.GrantType), Inside: x.Inside,
	}
	for _, c := range x.Checks {
		if !c.OK && !c.Note && l.Refused == "" {
			l.Refused, l.Why = c.ID, c.Check
		}
		l.Mends += len(c.Mend)
	}
	return l
}

// cutLine keeps noise out of the list.
func cutLine(s string) string {
	const most = 128
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
