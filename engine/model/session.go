package model

import (
	"slices"
	"time"
)

// Lifetimes of a login session. Auth0's are settings of the tenant; these are
// its self-service idle limit and our choice of absolute one.
const (
	SessionLifetime     = 7 * 24 * time.Hour
	SessionIdleLifetime = 3 * 24 * time.Hour
)

// Session is a browser's login at the hosted pages, kept under the hash of
// its cookie.
type Session struct {
	Hash      string    `json:"hash"`
	SID       string    `json:"sid"` // the sid claim; not the cookie
	UserID    string    `json:"user_id"`
	AuthTime  time.Time `json:"auth_time"`
	MFATime   time.Time `json:"mfa_time,omitzero"` // when a second factor was last given
	LastSeen  time.Time `json:"last_seen"`
	ExpiresAt time.Time `json:"expires_at"` // absolute
	// Clients are those whose users have logged in by it, to be told of its
	// end.
	Clients []string `json:"clients,omitempty"`
}

// Live reports whether the session still holds at the given time.
func (s *Session) Live(now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Before(s.LastSeen.Add(SessionIdleLifetime))
}

// Authorization is what an authorization request asks for, after it was
// validated; it travels from /authorize through the hosted pages to the code.
type Authorization struct {
	ClientID      string `json:"client_id"`
	RedirectURI   string `json:"redirect_uri"`
	RedirectGiven bool   `json:"redirect_given"` // it stood in the request, so it must be repeated (RFC 6749 §4.1.3)
	ResponseMode  string `json:"response_mode"`  // query, fragment, form_post, web_message
	// Types are the parts of response_type, in alphabetical order.
	Types     []string `json:"types"`
	State     string   `json:"state,omitempty"`
	HasState  bool     `json:"has_state,omitempty"`
	Nonce     string   `json:"nonce,omitempty"`
	Audience  string   `json:"audience,omitempty"`
	Requested []string `json:"requested"` // scopes as asked for
	Scope     []string `json:"scope"`     // scopes that can be granted
	Challenge string   `json:"challenge,omitempty"`
	Method    string   `json:"method,omitempty"` // S256, plain
	// ProofKey is the thumbprint of the key that the code is bound to: dpop_jkt
	// (RFC 9449 §10).
	ProofKey  string   `json:"proof_key,omitempty"`
	Prompt    []string `json:"prompt,omitempty"`
	MaxAge    *int     `json:"max_age,omitempty"` // seconds
	LoginHint string   `json:"login_hint,omitempty"`
	// SignUp is true if the app wants the user to sign up rather than log in.
	SignUp    bool     `json:"sign_up,omitempty"`
	ACRValues []string `json:"acr_values,omitempty"`
	// ACREssential are those of which one must hold, or else nobody is logged
	// in (OpenID Connect Core §5.5.1.1).
	ACREssential []string `json:"acr_essential,omitempty"`
	// IDClaims and UserinfoClaims are those that the claims parameter asks
	// for (OpenID Connect Core §5.5).
	IDClaims       []string `json:"id_claims,omitempty"`
	UserinfoClaims []string `json:"userinfo_claims,omitempty"`
	// Device is the hash of the device code that is to be approved, instead of
	// an app's request (RFC 8628).
	Device string `json:"device,omitempty"`
	// Subject is who the app wants: the sub of its id_token_hint, or the one
	// that its claims parameter asks for.
	Subject string `json:"subject,omitempty"`
	Issuer  string `json:"issuer"`
	// TellIssuer puts the issuer into the answer (RFC 9207).
	TellIssuer bool `json:"tell_issuer,omitempty"`
}

// ACRAsked reports whether the app asks how the user logs in, by acr_values or
// by the claims parameter.
func (a *Authorization) ACRAsked() bool {
	return len(a.ACRValues) > 0 || slices.Contains(a.IDClaims, "acr")
}

// Login is an authorization request that waits on a hosted page for its user.
type Login struct {
	ID            string        `json:"id"`
	Authorization Authorization `json:"authorization"`
	// BrowserHash binds the pages to the browser that started the login: the
	// hash of a cookie, so that another's link cannot log a victim in.
	BrowserHash string    `json:"browser_hash"`
	CreatedAt   time.Time `json:"created_at"`
	ExpiresAt   time.Time `json:"expires_at"`
	// UserID is set once the password was right; the session begins when the
	// second factor, if one is needed, was given too.
	UserID   string    `json:"user_id,omitempty"`
	AuthTime time.Time `json:"auth_time,omitzero"`
	MFATime  time.Time `json:"mfa_time,omitzero"`
	// MFAHere is set once the second factor was given on this login's own
	// pages. MFATime alone may come from the session.
	MFAHere bool `json:"mfa_here,omitempty"`
	// Factor is how far the pages for the second factor have come.
	Factor LoginFactor `json:"factor,omitzero"`
	// Challenge is what a passkey has to sign on the page that was shown last;
	// empty once it was answered.
	Challenge string `json:"challenge,omitempty"`
	// Choice is the sid of the session that the user is asked about by
	// prompt=select_account, until they have said which account it is to be.
	Choice string `json:"choice,omitempty"`
	// SID names the session that the login uses, once there is one.
	SID string `json:"sid,omitempty"`
	// Consented is set once a third-party client was allowed in.
	Consented bool `json:"consented,omitempty"`
}

// LoginFactor is what a login's pages for the second factor know.
type LoginFactor struct {
	// Picked is the id of the authenticator that the user chose.
	Picked string `json:"picked,omitempty"`
	// OOBHash names the out-of-band challenge that waits for its answer.
	OOBHash string `json:"oob_hash,omitempty"`
	// Enrolling is the kind of authenticator that is being enrolled, and
	// EnrollID the one that waits to be confirmed, once it has begun.
	Enrolling string `json:"enrolling,omitempty"`
	EnrollID  string `json:"enroll_id,omitempty"`
}

// RememberLifetime is how long a browser is spared the second factor
// (auth0.com/docs/secure/multi-factor-authentication, allowRememberBrowser).
const RememberLifetime = 30 * 24 * time.Hour

// RememberedBrowser is a browser in which a second factor need not be given
// again for a while, kept under the hash of its cookie.
type RememberedBrowser struct {
	Hash string `json:"hash"`
	// Until is for how long, by user id: people share a browser, and one's
	// second factor says nothing about another.
	Until map[string]time.Time `json:"until"`
}

// End is when the browser is remembered for nobody any more.
func (b *RememberedBrowser) End() time.Time {
	var end time.Time
	for _, until := range b.Until {
		if until.After(end) {
			end = until
		}
	}
	return end
}
