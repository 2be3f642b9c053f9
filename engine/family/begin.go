// Package family keeps refresh tokens: when one is given, when it holds, and
// how rotation replaces it. All tokens that descend from one login are a
// family; a step that changes any of them reads and writes the family's record
// too, so that of two steps at once one sees what the other did.
package family

import (
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// The rules of auth0.com/docs/secure/tokens/refresh-tokens/get-refresh-tokens.
// None of them refuses: without a refresh token the other tokens come all the
// same.
var (
	ruleOfflineAsked = check.Rule{
		ID: "refresh.asked", Says: "A refresh token is given only when offline_access was asked for",
		Ref: "OpenID Connect Core §11; Auth0 “Get Refresh Tokens”", Fix: "Add offline_access to the scope at /authorize.", Param: "scope",
	}
	ruleOfflineAPI = check.Rule{
		ID: "refresh.api", Says: "The API allows offline access",
		Ref: "Auth0 “Get Refresh Tokens”", Fix: "Switch on Allow Offline Access for the API.", Param: "audience",
	}
	ruleOfflineClient = check.Rule{
		ID: "refresh.client", Says: "The client has the refresh_token grant",
		Ref: "Auth0 “Refresh Token Rotation”", Fix: "Add refresh_token to the client's grant types.", Param: "client_id",
	}
	ruleOfflineSPA = check.Rule{
		ID: "refresh.spa", Says: "A single-page app gets only refresh tokens that rotate",
		Ref: "Auth0 “Refresh Token Rotation”", Fix: "Set the client's rotation_type to rotating.", Param: "client_id",
	}
)

// Wanted decides whether a login begins a family. Each reason stands in the
// trail.
func Wanted(s *step.Step, c *model.Client, api *model.API, granted []string) bool {
	if !s.Note(ruleOfflineAsked, slices.Contains(granted, scope.OfflineAccess), scope.OfflineAccess, scope.Join(granted)) {
		return false
	}
	name := "no API, only /userinfo"
	if api != nil {
		name = api.Identifier
	}
	allowed := s.Note(ruleOfflineAPI, api == nil || api.AllowOfflineAccess, "an API with Allow Offline Access", name)
	has := s.Note(ruleOfflineClient, c.Has(model.GrantRefreshToken), "refresh_token among its grants", c.ClientID)
	spa := c.AppType != "spa" || s.Note(ruleOfflineSPA, c.RefreshToken.Rotating(), "rotating", c.RefreshToken.RotationType)
	return allowed && has && spa
}

// Begin keeps a new family with its first token and returns that token's
// text. The caller says what the family is for: ClientID, Audience, Scope,
// GrantType, Authenticated, AuthTime.
func Begin(s *step.Step, c *model.Client, f *model.Family) (token string, err error) {
	return begin(s, c, f, absoluteEnd(c, s.Now))
}

func begin(s *step.Step, c *model.Client, f *model.Family, end time.Time) (token string, err error) {
	id, err := secret.From(s.Rand, secret.Alphanumeric, 10)
	if err != nil {
		return "", err
	}
	f.ID = "fam_" + id
	f.Issuer = s.Issuer
	f.Rotating = c.RefreshToken.Rotating()
	f.CreatedAt, f.LastUsedAt, f.ExpiresAt = s.Now, s.Now, end
	f.State = model.StateActive
	if err := store.FamilyByUser.Add(s.Tx, f.ID, f.Authenticated.UserID); err != nil {
		return "", err
	}
	if err := store.FamilyByTime.Add(s.Tx, f.ID, beginning(f)); err != nil {
		return "", err
	}
	if token, err = mint(s, f, nil); err != nil {
		return "", err
	}
	return token, enter(s, c, f)
}
