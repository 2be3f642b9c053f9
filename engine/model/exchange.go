package model

import (
	"time"

	"github.com/playgrant/playgrant/engine/check"
)

// Exchange is one request and its answer, as they went over the wire.
type Exchange struct {
	ID        string         `json:"id"`
	At        time.Time      `json:"at"`
	Method    string         `json:"method"`
	Path      string         `json:"path"`
	Status    int            `json:"status"`
	ClientID  string         `json:"client_id"`
	GrantType string         `json:"grant_type"`
	MS        float64        `json:"ms"` // milliseconds of real time, not of the sandbox's clock
	Checks    []check.Result `json:"checks"`
	// Issued is the short id of the refresh token that the answer holds.
	Issued string `json:"issued,omitempty"`
	// Inside is true for what this very program sent, by the in-process
	// connection, and false for an app.
	Inside bool `json:"inside,omitempty"`
	// Secure is true for what came by https.
	Secure bool `json:"secure,omitempty"`
	// Request and Response are the bytes as sent. The list leaves them out.
	Request  string `json:"request,omitempty"`
	Response string `json:"response,omitempty"`
}

// Origin is the scheme, host and port that a request was sent to; host is that
// of its Host header.
func (x *Exchange) Origin(host string) string {
	if x.Secure {
		return "https://" + host
	}
	return "http://" + host
}
