package model

import "slices"

// API is a resource server, in the field names of Auth0's Management API
// (auth0.com/docs/get-started/apis/api-settings).
type API struct {
	Identifier string     `json:"identifier"`
	Name       string     `json:"name"`
	Scopes     []APIScope `json:"scopes"`
	SigningAlg string     `json:"signing_alg"` // RS256, PS256, HS256
	// SigningSecret is what the API shares with the server for HS256.
	SigningSecret      string `json:"signing_secret,omitempty"`
	AllowOfflineAccess bool   `json:"allow_offline_access"`
	TokenLifetime      int    `json:"token_lifetime"` // seconds
	// TokenLifetimeForWeb is that of access tokens given straight at
	// /authorize, in seconds; zero: as long as TokenLifetime.
	TokenLifetimeForWeb int `json:"token_lifetime_for_web,omitempty"`
	// EnforcePolicies limits users to the permissions that they have (RBAC).
	EnforcePolicies bool   `json:"enforce_policies"`
	TokenDialect    string `json:"token_dialect"` // one of the Dialect constants; empty: access_token
	// ProofOfPossession says whether access tokens can be bound to the client's
	// key; nil: they are not.
	ProofOfPossession *ProofOfPossession `json:"proof_of_possession,omitempty"`
	IsSystem          bool               `json:"is_system"`
}

// ProofOfPossession is how an API's access tokens are constrained to their
// sender (auth0.com/docs/secure/sender-constraining/configure-sender-constraining).
type ProofOfPossession struct {
	Mechanism string `json:"mechanism"` // dpop
	Required  bool   `json:"required"`
	// RequiredFor is all_clients, which is meant if it is empty, or
	// public_clients.
	RequiredFor string `json:"required_for,omitempty"`
}

// RequiresProof reports whether a client gets a token for the API only if it
// proves that it holds a key.
func (a *API) RequiresProof(c *Client) bool {
	p := a.ProofOfPossession
	return p != nil && p.Required && (p.RequiredFor != "public_clients" || c.Public())
}

// Dialects of an API's access tokens: in Auth0's profile or in that of RFC
// 9068, with the permissions claim or without
// (auth0.com/docs/get-started/apis/enable-role-based-access-control-for-apis).
const (
	DialectAccessToken      = "access_token"
	DialectAccessTokenAuthz = "access_token_authz"
	DialectRFC9068          = "rfc9068_profile"
	DialectRFC9068Authz     = "rfc9068_profile_authz"
)

// RFC9068 reports whether the API's access tokens follow RFC 9068.
func (a *API) RFC9068() bool {
	return a.TokenDialect == DialectRFC9068 || a.TokenDialect == DialectRFC9068Authz
}

// ListsPermissions reports whether access tokens bear all that the user may do
// on the API.
func (a *API) ListsPermissions() bool {
	return a.EnforcePolicies && (a.TokenDialect == DialectAccessTokenAuthz || a.TokenDialect == DialectRFC9068Authz)
}

// WebLifetime is how long an access token lives that an app gets straight from
// /authorize, in seconds.
func (a *API) WebLifetime() int {
	if a.TokenLifetimeForWeb == 0 {
		return a.TokenLifetime
	}
	return min(a.TokenLifetimeForWeb, a.TokenLifetime)
}

// APIScope is one permission of an API.
type APIScope struct {
	Value       string `json:"value"`
	Description string `json:"description"`
}

// HasScope reports whether the API defines the scope.
func (a *API) HasScope(scope string) bool {
	return slices.ContainsFunc(a.Scopes, func(s APIScope) bool { return s.Value == scope })
}

// ClientGrant lets a client act for itself on an API (client_credentials).
type ClientGrant struct {
	ID       string   `json:"id"`
	ClientID string   `json:"client_id"`
	Audience string   `json:"audience"`
	Scope    []string `json:"scope"`
}
