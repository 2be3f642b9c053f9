// Package revoke is /oauth/revoke (RFC 7009).
package revoke

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Routes is the endpoint.
func Routes() []step.Route {
	return []step.Route{{Pattern: "POST /oauth/revoke", Endpoint: step.Endpoint{Do: revoke}}}
}

var (
	ruleToken = check.Rule{
		ID: "revoke.token", Says: "The request says which token to revoke",
		Ref: "RFC 7009 §2.1", Fix: "Send the refresh token as token.", Param: "token",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: token"},
	}
	ruleKnown = check.Rule{
		ID: "revoke.known", Says: "The token is a refresh token of this server; any other has nothing to revoke, and that is no error",
		Ref: "RFC 7009 §2.2", Fix: "Nothing was revoked. Access tokens live until they expire.", Param: "token",
	}
	ruleOwner = check.Rule{
		ID: "revoke.owner", Says: "The token was given to this client",
		Ref: "RFC 7009 §2.1 (Auth0 refuses too, with a text that it does not document)", Fix: "Revoke with the client_id that the token was issued to.", Param: "client_id",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The token was not issued to this client"},
	}
	ruleAlive = check.Rule{
		ID: "revoke.alive", Says: "The token's family is alive; to revoke it again changes nothing",
		Ref: "RFC 7009 §2.2", Fix: "Nothing needs doing.", Param: "token",
	}
	ruleGrant = check.Rule{
		ID: "revoke.grant", Says: "The tenant's switch says whether revoking deletes the whole grant",
		Ref: "Auth0 “Revoke Refresh Tokens”", Fix: "Only this token's family was revoked. Set revoke_refresh_token_grant to revoke all of the user with this client and API.",
	}
)

func revoke(s *step.Step) (*step.Answer, error) {
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleToken, s.Params.Has("token"), "a token", ""); err != nil {
		return nil, err
	}
	t, err := store.RefreshTokens.Get(s.Tx, secret.Hash(s.Params.Get("token")))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if !s.Note(ruleKnown, err == nil, "a refresh token", found(err == nil)) {
		return &step.Answer{}, nil
	}
	f, err := store.Families.Get(s.Tx, t.FamilyID)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleOwner, f.ClientID == c.ClientID, c.ClientID, f.ClientID); err != nil {
		return nil, err
	}
	if s.Note(ruleAlive, f.State == model.StateActive, model.StateActive, f.State) {
		if err := family.End(s, f, model.CauseRevoked); err != nil {
			return nil, err
		}
	}
	if s.Note(ruleGrant, s.Policy.RevokeRefreshTokenGrant, "on", onOff(s.Policy.RevokeRefreshTokenGrant)) {
		err = family.EndGrant(s, f.Authenticated.UserID, f.ClientID, f.Audience, false, model.CauseGrantRevoked)
	}
	return &step.Answer{}, err
}

func found(ok bool) string {
	if ok {
		return "a refresh token"
	}
	return "something else, or nothing known"
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
