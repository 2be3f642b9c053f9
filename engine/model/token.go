package model

import (
	"time"
)

// Authenticated is what is known of how a user proved who they are; it goes
// along from the login to every ID token that comes of it.
type Authenticated struct {
	UserID   string    `json:"user_id"`
	SID      string    `json:"sid,omitempty"`
	AuthTime time.Time `json:"auth_time,omitzero"`
	MFA      bool      `json:"mfa,omitempty"` // a second factor was given on the hosted pages of this very login
}

// Code is an authorization code (RFC 6749 §4.1.2), kept under its hash. It
// stays after it was spent, so that a second use can be told from an unknown
// code.
type Code struct {
	Hash          string        `json:"hash"`
	Authorization Authorization `json:"authorization"`
	Authenticated Authenticated `json:"authenticated"`
	CreatedAt     time.Time     `json:"created_at"`
	ExpiresAt     time.Time     `json:"expires_at"`
	SpentAt       time.Time     `json:"spent_at,omitzero"`
	// FamilyID is the refresh-token family that the code began, if any.
	FamilyID string `json:"family_id,omitempty"`
	// AccessHash is of the opaque access token that the code gave, or of the
	// jti of a JWT.
	AccessHash string `json:"access_hash,omitempty"`
}

// RevokedToken is a JWT access token that holds no more, kept under the hash of
// its jti.
type RevokedToken struct {
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

// States of a family and of a refresh token.
const (
	StateActive  = "active"
	StateRotated = "rotated"
	StateExpired = "expired"
	StateRevoked = "revoked"
)

// Causes for which a family or a token ended.
const (
	CauseReuse        = "reuse"
	CauseIdle         = "idle"
	CauseAbsolute     = "absolute"
	CauseRevoked      = "revoked"
	CauseGrantRevoked = "grant_revoked"
	CauseLimit        = "limit"
	CauseCodeReuse    = "code_reuse"
	CauseRotation     = "rotation_changed"
	CauseClient       = "client_removed"
)

// Family is all the refresh tokens that descend from one login. Reading it
// guards its tokens: a step that changes any of them reads and writes it too.
type Family struct {
	ID            string        `json:"id"`
	ClientID      string        `json:"client_id"`
	Audience      string        `json:"audience,omitempty"`
	Scope         []string      `json:"scope"`
	Issuer        string        `json:"issuer"`
	GrantType     string        `json:"grant_type"` // the grant that began it
	Authenticated Authenticated `json:"authenticated"`
	// ProofKey is the thumbprint of the key that a public client's refresh
	// tokens are bound to (RFC 9449 §5).
	ProofKey  string    `json:"proof_key,omitempty"`
	AuthTime  bool      `json:"auth_time,omitempty"` // ID tokens bear auth_time
	Rotating  bool      `json:"rotating"`
	CreatedAt time.Time `json:"created_at"`
	// ExpiresAt is the absolute end, fixed when the family began; zero: never.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// LastUsedAt is where the idle lifetime counts from.
	LastUsedAt time.Time `json:"last_used_at"`
	State      string    `json:"state"`
	Cause      string    `json:"cause,omitempty"` // reuse: this one came back and ended the family
	EndedAt    time.Time `json:"ended_at,omitzero"`
	// Tokens counts the tokens made so far; it numbers the next.
	Tokens int `json:"tokens"`
}

// IdleExpiresAt is when the family ends unless it is used before; zero:
// never. The setting is the client's of today, not of when the family began
// (auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration).
func (f *Family) IdleExpiresAt(c *Client) time.Time {
	set := c.RefreshToken
	if set.ExpirationType != "expiring" || set.InfiniteIdleTokenLifetime || set.IdleTokenLifetime == 0 {
		return time.Time{}
	}
	return f.LastUsedAt.Add(time.Duration(set.IdleTokenLifetime) * time.Second)
}

// Tally counts the families of one user and client that have not been ended.
type Tally struct {
	ID     string `json:"id"`
	Living int    `json:"living"`
}

// RefreshToken is one token of a family, kept under its hash.
type RefreshToken struct {
	Hash       string    `json:"hash"`
	ID         string    `json:"id"` // a short name to show: rt_…; never the token
	FamilyID   string    `json:"family_id"`
	Parent     string    `json:"parent,omitempty"` // the ID of the token it replaced
	ParentHash string    `json:"parent_hash,omitempty"`
	State      string    `json:"state"`
	Cause      string    `json:"cause,omitempty"` // reuse: this one came back and ended the family
	CreatedAt  time.Time `json:"created_at"`
	// Exchange is the id of the exchange whose answer holds the token.
	Exchange string `json:"exchange,omitempty"`
	// Superseded is true once a token that replaced this one was exchanged in
	// turn: from then on this one is older than the previous.
	Superseded bool `json:"superseded,omitempty"`
	// UsedAt is the first exchange of a rotating token, from which its leeway
	// counts, or the last one of a non-rotating.
	UsedAt time.Time `json:"used_at,omitzero"`
}

// AccessToken is an opaque access token, which only /userinfo takes, kept
// under its hash. JWTs are not kept.
type AccessToken struct {
	Hash      string    `json:"hash"`
	UserID    string    `json:"user_id"`
	ClientID  string    `json:"client_id"`
	Scope     []string  `json:"scope"`
	Claims    []string  `json:"claims,omitempty"`    // for /userinfo besides those of the scope
	ProofKey  string    `json:"proof_key,omitempty"` // of the key that it is bound to (RFC 9449 §6)
	Issuer    string    `json:"issuer"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// MFATransaction is what an mfa_token stands for, kept under its hash: a grant
// that waits for a second factor.
type MFATransaction struct {
	Hash      string   `json:"hash"`
	UserID    string   `json:"user_id"`
	ClientID  string   `json:"client_id"`
	Audience  string   `json:"audience,omitempty"`
	Requested []string `json:"requested"`
	Scope     []string `json:"scope"`
	GrantType string   `json:"grant_type"` // the grant that waits
	// Actor acts for the user, in a token exchange.
	Actor string `json:"actor,omitempty"`
	// RefreshHash is the refresh token that waits to be exchanged, if the
	// grant is refresh_token.
	RefreshHash string    `json:"refresh_hash,omitempty"`
	Issuer      string    `json:"issuer"`
	CreatedAt   time.Time `json:"created_at"`
	ExpiresAt   time.Time `json:"expires_at"`
	SpentAt     time.Time `json:"spent_at,omitzero"`
}

// Attempts is the bucket of wrong second factors a user has left: ten, filled
// up by one every six minutes
// (auth0.com/docs/…/resource-owner-password-flow/authenticate-using-ropg-flow-with-mfa).
type Attempts struct {
	UserID string    `json:"user_id"`
	Spent  float64   `json:"spent"` // as of At
	At     time.Time `json:"at"`
}

// Assertion is a client assertion, or a DPoP proof, that was used, kept under
// the hash of whose it is and its jti: each works once (RFC 7523 §3, RFC 9449
// §11.1).
type Assertion struct {
	Hash      string    `json:"hash"`
	ExpiresAt time.Time `json:"expires_at"`
}

// PushedRequest is an authorization request that waits for its browser, kept
// under the hash of its name (RFC 9126).
type PushedRequest struct {
	Hash      string            `json:"hash"`
	ClientID  string            `json:"client_id"`
	Params    map[string]string `json:"params"`
	Issuer    string            `json:"issuer"`
	ExpiresAt time.Time         `json:"expires_at"`
}
