package grant

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/verify"
)

// tokenExchange gives tokens for a token (RFC 8693; Auth0 "Custom Token
// Exchange"). At Auth0 an Action of the tenant's says whose token it is. There
// are no Actions here: the token has to be one of this server's own.
var tokenExchange = Grant{
	Type:   model.GrantTokenExchange,
	Needs:  []string{"subject_token", "subject_token_type"},
	Redeem: redeemTokenExchange,
}

// accessTokenType is what is given (RFC 8693 §3).
const accessTokenType = "urn:ietf:params:oauth:token-type:access_token"

var (
	// ownTypes are this server's tokens, by the names of RFC 8693 §3.
	ownTypes = []string{accessTokenType, "urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:jwt"}
	// reserved prefixes cannot be those of a tenant's own token type
	// (auth0.com/docs/authenticate/custom-token-exchange).
	reserved = []string{"http://auth0.com", "https://auth0.com", "http://okta.com", "https://okta.com", "urn:ietf", "urn:auth0", "urn:okta"}
)

var (
	badSubject    = check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Invalid subject token"}
	ruleExchanger = check.Rule{
		ID: "exchange.first-party", Says: "The client is a first-party one",
		Ref: "Playgrant", Fix: "Exchange with a first-party client: a third-party one needs the user's consent, and there is no page for it here.", Param: "client_id",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "Token exchange is for first-party clients"},
		Standard: check.Answer{Status: http.StatusBadRequest},
	}
	ruleRequestedType = check.Rule{
		ID: "exchange.requested-type", Says: "What is asked for is an access token",
		Ref: "RFC 8693 §2.1", Fix: "Leave out requested_token_type, or send " + accessTokenType + ".", Param: "requested_token_type",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Unsupported requested_token_type"},
	}
	ruleTokenType = check.Rule{
		ID: "exchange.type", Says: "The token type is one that can be exchanged: a URI of the tenant's own or, in the oidc dialect, an access token, ID token or JWT of RFC 8693",
		Ref: "Auth0 “Custom Token Exchange”; RFC 8693 §3", Fix: "Send a URI of your own, such as urn:example:legacy-token; in the oidc dialect " + accessTokenType + " too.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "%s is not supported or reserved"},
	}
	ruleActorPair = check.Rule{
		ID: "exchange.actor", Says: "actor_token and actor_token_type come together",
		Ref: "RFC 8693 §2.1; Auth0 “Custom Token Exchange”", Fix: "Send both, or neither.", Param: "actor_token",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "actor_token and actor_token_type must be sent together"},
	}
	ruleSubject = check.Rule{
		ID: "exchange.token", Says: "The token is one of this server's own: an access token, or an ID token of this very client, that has not expired",
		Ref: "RFC 8693 §2.2.2; Playgrant: there are no Actions that verify tokens of others", Fix: "Send a JWT access token of a user as it was given out, or the client's own ID token.",
		Answer: badSubject,
	}
	ruleSubjectUser = check.Rule{
		ID: "exchange.user", Says: "The subject token is a user's",
		Ref: "RFC 8693 §2.1", Fix: "Send the token of a user of the sandbox, not one that a client has for itself.", Param: "subject_token",
		Answer: badSubject,
	}
	ruleNoRefresh = check.Rule{
		ID: "exchange.refresh", Says: "No refresh token is given where an actor acts for the user",
		Ref: "Auth0 “Custom Token Exchange”", Fix: "Leave out actor_token to get one.", Param: "scope",
	}
)

func redeemTokenExchange(s *step.Step, c *model.Client) (*step.Answer, error) {
	if err := s.Require(ruleExchanger, c.IsFirstParty, "a first-party client", c.ClientID); err != nil {
		return nil, err
	}
	wanted := s.Params.Get("requested_token_type")
	if err := s.Require(ruleRequestedType, wanted == "" || wanted == accessTokenType, accessTokenType, shown(wanted)); err != nil {
		return nil, err
	}
	sub, err := exchanged(s, c, "subject_token")
	if err != nil {
		return nil, err
	}
	actor, err := actorOf(s, c)
	if err != nil {
		return nil, err
	}
	user, err := liveUser(s, sub, ruleSubjectUser)
	if err != nil {
		return nil, err
	}
	audience := s.Params.Get("audience")
	if audience == "" {
		audience = s.Policy.DefaultAudience
	}
	api, err := apiOf(s, audience)
	if err != nil {
		return nil, err
	}
	granted := scope.Grantable(s, api, s.Params.Fields("scope"))
	if actor != "" {
		s.Note(ruleNoRefresh, !slices.Contains(granted, scope.OfflineAccess), "no offline_access", scope.Join(granted))
		granted = slices.DeleteFunc(granted, func(sc string) bool { return sc == scope.OfflineAccess })
	}
	need, err := secondFactor(s, user, api)
	if err != nil {
		return nil, err
	}
	if need.Needed {
		return nil, mfa.Begin(s, model.MFATransaction{
			UserID: user.UserID, ClientID: c.ClientID, Audience: audience, Actor: actor,
			Requested: s.Params.Fields("scope"), Scope: granted, GrantType: model.GrantTokenExchange, Issuer: s.Issuer,
		}, need)
	}
	return issue.Issue(s, issue.Order{
		Client: c, User: user, Auth: model.Authenticated{UserID: user.UserID, AuthTime: s.Now}, Actor: actor,
		API: api, Scope: granted, GrantType: model.GrantTokenExchange, Extra: exchangedExtra(model.GrantTokenExchange, nil),
	}, nil)
}

// actorOf is the subject of the actor token; "" if none was sent.
func actorOf(s *step.Step, c *model.Client) (string, error) {
	token, kind := s.Params.Has("actor_token"), s.Params.Has("actor_token_type")
	if err := s.Require(ruleActorPair, token == kind, "both or neither", "one of the two"); err != nil || !token {
		return "", err
	}
	return exchanged(s, c, "actor_token")
}

// exchanged verifies a token that was sent, and returns its subject.
func exchanged(s *step.Step, c *model.Client, param string) (string, error) {
	kind := s.Params.Get(param + "_type")
	isReserved := slices.ContainsFunc(reserved, func(p string) bool { return strings.HasPrefix(strings.ToLower(kind), p) })
	ok := !isReserved && strings.Contains(kind, ":") || s.Standard && slices.Contains(ownTypes, kind)
	if err := s.Require(ruleTokenType.With(param+"_type").On(param+"_type"), ok, "a type that can be exchanged", shown(kind)); err != nil {
		return "", err
	}
	claims, err := s.Keys.Verify(s.Params.Get(param))
	why := unfit(s, c, claims)
	if err != nil {
		why = "one that this server has not signed"
	}
	revoked, err := verify.Revoked(s, claims["jti"])
	if err != nil {
		return "", err
	}
	if revoked {
		why = "one that was revoked: the code that gave it was used again"
	}
	sub, _ := claims["sub"].(string)
	return sub, s.Require(ruleSubject.On(param), why == "", "a token of this server that holds", why)
}

// unfit says why a signed token cannot be exchanged; "": it can. An ID token
// is for its own client alone, or another could log in with what it was shown.
func unfit(s *step.Step, c *model.Client, claims map[string]any) string {
	exp, _ := claims["exp"].(float64)
	owner, _ := claims["azp"].(string)
	if id, ok := claims["client_id"].(string); owner == "" && ok {
		owner = id
	}
	confirmation, _ := claims["cnf"].(map[string]any)
	switch {
	case confirmation != nil && (s.ProofKey == "" || confirmation["jkt"] != s.ProofKey):
		return "one that is bound to a key which the request does not prove to hold"
	case claims["iss"] != s.Issuer:
		return "one of another issuer"
	case exp <= float64(s.Now.Unix()):
		return "one that has expired"
	case claims["events"] != nil:
		return "a logout token"
	case claims["aud"] == s.Issuer+"mfa/":
		return "a token for the MFA API"
	case owner == "" && claims["aud"] != c.ClientID:
		return "an ID token of another client"
	}
	return ""
}

// exchangedExtra adds what the answer of an exchange has besides
// (RFC 8693 §2.2.1).
func exchangedExtra(grantType string, extra map[string]any) map[string]any {
	if grantType != model.GrantTokenExchange {
		return extra
	}
	out := map[string]any{"issued_token_type": accessTokenType}
	maps.Copy(out, extra)
	return out
}
