package mfa

import (
	"errors"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/bearer"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var (
	ruleRemoveBearer = bearer.Invalid("remove.bearer", "Removing takes an access token for the MFA API; an mfa_token will not do",
		`Auth0 "Manage authenticator factors using the MFA API"`,
		"Log in with the issuer + mfa/ as the audience and the scope remove:authenticators, and send that access token.")
	ruleRemoveKnown = check.Rule{
		ID: "remove.known", Says: "The authenticator is one of the user's", Param: "id",
		Ref: "Auth0 MFA API", Fix: "Take an id from GET /mfa/authenticators, and URL-encode it.",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "Authenticator not found"},
	}
	// Auth0 documents that it is so, but no answer.
	ruleRemoveImplicit = check.Rule{
		ID: "remove.implicit", Says: "The authenticator was enrolled: a user's own verified email is there by itself, and stays", Param: "id",
		Ref: `Playgrant; Auth0 "Manage authenticator factors using the MFA API"`, Fix: "Take email out of the policy's mfa.factors, or change the user's email.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The user's own verified email cannot be removed"},
	}
	ruleRemoveTwin = check.Rule{
		ID: "remove.twin", Says: "What was enrolled along with it goes too",
		Ref: `Auth0 "Manage authenticator factors using the MFA API"`,
	}
)

// remove answers DELETE /mfa/authenticators/{id}.
func remove(s *step.Step) (*step.Answer, error) {
	_, token, _ := strings.Cut(s.Request.Header.Get("Authorization"), " ")
	if token = strings.TrimSpace(token); token != "" && !isJWT(token) {
		err := s.Require(ruleRemoveBearer, false, "an access token", "an mfa_token, or something else")
		return nil, check.WithHeader(err, "WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	c, err := borne(s, scopeRemove)
	if err != nil {
		return nil, err
	}
	a, err := store.Authenticators.Get(s.Tx, s.Request.PathValue("id"))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	known := err == nil && a.UserID == c.user.UserID
	if err := s.Require(ruleRemoveKnown, known, "an id of the user's list", unlessOK(known, "another")); err != nil {
		return nil, err
	}
	enrolled := !implicit(c.user, a)
	if err := s.Require(ruleRemoveImplicit, enrolled, "an authenticator that was enrolled", unlessOK(enrolled, "the user's verified email")); err != nil {
		return nil, err
	}
	if a.Pair != "" {
		s.Note(ruleRemoveTwin, true, "", "its twin is removed as well")
	}
	return &step.Answer{Status: http.StatusNoContent}, removeWithTwin(s.Tx, a)
}

// implicit reports whether a user has the authenticator because their email
// was verified.
func implicit(u *model.User, a *model.Authenticator) bool {
	return a.Kind == model.KindEmail && u.EmailVerified && store.NormalEmail(a.Name) == store.NormalEmail(u.Email)
}
