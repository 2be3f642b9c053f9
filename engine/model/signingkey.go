package model

import "time"

// SigningKey is one of the server's keys as the sandbox shows it, in the field
// names of Auth0's Management API (/api/v2/keys/signing). One of Current, Next,
// Previous and Revoked is true.
type SigningKey struct {
	KID          string     `json:"kid"`
	Cert         string     `json:"cert,omitempty"` // PEM
	Current      bool       `json:"current"`
	Next         bool       `json:"next"`
	Previous     bool       `json:"previous"`
	CurrentSince *time.Time `json:"current_since,omitempty"` // by the sandbox's clock, as the times below
	CurrentUntil *time.Time `json:"current_until,omitempty"`
	Revoked      bool       `json:"revoked"`
	RevokedAt    *time.Time `json:"revoked_at,omitempty"`
	Fingerprint  string     `json:"fingerprint,omitempty"` // SHA-1 of the certificate, in hexadecimal pairs
	Thumbprint   string     `json:"thumbprint,omitempty"`  // the same without colons
}

// State is the key's state in one word.
func (k SigningKey) State() string {
	switch {
	case k.Current:
		return "current"
	case k.Next:
		return "next"
	case k.Previous:
		return "previous"
	}
	return "revoked"
}
