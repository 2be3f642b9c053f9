// Package userinfo serves /userinfo (OpenID Connect Core §5.3).
package userinfo

import (
	"errors"
	"maps"
	"strings"

	"github.com/playgrant/playgrant/engine/bearer"
	"github.com/playgrant/playgrant/engine/claims"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var (
	ruleOpaqueIssuer = bearer.Invalid("userinfo.issuer", "The opaque token is used at the address that gave it out", "Playgrant",
		"Use one scheme, host and port for the whole of the flow.")
	ruleUser = bearer.Invalid("userinfo.user", "The token's user is still there", "OpenID Connect Core §5.3.3",
		"Log in again with another user of the sandbox.")
	ruleUnblocked = bearer.Invalid("userinfo.blocked", "The token's user is not blocked", "Playgrant",
		"Unblock the user, for example with PATCH /sandbox/users/{email}.")
)

// Routes are the addresses of the UserInfo endpoint.
func Routes() []step.Route {
	e := step.Endpoint{Do: userinfo, Refuse: bearer.Refuse}
	return []step.Route{{Pattern: "GET /userinfo", Endpoint: e}, {Pattern: "POST /userinfo", Endpoint: e}}
}

func userinfo(s *step.Step) (*step.Answer, error) {
	sent, err := bearer.Read(s)
	if err != nil {
		return nil, err
	}
	token, err := verify(s, sent.Text)
	if err != nil {
		return nil, err
	}
	if err := token.Held(s, sent); err != nil {
		return nil, err
	}
	if err := token.Needs(s, scope.OpenID); err != nil {
		return nil, err
	}
	user, err := store.Users.Get(s.Tx, token.Subject)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleUser, err == nil, "a user of the sandbox", token.Subject); err != nil {
		return nil, err
	}
	state := "active"
	if user.Blocked {
		state = "blocked"
	}
	if err := s.Require(ruleUnblocked, !user.Blocked, "a user who may log in", state); err != nil {
		return nil, err
	}
	answer := claims.User(user, token.Scope, s.Standard)
	maps.Copy(answer, claims.Named(user, token.Claims, s.Standard))
	answer["sub"] = user.UserID
	return step.JSON(answer).Set("Cache-Control", "no-store"), nil
}

// verify checks the token: one for an API may be used here too if it says so;
// one without an audience is opaque, and kept
// (auth0.com/docs/secure/tokens/access-tokens/get-access-tokens).
func verify(s *step.Step, raw string) (*bearer.Token, error) {
	if strings.Count(raw, ".") == 2 {
		return bearer.Verify(s, raw, s.Issuer+"userinfo")
	}
	kept, err := store.AccessTokens.Get(s.Tx, secret.Hash(raw))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	found := "one of them"
	if err != nil {
		found = "none of them"
	}
	if err := s.Require(bearer.Opaque, err == nil, "a token of this server", found); err != nil {
		return nil, err
	}
	s.Describe(kept.ClientID)
	if err := s.Require(ruleOpaqueIssuer, kept.Issuer == s.Issuer, s.Issuer, kept.Issuer); err != nil {
		return nil, err
	}
	return &bearer.Token{Subject: kept.UserID, Client: kept.ClientID, Scope: kept.Scope, Claims: kept.Claims, Key: kept.ProofKey}, bearer.Current(s, kept.ExpiresAt)
}
