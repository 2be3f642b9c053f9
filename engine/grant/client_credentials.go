package grant

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// clientCredentials gives a client a token for itself, without a user
// (RFC 6749 §4.4; auth0.com/docs/get-started/authentication-and-authorization-flow/client-credentials-flow).
var clientCredentials = Grant{
	Type:   model.GrantClientCredentials,
	Redeem: redeemClientCredentials,
}

var (
	ruleConfidential = check.Rule{
		ID: "client-credentials.confidential", Says: "The client can prove who it is: only confidential clients act for themselves",
		Ref: "RFC 6749 §4.4", Fix: "Give the client a token_endpoint_auth_method other than none, and a secret.", Param: "client_id",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "Grant type 'client_credentials' not allowed for the client."},
		Standard: check.Answer{Status: http.StatusBadRequest},
	}
	ruleAudienceSent = check.Rule{
		ID: "client-credentials.audience", Says: "The request names the API that the token is for",
		Ref: "Auth0 “Client Credentials Flow”", Fix: "Send audience, or set the policy's default_audience.", Param: "audience",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "No audience parameter was provided, and no default audience has been configured"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_target"},
	}
	ruleClientGrant = check.Rule{
		ID: "client-credentials.grant", Says: "A client grant lets the client use the API for itself",
		Ref: "Auth0 “Client Grants”", Fix: "Add one: POST /sandbox/client-grants with client_id, audience and scope, or tick its scopes in the client's form (s).", Param: "audience",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: `Client "%s" is not authorized to access resource server "%s".`},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "unauthorized_client"},
	}
	ruleClientScope = check.Rule{
		ID: "client-credentials.scope", Says: "Each scope that is asked for is one of the client grant's; the others are left out",
		Ref: "Auth0 “Client Grants”; RFC 6749 §3.3", Fix: "Add the scope to the client grant.", Param: "scope",
	}
)

func redeemClientCredentials(s *step.Step, c *model.Client) (*step.Answer, error) {
	if err := s.Require(ruleConfidential, !c.Public(), "a confidential client", c.TokenEndpointAuthMethod); err != nil {
		return nil, err
	}
	audience := s.Params.Get("audience")
	if audience == "" {
		audience = s.Policy.DefaultAudience
	}
	if err := s.Require(ruleAudienceSent, audience != "", "an audience", shown(audience)); err != nil {
		return nil, err
	}
	api, err := apiOf(s, audience)
	if err != nil {
		return nil, err
	}
	held, err := clientGrant(s, c, api)
	if err != nil {
		return nil, err
	}
	granted := held.Scope
	if asked := s.Params.Fields("scope"); len(asked) > 0 {
		granted = slices.DeleteFunc(slices.Clone(asked), func(sc string) bool { return !slices.Contains(held.Scope, sc) })
		s.Note(ruleClientScope, len(granted) == len(asked), scope.Join(held.Scope), scope.Join(asked))
	}
	return issue.Issue(s, issue.Order{
		Client: c, API: api, Scope: granted, GrantType: model.GrantClientCredentials, Refreshed: true,
	}, nil)
}

// clientGrant is what the client may do on the API for itself.
func clientGrant(s *step.Step, c *model.Client, api *model.API) (*model.ClientGrant, error) {
	var held *model.ClientGrant
	for g, err := range store.ClientGrants.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		if g.ClientID == c.ClientID && g.Audience == api.Identifier {
			held = g
		}
	}
	got := "none for " + api.Identifier
	if held != nil {
		got = "one for " + scope.Join(held.Scope)
	}
	return held, s.Require(ruleClientGrant.With(c.ClientID, api.Identifier), held != nil, "a client grant for "+api.Identifier, got)
}
