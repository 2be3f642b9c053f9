package mfa

import (
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/bearer"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Scopes of the MFA API
// (auth0.com/docs/secure/multi-factor-authentication/manage-mfa-auth0-apis).
const (
	scopeRead   = "read:authenticators"
	scopeEnroll = "enroll"
	scopeRemove = "remove:authenticators"
)

var (
	ruleBearer = check.Rule{
		ID: "mfa.bearer", Says: "The request bears a token in its Authorization header",
		Ref: "RFC 6750 §2.1", Fix: "Send Authorization: Bearer and the mfa_token, or an access token for the MFA API.",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "Missing bearer token"},
	}
	ruleHolder = bearer.Invalid("mfa.access.holder", "The client that got the access token is still there",
		"Playgrant", "Begin again with a client of the sandbox.")
	ruleSubject = bearer.Invalid("mfa.access.user", "The access token's user is there and not blocked",
		"Playgrant", "Begin again with another user of the sandbox.")
)

// caller is who bears a token: the user, and what waits for their second factor
// if the token is an mfa_token and not an access token.
type caller struct {
	user     *model.User
	clientID string
	waiting  *model.MFATransaction
}

// borne finds whose authenticators a request is about: an mfa_token says so,
// or an access token for the MFA API with the given scope. Refusals bear the
// challenge of RFC 6750 §3; no SDK reads these endpoints' errors through it.
func borne(s *step.Step, scope string) (caller, error) {
	c, err := identify(s, scope)
	refusal, ok := check.AsRefusal(err)
	if !ok {
		return c, err
	}
	if strings.HasPrefix(refusal.Rule.ID, "mfa-token.") {
		// What is a bad grant in a token request is a bad credential here.
		unauthorized := *refusal
		unauthorized.Answer.Status = http.StatusUnauthorized
		return caller{}, check.WithHeader(&unauthorized, "WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	challenge := "Bearer"
	if refusal.Rule.ID != ruleBearer.ID {
		challenge = `Bearer error="` + refusal.Answer.Code + `"`
	}
	return caller{}, check.WithHeader(err, "WWW-Authenticate", challenge)
}

func identify(s *step.Step, scope string) (c caller, err error) {
	scheme, token, _ := strings.Cut(s.Request.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	ok := strings.EqualFold(scheme, "Bearer") && token != ""
	if err := s.Require(ruleBearer, ok, "Authorization: Bearer …", unlessOK(ok, "no such header")); err != nil {
		return caller{}, err
	}
	if isJWT(token) {
		t, err := access(s, token, scope)
		if err != nil {
			return caller{}, err
		}
		c.clientID = t.Client
		known, err := clientOf(s)
		if err != nil {
			return caller{}, err
		}
		if err := s.Require(ruleHolder, known != nil, c.clientID, unlessOK(known != nil, "one that was removed")); err != nil {
			return caller{}, err
		}
		c.user, err = userOf(s, t.Subject, ruleSubject, ruleSubject)
		return c, err
	}
	if c.waiting, err = Transaction(s, token, nil); err != nil {
		return caller{}, err
	}
	c.clientID = c.waiting.ClientID
	s.Describe(c.clientID)
	known, err := clientOf(s)
	if err != nil {
		return caller{}, err
	}
	if err := s.Require(ruleTokenClient, known != nil, c.clientID, unlessOK(known != nil, "one that was removed")); err != nil {
		return caller{}, err
	}
	c.user, err = UserOf(s, c.waiting)
	return c, err
}

// isJWT tells an access token by its two dots; an mfa_token has none, and
// garbage is taken for one of those.
func isJWT(token string) bool {
	return strings.Count(token, ".") == 2 && !strings.HasPrefix(token, tokenPrefix)
}

// access verifies an access token for the MFA API.
func access(s *step.Step, token, scope string) (*bearer.Token, error) {
	t, err := bearer.Verify(s, token, s.Issuer+"mfa/")
	if err != nil {
		return nil, err
	}
	err = t.Needs(s, scope)
	return t, err
}
