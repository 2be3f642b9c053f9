// Package grant is the token endpoint: /oauth/token, and one file for each
// grant type that it redeems.
//
// The endpoint owns the phases that all grants share, so that none can forget
// one: the client is authenticated, the grant type is known and the client may
// use it, nothing required is missing. What is left, from the credential to
// the order of tokens, is the grant's own [Grant.Redeem].
package grant

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/dpop"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Grant is one grant type.
type Grant struct {
	Type string
	// Needs names the parameters that must be there.
	Needs []string
	// Redeem turns the credential into tokens.
	Redeem func(*step.Step, *model.Client) (*step.Answer, error)
}

// registry holds every grant type that the token endpoint redeems. A new one
// is its file and its line here.
var registry = []Grant{
	authorizationCode,
	refreshToken,
	password,
	passwordRealm,
	clientCredentials,
	tokenExchange,
	deviceCode,
	passwordlessOTP,
	mfaOTP,
	mfaOOB,
	mfaRecoveryCode,
}

// Types lists the grant types that can be redeemed.
func Types() []string {
	types := make([]string, 0, len(registry))
	for _, g := range registry {
		types = append(types, g.Type)
	}
	return types
}

// Routes is the token endpoint.
func Routes() []step.Route {
	return []step.Route{{Pattern: "POST /oauth/token", Endpoint: step.Endpoint{Do: token}}}
}

var (
	ruleType = check.Rule{
		ID: "grant.named", Says: "The request says which grant it redeems",
		Ref: "RFC 6749 §4", Fix: "Send grant_type.", Param: "grant_type",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: grant_type"},
	}
	ruleSupported = check.Rule{
		ID: "grant.known", Says: "The grant type is one that the server redeems",
		Ref: "RFC 6749 §5.2", Fix: "Check the spelling of grant_type.", Param: "grant_type",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "unsupported_grant_type", Description: "Unsupported grant type: %s"},
	}
	ruleAllowed = check.Rule{
		ID: "grant.allowed", Says: "The client may use this grant type",
		Ref: "RFC 6749 §5.2; Auth0 “Application Grant Types”", Fix: "Add the grant type to the client.", Param: "grant_type",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "Grant type '%s' not allowed for the client."},
		Standard: check.Answer{Status: http.StatusBadRequest},
	}
	ruleNeeds = check.Rule{
		ID: "grant.complete", Says: "The request has all that the grant needs",
		Ref: "RFC 6749 §5.2", Fix: "Send the missing parameter.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: %s"},
	}
)

// token is the endpoint. The order of its phases is ours: Auth0 documents
// none.
func token(s *step.Step) (*step.Answer, error) {
	// 1. What is asked for.
	name := s.Params.Get("grant_type")
	if err := s.Require(ruleType, name != "", "a grant_type", shown(name)); err != nil {
		return nil, err
	}
	// 2. Who asks.
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	// 3. Whether there is such a grant, and whether it is this client's.
	g, known := find(name)
	if err := s.Require(ruleSupported.With(shown(name)), known, "a grant type of the server", shown(name)); err != nil {
		return nil, err
	}
	if err := s.Require(ruleAllowed.With(g.Type), c.Has(g.Type), "a grant type of "+c.ClientID, g.Type); err != nil {
		return nil, err
	}
	// 4. Whether it is complete.
	for _, param := range g.Needs {
		if err := s.Require(ruleNeeds.With(param).On(param), s.Params.Has(param), param, present(s, param)); err != nil {
			return nil, err
		}
	}
	// 5. Which key the client proves to hold, if it does.
	if s.ProofKey, err = dpop.Key(s, c); err != nil {
		return nil, err
	}
	// 6. The grant itself.
	a, err := g.Redeem(s, c)
	if err == nil && s.ProofKey != "" && c.Public() {
		a.Set("DPoP-Nonce", dpop.Nonce(s)) // for the proof of the next request
	}
	return a, err
}

func find(name string) (Grant, bool) {
	for _, g := range registry {
		if g.Type == name {
			return g, true
		}
	}
	return Grant{}, false
}

// shown keeps what a client sent short enough to be repeated to it.
func shown(text string) string {
	const most = 80
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

func present(s *step.Step, param string) string {
	if s.Params.Has(param) {
		return "it is there"
	}
	return ""
}
