package model

import "slices"

// API is a resource server, in the field names of Auth0's Management API
// (auth0.com/docs/get-started/apis/api-settings).
type API struct {
	Identifier         string     `json:"identifier"`
	Name               string     `json:"name"`
	Scopes             []APIScope `json:"scopes"`
	SigningAlg         string     `json:"signing_alg"` // RS256
	AllowOfflineAccess bool       `json:"allow_offline_access"`
	TokenLifetime      int        `json:"token_lifetime"` // seconds
	IsSystem           bool       `json:"is_system"`
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
