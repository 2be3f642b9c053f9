package model

import (
	"encoding/json"
	"time"
)

// Sandbox is what GET /sandbox answers: all that is set up.
type Sandbox struct {
	Clients      []Client      `json:"clients"`
	APIs         []API         `json:"apis"`
	ClientGrants []ClientGrant `json:"client_grants"`
	Users        []UserView    `json:"users"`
	Roles        []Role        `json:"roles"`
	Policy       Policy        `json:"policy"`
	SigningKeys  []SigningKey  `json:"signing_keys"`
}

// UserView is a user with their factors and without what is secret.
type UserView struct {
	User
	Factors []FactorView `json:"factors"`
}

// FactorView is one authenticator as the sandbox shows it.
type FactorView struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Name   string `json:"name,omitempty"`
	Active bool   `json:"active"`
}

// ClockView is what /sandbox/clock answers.
type ClockView struct {
	Now           time.Time `json:"now"`
	OffsetSeconds int64     `json:"offset_seconds"`
	Frozen        bool      `json:"frozen"`
}

// TOTPView is what /sandbox/totp answers: the simulated authenticator app.
type TOTPView struct {
	Code        string `json:"code"`
	SecondsLeft int    `json:"seconds_left"`
	// FreshInSeconds is 0 while the code has not been used. A code works once
	// (RFC 6238 §5.2), so after that it says when the next usable one comes.
	FreshInSeconds int `json:"fresh_in_seconds"`
}

// FamilyView is a refresh-token family as /sandbox/families shows it.
type FamilyView struct {
	ID            string      `json:"id"`
	ClientID      string      `json:"client_id"`
	User          string      `json:"user"` // email
	Audience      string      `json:"audience"`
	Scope         string      `json:"scope"`
	Rotating      bool        `json:"rotating"`
	CreatedAt     time.Time   `json:"created_at"`
	ExpiresAt     *time.Time  `json:"expires_at"`
	IdleExpiresAt *time.Time  `json:"idle_expires_at"`
	State         string      `json:"state"`
	Cause         string      `json:"cause"`
	SessionID     string      `json:"session_id,omitempty"` // the sid of the login that began it
	LeewaySeconds int         `json:"leeway_seconds"`       // of the client, today
	Tokens        []TokenView `json:"tokens"`
}

// TokenView is one refresh token by its short name.
type TokenView struct {
	ID        string     `json:"id"`
	Parent    string     `json:"parent"`
	State     string     `json:"state"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at"`
	Cause     string     `json:"cause"`
	// Exchange is the id of the exchange whose answer holds the token's text.
	Exchange string `json:"exchange,omitempty"`
	// Superseded is true for a rotated token that is no longer the previous
	// one: no leeway covers it.
	Superseded bool `json:"superseded,omitempty"`
}

// SessionView is a login session as /sandbox/sessions shows it.
type SessionView struct {
	ID            string     `json:"id"`   // the sid claim
	User          string     `json:"user"` // email
	AuthTime      time.Time  `json:"auth_time"`
	MFATime       *time.Time `json:"mfa_time"`
	LastSeen      time.Time  `json:"last_seen"`
	ExpiresAt     time.Time  `json:"expires_at"`
	IdleExpiresAt time.Time  `json:"idle_expires_at"`
	State         string     `json:"state"` // active, expired
}

// Progress is how far somebody came with a demo: a JSON object that only the
// demo's player understands.
type Progress struct {
	Name string          `json:"name"`
	Data json.RawMessage `json:"data"`
}
