package authorize

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Parts of a response_type (OAuth 2.0 Multiple Response Type Encoding
// Practices §3, §5).
const (
	typeCode    = "code"
	typeToken   = "token"
	typeIDToken = "id_token"
)

var (
	ruleImplicit = check.Rule{
		ID: "authorize.client.implicit", Says: "The app may get tokens straight from /authorize", Param: "response_type",
		Ref: "RFC 6749 §4.2; RFC 9700 §2.1.2", Fix: "Use response_type=code: tokens in addresses leak. For an old app, add implicit to the client's grant_types.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "Grant type 'implicit' not allowed for the client."},
	}
	ruleNonce = check.Rule{
		ID: "authorize.nonce.sent", Says: "A request for an ID token from /authorize has a nonce", Param: "nonce",
		Ref: "OpenID Connect Core §3.2.2.1, §3.3.2.11", Fix: "Send a random nonce, and compare it with the ID token's.",
		Answer: invalid("Missing required parameter: nonce"),
	}
	ruleIDTokenScope = check.Rule{
		ID: "authorize.id-token.openid", Says: "A request for an ID token has the scope openid", Param: "scope",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Add openid to the scope.",
		Answer: invalid("response_type id_token needs the scope openid"),
	}
	ruleModeForTokens = check.Rule{
		ID: "authorize.response-mode.tokens", Says: "Tokens do not travel in the query of an address", Param: "response_mode",
		Ref: "OAuth 2.0 Multiple Response Types §3, §5", Fix: "Use fragment, form_post or web_message, or leave response_mode out.",
		Answer: invalid("response_mode query is not allowed for this response_type"),
	}
	ruleWebOrigin = check.Rule{
		ID: "authorize.web-message.origin", Says: "The page that is to get the message is one of the app's web origins", Param: "redirect_uri",
		Ref: "Auth0 “Configure Silent Authentication”: Allowed Web Origins", Fix: "Add the origin of the redirect_uri to the client's web_origins.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_request", Description: "This origin may not get a message."},
	}
)

// responseTypes are the combinations that there are, each in alphabetical
// order.
var responseTypes = [][]string{
	{typeCode}, {typeIDToken}, {typeToken}, {typeIDToken, typeToken},
	{typeCode, typeIDToken}, {typeCode, typeToken}, {typeCode, typeIDToken, typeToken},
}

// readTypes settles what the app gets from /authorize. Order does not count.
func readTypes(s *step.Step, c *model.Client, a *model.Authorization) error {
	kind := s.Params.Get("response_type")
	if err := s.Require(ruleResponseTypeSent, kind != "", "a response_type", clip(kind)); err != nil {
		return err
	}
	types := s.Params.Fields("response_type")
	slices.Sort(types)
	known := slices.ContainsFunc(responseTypes, func(t []string) bool { return slices.Equal(t, types) })
	if err := s.Require(ruleResponseType.With(clip(kind)), known, "code, or for old apps id_token, token and combinations", clip(kind)); err != nil {
		return err
	}
	a.Types = types
	if slices.Contains(types, typeCode) {
		allowed := c.Has(model.GrantAuthorizationCode)
		if err := s.Require(ruleGrantAllowed, allowed, "authorization_code", got(allowed, "", strings.Join(c.GrantTypes, ", "))); err != nil {
			return err
		}
	}
	if !front(a) {
		return nil
	}
	allowed := c.Has(model.GrantImplicit)
	return s.Require(ruleImplicit, allowed, "implicit", got(allowed, "", strings.Join(c.GrantTypes, ", ")))
}

// front reports whether tokens come straight from /authorize.
func front(a *model.Authorization) bool {
	return slices.Contains(a.Types, typeToken) || slices.Contains(a.Types, typeIDToken)
}

// readForTokens holds a request for tokens to what they need beyond a code.
func readForTokens(s *step.Step, _ *model.Client, a *model.Authorization) error {
	if !front(a) {
		return nil
	}
	if err := s.Require(ruleModeForTokens, s.Params.Get("response_mode") != modeQuery, "another mode", clip(s.Params.Get("response_mode"))); err != nil {
		return err
	}
	if !slices.Contains(a.Types, typeIDToken) {
		return nil
	}
	if err := s.Require(ruleNonce, s.Params.Has("nonce"), "a nonce", ""); err != nil {
		return err
	}
	return s.Require(ruleIDTokenScope, slices.Contains(a.Requested, "openid"), "openid among the scopes", s.Params.Get("scope"))
}

// originOf is the origin of an address, as browsers write it.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

// requireOrigin keeps messages from pages that are not the app's: it comes
// before anything else is answered in that mode.
func requireOrigin(s *step.Step, c *model.Client, redirectURI string) error {
	if s.Params.Get("response_mode") != modeWebMessage {
		return nil
	}
	origin := originOf(redirectURI)
	ok := origin != "" && slices.ContainsFunc(c.WebOrigins, func(o string) bool { return originOf(o) == origin })
	return s.Require(ruleWebOrigin, ok, "one of "+or(strings.Join(c.WebOrigins, ", "), "the client's web origins, of which there are none"), clip(origin))
}

// withTokens makes the answer of a request for tokens: they are signed after
// the commit.
func (v *visit) withTokens(u *model.User, code string) (*step.Answer, error) {
	l := v.login
	a := &l.Authorization
	api, err := v.api()
	if err != nil {
		return nil, err
	}
	sign, err := issue.Front(v.Step, issue.Order{
		Client: v.client, User: u, API: api, Scope: a.Scope, Nonce: a.Nonce, GrantType: model.GrantAuthorizationCode,
		Auth:     model.Authenticated{UserID: l.UserID, SID: l.SID, AuthTime: l.AuthTime, MFA: l.MFAHere},
		AuthTime: a.MaxAge != nil, IDClaims: a.IDClaims, UserinfoClaims: a.UserinfoClaims, ACRAsked: a.ACRAsked(), ACREssential: a.ACREssential,
	}, slices.Contains(a.Types, typeToken), slices.Contains(a.Types, typeIDToken), code)
	if err != nil {
		return nil, err
	}
	answer := &step.Answer{}
	answer.Finish = func() (any, error) {
		values, err := sign()
		if err != nil {
			return nil, err
		}
		*answer = *v.answer(deliver(a, values))
		return nil, nil
	}
	return answer, nil
}
