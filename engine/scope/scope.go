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
	api, err := store.APIWithAudience(s.Tx, s.Issuer, audience)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return api, err
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
