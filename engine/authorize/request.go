package authorize

import (
	"errors"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

func invalid(description string) check.Answer {
	return check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: description}
}

var (
	ruleClientSent = check.Rule{
		ID: "authorize.client.sent", Says: "The request names the app with client_id", Param: "client_id",
		Ref: "RFC 6749 §4.1.1", Fix: "Add client_id to the authorize URL.",
		Answer: invalid("Missing required parameter: client_id"),
	}
	ruleClientKnown = check.Rule{
		ID: "authorize.client.known", Says: "The app is registered", Param: "client_id",
		Ref: "RFC 6749 §2.2, §4.1.2.1", Fix: "Use the client_id of a client in the sandbox, such as web-app, or add this one.",
		Answer: invalid("Unknown client: %s"),
	}
	ruleNoRequestObject = check.Rule{
		ID: "authorize.request.none", Says: "The parameters stand in the request itself, not in a request object", Param: "request",
		Ref: "OpenID Connect Core §6.1", Fix: "Send the parameters one by one instead of request.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "request_not_supported", Description: "The request parameter is not supported"},
	}
	ruleNoRequestURI = check.Rule{
		ID: "authorize.request-uri.none", Says: "The parameters stand in the request itself, not at another address", Param: "request_uri",
		Ref: "OpenID Connect Core §6.2", Fix: "Send the parameters one by one instead of request_uri.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "request_uri_not_supported", Description: "The request_uri parameter is not supported"},
	}
	ruleResponseTypeSent = check.Rule{
		ID: "authorize.response-type.sent", Says: "The app says what it wants back", Param: "response_type",
		Ref: "RFC 6749 §3.1.1, §4.1.1", Fix: "Add response_type=code.",
		Answer:   check.Answer{Status: http.StatusBadRequest, Code: "unsupported_response_type", Description: "Missing required parameter: response_type"},
		Standard: check.Answer{Code: "invalid_request"},
	}
	ruleResponseType = check.Rule{
		ID: "authorize.response-type.code", Says: "The app asks for a code, or for another answer that there is", Param: "response_type",
		Ref: "RFC 6749 §4.1.1; OAuth 2.0 Multiple Response Types §3", Fix: "Use response_type=code: tokens do not belong into addresses (RFC 9700 §2.1.2).",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "unsupported_response_type", Description: "Unsupported response type: %s"},
	}
	ruleGrantAllowed = check.Rule{
		ID: "authorize.client.grant", Says: "The app may use the authorization code grant", Param: "client_id",
		Ref: "RFC 6749 §4.1.2.1; Auth0 Application Grant Types", Fix: "Add authorization_code to the client's grant_types, or use a client that has it.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "unauthorized_client", Description: "Grant type 'authorization_code' not allowed for the client."},
	}
	ruleScreenHint = check.Rule{
		ID: "authorize.screen-hint", Says: "The app may choose that its users sign up", Param: "screen_hint",
		Ref: "Auth0 “Signup”, screen_hint; Auth0 third-party applications", Fix: "Nothing is refused: the login page comes instead, and leads to the other.",
	}
	ruleScopeText = check.Rule{
		ID: "authorize.scope.text", Says: "Scopes are words of printable ASCII, parted by spaces", Param: "scope",
		Ref: "RFC 6749 §3.3", Fix: "Part the scopes by single spaces and leave out quotes and backslashes.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_scope", Description: "The scope parameter has characters that are not allowed"},
	}
	ruleAudienceKnown = check.Rule{
		ID: "authorize.audience.known", Says: "The audience is an API that is registered", Param: "audience",
		Ref: "Playgrant; RFC 8707 §2", Fix: "Use an API's identifier exactly as it stands in the sandbox, trailing slash included.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "Service not found: %s"},
	}
)

// readClient finds out who asks and where the answer may go. A refusal here is
// shown to the user and never sent anywhere (RFC 6749 §4.1.2.1).
func readClient(s *step.Step) (*model.Client, *model.Authorization, error) {
	id := s.Params.Get("client_id")
	if err := s.Require(ruleClientSent, id != "", "a client_id", id); err != nil {
		return nil, nil, err
	}
	c, err := store.Clients.Get(s.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, nil, err
	}
	if err := s.Require(ruleClientKnown.With(clip(id)), c != nil, "a registered client", clip(id)); err != nil {
		return nil, nil, suggestClient(s, id, err)
	}
	uri, err := readRedirect(s, c)
	if err != nil {
		return nil, nil, err
	}
	if err := requireOrigin(s, c, uri); err != nil {
		return nil, nil, err
	}
	object := readObject(s)
	state, hasState := object.orSent(s, "state")
	mode, _ := object.orSent(s, "response_mode")
	return c, &model.Authorization{
		ClientID: c.ClientID, RedirectURI: uri, RedirectGiven: s.Params.Has("redirect_uri"),
		ResponseMode: readMode(s, mode, uri), State: state, HasState: hasState,
		Issuer: s.Issuer, TellIssuer: s.Standard,
	}, nil
}

// suggestClient tells of an unknown client_id on a page that names the one that
// was probably meant.
func suggestClient(s *step.Step, id string, refusal error) error {
	return onPage(refusal, func(r *check.Refusal) (*step.Answer, error) {
		var ids []string
		for c, err := range store.Clients.All(s.Tx) {
			if err != nil {
				return nil, err
			}
			ids = append(ids, c.ClientID)
		}
		page := problem(s, r)
		page.Nearest = near.Nearest(ids, id)
		return page.Answer(status(r)), nil
	})
}

// readRest reads everything else. A refusal here goes back to the app.
func readRest(s *step.Step, c *model.Client, a *model.Authorization) error {
	p := s.Params
	switch {
	case p.Has("request"):
		return s.Require(ruleNoRequestObject, false, "no request object", "one")
	case p.Has("request_uri"):
		return s.Require(ruleNoRequestURI, false, "no request_uri", "one")
	}
	a.ACRValues = p.Fields("acr_values")
	for _, read := range []func(*step.Step, *model.Client, *model.Authorization) error{
		readTypes, requireMode, readPrompt, readMaxAge, readPKCE, readProofKey, readScope, readForTokens, readClaims, readIDTokenHint,
	} {
		if err := read(s, c, a); err != nil {
			return err
		}
	}
	a.Nonce = p.Get("nonce")
	a.LoginHint = p.Get("login_hint")
	return readScreenHint(s, c, a)
}

// readScreenHint notes whether the app wants a sign-up. Those of other
// companies may not choose (Auth0 “Third-Party Applications”).
func readScreenHint(s *step.Step, c *model.Client, a *model.Authorization) error {
	hint := s.Params.Get("screen_hint")
	a.SignUp = hint == "signup" && s.Note(ruleScreenHint, c.IsFirstParty, "a first-party client", got(c.IsFirstParty, hint, "a third-party one"))
	return nil
}

// readScope settles the API and what may be granted of what was asked for.
func readScope(s *step.Step, c *model.Client, a *model.Authorization) error {
	if text := s.Params.Get("scope"); text != "" {
		if err := s.Require(ruleScopeText, scopeText(text), "scopes parted by spaces", clip(text)); err != nil {
			return err
		}
	}
	a.Requested = s.Params.Fields("scope")
	a.Audience = s.Params.Get("audience")
	if a.Audience == "" {
		a.Audience = s.Policy.DefaultAudience
	}
	var api *model.API
	if a.Audience != "" {
		found, err := store.APIWithAudience(s.Tx, s.Issuer, a.Audience)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		api = found
		if err := s.Require(ruleAudienceKnown.With(clip(a.Audience)), api != nil, "a registered API", clip(a.Audience)); err != nil {
			return err
		}
	}
	a.Scope = scope.Grantable(s, api, a.Requested)
	return requireNoProof(s, c, api, a)
}

// scopeText holds for NQCHARs and spaces (RFC 6749 Appendix A.4).
func scopeText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' || r > '~' || r == '"' || r == '\\'
	})
}

// clip keeps what a client sent short enough to be repeated.
func clip(s string) string {
	const most = 300
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
