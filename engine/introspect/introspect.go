// Package introspect is /oauth/introspect (RFC 7662): a client asks whether a
// token that it was given still holds. Auth0 has no such endpoint; it is
// Playgrant's own.
package introspect

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Routes is the endpoint.
func Routes() []step.Route {
	return []step.Route{{Pattern: "POST /oauth/introspect", Endpoint: step.Endpoint{Do: introspect}}}
}

var (
	ruleConfidential = check.Rule{
		ID: "introspect.confidential", Says: "The client proves who it is: a public one could be anybody who looks for tokens that hold",
		Ref: "RFC 7662 §2.1, §4", Fix: "Ask as a client with a secret or a key.", Param: "client_id",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "invalid_client", Description: "Public clients cannot introspect tokens"},
	}
	ruleToken = check.Rule{
		ID: "introspect.token", Says: "The request says which token is asked about",
		Ref: "RFC 7662 §2.1", Fix: "Send the access token or refresh token as token.", Param: "token",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: token"},
	}
	ruleKnown = check.Rule{
		ID: "introspect.known", Says: "The token is an access token or a refresh token of this server",
		Ref: "RFC 7662 §2.2", Fix: "Send the token whole. An ID token is not asked about: the app verifies it by itself.", Param: "token",
	}
	ruleOwner = check.Rule{
		ID: "introspect.owner", Says: "The token was given to the client that asks; of another's it learns nothing",
		Ref: "RFC 7662 §4", Fix: "Ask as the client that the token was issued to.", Param: "client_id",
	}
	ruleActive = check.Rule{
		ID: "introspect.active", Says: "The token holds: it has not expired, and was neither used up nor revoked",
		Ref: "RFC 7662 §2.2", Fix: "Get a new token.", Param: "token",
	}
)

// finding is what is known of a token.
type finding struct {
	client string
	holds  bool
	fields map[string]any
}

// introspect answers active:false alike for a token that is unknown, that is
// another client's, and that no longer holds (RFC 7662 §2.2).
func introspect(s *step.Step) (*step.Answer, error) {
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleConfidential, !c.Public(), "a confidential client", c.ClientID+" is public"); err != nil {
		return nil, err
	}
	token := s.Params.Get("token")
	if err := s.Require(ruleToken, token != "", "a token", ""); err != nil {
		return nil, err
	}
	f, err := find(s, c, token)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{"active": false}
	if shows(s, c, f) {
		fields = f.fields
		fields["active"] = true
	}
	return step.JSON(fields).Set("Cache-Control", "no-store"), nil
}

// shows decides whether the client is told about the token.
func shows(s *step.Step, c *model.Client, f *finding) bool {
	if !s.Note(ruleKnown, f != nil, "a token of this server", got(f != nil, "one", "something else")) {
		return false
	}
	return s.Note(ruleOwner, f.client == c.ClientID, c.ClientID, f.client) &&
		s.Note(ruleActive, f.holds, "a token that holds", got(f.holds, "it holds", "it does not"))
}

func got(ok bool, yes, no string) string {
	if ok {
		return yes
	}
	return no
}
