package mfa

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Scopes of the MFA API
// (auth0.com/docs/secure/multi-factor-authentication/manage-mfa-auth0-apis).
const (
	scopeRead   = "read:authenticators"
	scopeEnroll = "enroll"
)

var (
	invalidToken = check.Answer{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "Invalid token"}

	ruleBearer = check.Rule{
		ID: "mfa.bearer", Says: "The request bears a token in its Authorization header",
		Ref: "RFC 6750 §2.1", Fix: "Send Authorization: Bearer and the mfa_token, or an access token for the MFA API.",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "Missing bearer token"},
	}
	ruleAccessSigned = check.Rule{
		ID: "mfa.access.signature", Says: "The access token was signed by this server",
		Ref: "RFC 7515 §5.2", Fix: "Send the access token as it was given out, or the mfa_token.", Answer: invalidToken,
	}
	ruleAccessIssuer = check.Rule{
		ID: "mfa.access.issuer", Says: "The access token comes from the issuer at this address",
		Ref: "RFC 9068 §4", Fix: "Use the address at which the token was given out.", Answer: invalidToken,
	}
	ruleAccessAudience = check.Rule{
		ID: "mfa.access.audience", Says: "The access token is meant for the MFA API",
		Ref: `RFC 9068 §4; Auth0 "Manage authenticator factors using the MFA API"`, Fix: "Log in with the issuer + mfa/ as the audience.", Answer: invalidToken,
	}
	ruleSubject = check.Rule{
		ID: "mfa.access.user", Says: "The access token's user is there and not blocked",
		Ref: "Playgrant", Fix: "Begin again with another user of the sandbox.", Answer: invalidToken,
	}
	ruleAccessCurrent = check.Rule{
		ID: "mfa.access.current", Says: "The access token has not expired",
		Ref: "RFC 9068 §4", Fix: "Get a new one; they live ten minutes.", Answer: invalidToken,
	}
	ruleAccessScope = check.Rule{
		ID: "mfa.access.scope", Says: "The access token has the scope that this endpoint asks for",
		Ref: "RFC 6750 §3.1", Fix: "Ask for the scope when you log in with the MFA API as the audience.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "insufficient_scope", Description: "Insufficient scope, expected: %s"},
	}
)

// caller is who bears a token: the user, and what waits for their second factor
// if the token is an mfa_token and not an access token.
type caller struct {
	user    *model.User
	waiting *model.MFATransaction
}

// bearer finds whose authenticators a request is about: an mfa_token says so,
// or an access token for the MFA API with the given scope. Refusals bear the
// challenge of RFC 6750 §3; no SDK reads these endpoints' errors through it.
func bearer(s *step.Step, scope string) (caller, error) {
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
		claims, err := access(s, token, scope)
		if err != nil {
			return caller{}, err
		}
		s.Describe(text(claims["azp"]))
		c.user, err = userOf(s, text(claims["sub"]), ruleSubject, ruleSubject)
		return c, err
	}
	if c.waiting, err = Transaction(s, token, nil); err != nil {
		return caller{}, err
	}
	s.Describe(c.waiting.ClientID)
	c.user, err = UserOf(s, c.waiting)
	return c, err
}

// isJWT tells an access token by its two dots; an mfa_token has none, and
// garbage is taken for one of those.
func isJWT(token string) bool {
	return strings.Count(token, ".") == 2 && !strings.HasPrefix(token, tokenPrefix)
}

// access verifies an access token for the MFA API and returns its claims.
func access(s *step.Step, token, scope string) (map[string]any, error) {
	c, err := s.Keys.Verify(token)
	if err := s.Require(ruleAccessSigned, err == nil, "a signature of this server", unlessOK(err == nil, "another, or none")); err != nil {
		return nil, err
	}
	if err := s.Require(ruleAccessIssuer, c["iss"] == s.Issuer, s.Issuer, text(c["iss"])); err != nil {
		return nil, err
	}
	audience := s.Issuer + "mfa/"
	if err := s.Require(ruleAccessAudience, slices.Contains(texts(c["aud"]), audience), audience, listed(texts(c["aud"]))); err != nil {
		return nil, err
	}
	exp, _ := c["exp"].(float64)
	expires := time.Unix(int64(exp), 0)
	current := s.Now.Before(expires)
	if err := s.Require(ruleAccessCurrent, current, "before "+clockTime(expires), unlessOK(current, "it is "+clockTime(s.Now))); err != nil {
		return nil, err
	}
	granted := scopesOf(c)
	return c, s.Require(ruleAccessScope.With(scope), slices.Contains(granted, scope), scope, listed(granted))
}

func scopesOf(claims map[string]any) []string { return strings.Fields(text(claims["scope"])) }

func text(claim any) string {
	s, _ := claim.(string)
	return s
}

// texts reads a claim that is one string or a list of them, such as aud
// (RFC 7519 §4.1.3).
func texts(claim any) []string {
	if s := text(claim); s != "" {
		return []string{s}
	}
	var out []string
	list, _ := claim.([]any)
	for _, v := range list {
		out = append(out, text(v))
	}
	return out
}
