// Package scope decides which of the scopes that were asked for are granted.
package scope

import (
	"errors"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Scopes of OpenID Connect (Core §5.4, §11).
const (
	OpenID        = "openid"
	Profile       = "profile"
	Email         = "email"
	Address       = "address"
	Phone         = "phone"
	OfflineAccess = "offline_access"
)

// Standard are the scopes that stand for claims about the user, whatever the
// API.
var Standard = []string{OpenID, Profile, Email, Address, Phone}

var ruleKnown = check.Rule{
	ID: "scope.known", Says: "Every scope is one that can be granted; others are left out without an error",
	Ref: "RFC 6749 §3.3", Fix: "Ask for scopes that the API defines, or add them to the API.", Param: "scope",
}

// API finds the API with the given identifier; nil, without an error, if
// there is none. The MFA API is part of every sandbox and named after its
// issuer.
func API(s *step.Step, audience string) (*model.API, error) {
	if audience == s.Issuer+"mfa/" {
		return MFA(s.Issuer), nil
	}
	api, err := store.APIs.Get(s.Tx, audience)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return api, err
}

// MFA is the system API by which users manage their authenticators; its
// tokens live ten minutes
// (auth0.com/docs/secure/multi-factor-authentication/manage-mfa-auth0-apis).
func MFA(issuer string) *model.API {
	return &model.API{
		Identifier: issuer + "mfa/", Name: "Auth0 MFA API", SigningAlg: "RS256", TokenLifetime: 600, IsSystem: true,
		Scopes: []model.APIScope{
			{Value: "enroll", Description: "Enrol a new authenticator"},
			{Value: "read:authenticators", Description: "List the authenticators"},
			{Value: "remove:authenticators", Description: "Remove an authenticator"},
		},
	}
}

// Grantable returns those of the requested scopes that the API, or nil for
// none, or OpenID Connect knows, in the order they were asked for. Users of
// first-party clients get any scope of an API that they ask for. Whether
// offline_access gives a refresh token is decided when tokens are issued.
func Grantable(s *step.Step, api *model.API, requested []string) []string {
	var granted, dropped []string
	for _, sc := range requested {
		if sc == OfflineAccess || slices.Contains(Standard, sc) || api != nil && api.HasScope(sc) {
			granted = append(granted, sc)
		} else {
			dropped = append(dropped, sc)
		}
	}
	if len(requested) > 0 {
		got := strings.Join(granted, " ")
		if len(dropped) > 0 {
			got = "left out: " + strings.Join(dropped, " ")
		}
		s.Note(ruleKnown, len(dropped) == 0, "scopes of the API or of OpenID Connect", got)
	}
	return granted
}

// Join writes scopes as one parameter.
func Join(scopes []string) string { return strings.Join(scopes, " ") }
