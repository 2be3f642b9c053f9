package grant

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// authorizationCode swaps the code of a redirect for tokens (RFC 6749 §4.1.3).
var authorizationCode = Grant{
	Type:   model.GrantAuthorizationCode,
	Needs:  []string{"code"},
	Redeem: redeemCode,
}

// badCode is the one answer for every code that does not hold: the client
// learns nothing about codes that are not its own.
var badCode = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Invalid authorization code"}

// as400 is the status that RFC 6749 §5.2 has for it.
var as400 = check.Answer{Status: http.StatusBadRequest}

var (
	ruleCodeKnown = check.Rule{
		ID: "code.known", Says: "The code is one that /authorize gave out",
		Ref: "RFC 6749 §4.1.3", Fix: "Send the code from the redirect, decoded and whole.", Param: "code",
		Answer: badCode, Standard: as400,
	}
	ruleCodeClient = check.Rule{
		ID: "code.client", Says: "The code was given to this client",
		Ref: "RFC 6749 §4.1.3", Fix: "Exchange the code with the client_id that went to /authorize.", Param: "client_id",
		Answer: badCode, Standard: as400,
	}
	ruleCodeUnspent = check.Rule{
		ID: "code.unspent", Says: "The code was not used before",
		Ref: "RFC 6749 §4.1.2", Fix: "Ask /authorize for a new code: each works once.", Param: "code",
		Answer: badCode, Standard: as400,
	}
	ruleCodeFresh = check.Rule{
		ID: "code.fresh", Says: "The code is no older than ten minutes",
		Ref: "RFC 6749 §4.1.2 (the longest it recommends; Auth0 documents no figure)", Fix: "Ask /authorize for a new code, and exchange it at once.", Param: "code",
		Answer: badCode, Standard: as400,
	}
	ruleCodeRedirect = check.Rule{
		ID: "code.redirect_uri", Says: "redirect_uri is the one that went to /authorize",
		Ref: "RFC 6749 §4.1.3", Fix: "Send the same redirect_uri, letter for letter.", Param: "redirect_uri",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "The redirect URI is wrong. You sent %s, and we expected %s"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_grant"},
	}
	ruleCodeIssuer = check.Rule{
		ID: "code.issuer", Says: "The code is used at the address that gave it out",
		Ref: "Playgrant: the issuer is bound into what it issues", Fix: "Use one scheme, host and port throughout.", Param: "code",
		Answer: badCode, Standard: as400,
	}
	ruleUserExists = check.Rule{
		ID: "user.exists", Says: "The user still exists",
		Ref: "Playgrant", Fix: "Log in as a user of the sandbox.",
		Answer: badCode, Standard: as400,
	}
	ruleUserBlocked = check.Rule{
		ID: "user.unblocked", Says: "The user is not blocked",
		Ref: "Auth0 “Common Authentication Errors”", Fix: "Unblock the user in the sandbox.",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized", Description: "user is blocked"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_grant"},
	}
)

func redeemCode(s *step.Step, c *model.Client) (*step.Answer, error) {
	code, err := store.Codes.Get(s.Tx, secret.Hash(s.Params.Get("code")))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleCodeKnown, err == nil, "a code of this server", known(err == nil)); err != nil {
		return nil, err
	}
	if err := s.Require(ruleCodeClient, code.Authorization.ClientID == c.ClientID, c.ClientID, code.Authorization.ClientID); err != nil {
		return nil, err
	}
	if err := s.Require(ruleCodeUnspent, code.SpentAt.IsZero(), "unused", used(code.SpentAt)); err != nil {
		return nil, afterReuse(s, code, err)
	}
	if err := s.Require(ruleCodeFresh, s.Now.Before(code.ExpiresAt), "before "+when(code.ExpiresAt), when(s.Now)); err != nil {
		return nil, err
	}
	if err := s.Require(ruleCodeIssuer, code.Authorization.Issuer == s.Issuer, code.Authorization.Issuer, s.Issuer); err != nil {
		return nil, err
	}
	if err := sameRedirect(s, code.Authorization); err != nil {
		return nil, err
	}
	// From here the code is used up, even if its verifier turns out wrong: who
	// holds a code without its verifier must not be able to go on guessing.
	code.SpentAt = s.Now
	if err := store.Codes.Put(s.Tx, code); err != nil {
		return nil, err
	}
	if err := proveKey(s, c, code.Authorization); err != nil {
		return nil, check.Keep(err)
	}
	if err := sameKey(s, ruleCodeKey, code.Authorization.ProofKey); err != nil {
		return nil, check.Keep(err)
	}
	user, err := liveUser(s, code.Authenticated.UserID, ruleUserExists)
	if err != nil {
		return nil, err
	}
	order := issue.Order{
		Client: c, User: user, Auth: code.Authenticated, Scope: code.Authorization.Scope, Nonce: code.Authorization.Nonce,
		GrantType: model.GrantAuthorizationCode, AuthTime: code.Authorization.MaxAge != nil,
		IDClaims: code.Authorization.IDClaims, UserinfoClaims: code.Authorization.UserinfoClaims,
		ACRAsked: code.Authorization.ACRAsked(), ACREssential: code.Authorization.ACREssential,
		Access: func(hash string) error {
			code.AccessHash = hash
			return store.Codes.Put(s.Tx, code)
		},
	}
	if order.API, err = apiOf(s, code.Authorization.Audience); err != nil {
		return nil, err
	}
	return issue.Issue(s, order, func(familyID string) error {
		code.FamilyID = familyID
		return store.Codes.Put(s.Tx, code)
	})
}

// afterReuse ends what the code began, where the standard asks for it (RFC
// 6749 §4.1.2). What Auth0 does then is not documented.
func afterReuse(s *step.Step, code *model.Code, refusal error) error {
	if !s.Standard {
		return refusal
	}
	if code.AccessHash != "" {
		if err := revokeAccess(s, code); err != nil {
			return errors.Join(refusal, err)
		}
	}
	if code.FamilyID == "" {
		return check.Keep(refusal)
	}
	f, err := store.Families.Get(s.Tx, code.FamilyID)
	if err != nil {
		return errors.Join(refusal, err)
	}
	if f.State == model.StateActive {
		if err := family.End(s, f, model.CauseCodeReuse); err != nil {
			return err
		}
	}
	return check.Keep(refusal)
}

// revokeAccess ends the access token that a code gave.
func revokeAccess(s *step.Step, code *model.Code) error {
	if code.Authorization.Audience == "" { // an opaque one, which is kept
		return store.AccessTokens.Delete(s.Tx, code.AccessHash)
	}
	return store.RevokedTokens.Put(s.Tx, &model.RevokedToken{Hash: code.AccessHash, At: s.Now})
}

// sameRedirect holds the redirect_uri against the one at /authorize. It may
// be left out where it was left out there.
func sameRedirect(s *step.Step, a model.Authorization) error {
	sent := s.Params.Get("redirect_uri")
	if sent == "" && !a.RedirectGiven {
		return nil
	}
	return s.Require(ruleCodeRedirect.With(shown(sent), a.RedirectURI), sent == a.RedirectURI, a.RedirectURI, shown(sent))
}

// liveUser finds a user who may log in.
func liveUser(s *step.Step, id string, exists check.Rule) (*model.User, error) {
	user, err := store.Users.Get(s.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(exists, err == nil, "a user of the sandbox", known(err == nil)); err != nil {
		return nil, err
	}
	return user, s.Require(ruleUserBlocked, !user.Blocked, "not blocked", blocked(user))
}

// apiOf finds the API of an audience that was valid before; nil for none. An
// API removed since leaves nothing to issue a token for.
func apiOf(s *step.Step, audience string) (*model.API, error) {
	if audience == "" {
		return nil, nil
	}
	api, err := scope.API(s, audience)
	if err != nil {
		return nil, err
	}
	return api, s.Require(ruleAudienceKnown.With(shown(audience)), api != nil, "an API of the sandbox", shown(audience))
}
