package model

import "time"

// Passwordless is a code, or a link, that was sent to log in with, kept under
// a hash of who asked and where it went: a new one takes the place of the old.
type Passwordless struct {
	ID         string            `json:"id"`
	ClientID   string            `json:"client_id"`
	Connection string            `json:"connection"` // email, sms
	To         string            `json:"to"`
	CodeHash   string            `json:"code_hash"`
	AuthParams map[string]string `json:"auth_params,omitempty"` // of the login that a link goes on with
	Wrong      int               `json:"wrong"`                 // codes that were tried
	Issuer     string            `json:"issuer"`
	ExpiresAt  time.Time         `json:"expires_at"`
	// BrowserHash is that of the browser's cookie, if a browser of this server's
	// pages asked: a link is good only there.
	BrowserHash string `json:"browser_hash,omitempty"`
}

// PasswordTicket lets its holder do something with a user's password once, kept
// under its hash: set it or, if it says what it unblocks, try it again.
type PasswordTicket struct {
	Hash      string    `json:"hash"`
	UserID    string    `json:"user_id"`
	Unblocks  string    `json:"unblocks,omitempty"` // the id of the Attempts
	ExpiresAt time.Time `json:"expires_at"`
	// StateHash is that of the user's address and password when a link to set
	// another was sent: with either of them changed, it is over.
	StateHash string `json:"state_hash,omitempty"`
}
