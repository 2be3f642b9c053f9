package model

import (
	"regexp"
	"time"
)

// Challenge is an out-of-band challenge: a code that was sent to a user, or a
// push that waits for their thumb. It is kept under the hash of its oob_code
// and stays after it was answered, so that no answer serves twice.
type Challenge struct {
	Hash            string `json:"hash"`
	UserID          string `json:"user_id"`
	AuthenticatorID string `json:"authenticator_id"`
	ClientID        string `json:"client_id"`
	Issuer          string `json:"issuer"`
	// For is what the challenge belongs to: the hash of an mfa_token, or a
	// login at the hosted pages; empty: an access token for the MFA API.
	For string `json:"for,omitempty"`
	// CodeHash is that of Hash and the code; empty: a push.
	CodeHash string `json:"code_hash,omitempty"`
	// MessageID is the message that bore it.
	MessageID string `json:"message_id"`
	// Enrolling is true while the answer confirms the authenticator.
	Enrolling bool      `json:"enrolling,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
	PolledAt  time.Time `json:"polled_at,omitzero"` // a push was last asked for
	SpentAt   time.Time `json:"spent_at,omitzero"`  // it was answered, rightly or with no
}

// Push reports whether the user answers on the phone, without a code.
func (c *Challenge) Push() bool { return c.CodeHash == "" }

// Sends are the codes and pushes that went to one device of a user within the
// last hour.
type Sends struct {
	ID string      `json:"id"` // SendsID
	At []time.Time `json:"at"`
}

// SendsID is the key of what went to an address of a user.
func SendsID(userID, to string) string { return userID + "\x00" + to }

// e164 is a telephone number as ITU-T E.164 writes it.
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// IsPhoneNumber reports whether s is a telephone number such as +15555550100
// (ITU-T E.164).
func IsPhoneNumber(s string) bool { return e164.MatchString(s) }
