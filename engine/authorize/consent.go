package authorize

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const consentPath = "/u/consent"

// allowAlways is the redirection_policy that lets an app hear of a refusal;
// any other keeps the user here, so that a malicious app cannot use a refusal
// to send them on (auth0.com/docs, third-party applications).
const allowAlways = "allow_always"

var (
	ruleConsentWanted = check.Rule{
		ID: "authorize.consent.needed", Says: "The app is one of the sandbox's own, which need no consent",
		Ref: "Auth0 User Consent and Third-Party Applications", Fix: "Nothing to mend: other companies' apps ask the user first.",
	}
	ruleConsentRemembered = check.Rule{
		ID: "authorize.consent.remembered", Says: "The user allowed all of this before",
		Ref: "Auth0 User Consent and Third-Party Applications", Fix: "The consent page asks for it.",
	}
	ruleConsented = check.Rule{
		ID: "authorize.consented", Says: "The user lets the app in", Param: "prompt",
		Ref: "OpenID Connect Core §3.1.2.4, §3.1.2.6", Fix: "The consent page asks for it; with prompt=none there is no page, so send the user to /authorize again without it.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "consent_required", Description: "Consent required"},
	}
	ruleConsentGiven = check.Rule{
		ID: "authorize.consent.given", Says: "The user pressed Continue on the consent page",
		Ref: "RFC 6749 §4.1.2.1", Fix: "Nothing is wrong: the user pressed Deny. The app has to do without.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The user declined to give the app access"},
	}
	ruleDenialTold = check.Rule{
		ID: "authorize.consent.redirection-policy", Says: "The app may be told of the refusal",
		Ref: "Auth0 third-party applications, redirection_policy", Fix: "Set the client's redirection_policy to allow_always.",
	}
)

// consentNeeded decides whether the user has to be asked.
func (v *visit) consentNeeded(u *model.User) (bool, error) {
	if v.login.Consented {
		return false, nil
	}
	a := v.login.Authorization
	forced := slices.Contains(a.Prompt, promptConsent)
	if v.Note(ruleConsentWanted, v.client.IsFirstParty && !forced, "a first-party app, and no prompt=consent",
		got(v.client.IsFirstParty, got(forced, "prompt=consent", ""), "a third-party app")) {
		return false, nil
	}
	if forced {
		return true, nil
	}
	given, err := v.grant(u.UserID)
	if err != nil {
		return false, err
	}
	var missing []string
	if given == nil {
		missing = []string{"the app itself"}
	} else {
		missing = slices.DeleteFunc(slices.Clone(a.Scope), func(sc string) bool { return slices.Contains(given.Scope, sc) })
	}
	return !v.Note(ruleConsentRemembered, len(missing) == 0, "a grant with all scopes", got(len(missing) == 0, "", "not yet: "+strings.Join(missing, " "))), nil
}

// grant is what the user has allowed the app before, or nil.
func (v *visit) grant(userID string) (*model.Grant, error) {
	a := v.login.Authorization
	g, err := store.Grants.Get(v.Tx, model.GrantID(userID, a.ClientID, a.Audience))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return g, err
}

// takeConsent answers the consent page's form.
func takeConsent(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	denied := s.Params.Get("action") == actionDeny
	if err := s.Require(ruleConsentGiven, !denied, "the button Continue", got(!denied, "", "the button Deny")); err != nil {
		return nil, v.declined(err)
	}
	// Without a session of the login's user nobody has seen the page.
	if _, err := v.sessionUsed(); err != nil {
		return nil, err
	}
	if v.login.SID != "" {
		if err := v.remember(); err != nil {
			return nil, err
		}
	}
	return v.next()
}

// remember notes that the user lets the app in, for the next time too.
func (v *visit) remember() error {
	a := v.login.Authorization
	v.login.Consented = true
	g, err := v.grant(v.login.UserID)
	if err != nil {
		return err
	}
	if g == nil {
		g = &model.Grant{UserID: v.login.UserID, ClientID: a.ClientID, Audience: a.Audience, CreatedAt: v.Now}
	}
	for _, sc := range a.Scope {
		if !slices.Contains(g.Scope, sc) {
			g.Scope = append(g.Scope, sc)
		}
	}
	g.UpdatedAt = v.Now
	return store.Grants.Put(v.Tx, g)
}

// declined ends the login without the app, which is told only if it may be.
func (v *visit) declined(err error) error {
	policy := v.client.RedirectionPolicy
	if v.Note(ruleDenialTold, v.client.IsFirstParty || policy == allowAlways, allowAlways, or(policy, "open_redirect_protection, the default")) {
		return v.leave(err)
	}
	if fault := v.end(); fault != nil {
		return fault
	}
	return onPage(check.Keep(err), func(r *check.Refusal) (*step.Answer, error) {
		return hosted.Notice{Title: "Access denied", Text: v.client.Name + " did not get access. You can close this page."}.Answer(r.Answer.Status), nil
	})
}

// consentPage lists what the app asks for.
func (v *visit) consentPage(u *model.User) (*step.Answer, error) {
	a := v.login.Authorization
	page := hosted.Consent{
		Path: consentPath, State: v.login.ID, App: v.client.Name, User: u.Email, Foreign: !v.client.IsFirstParty,
	}
	var api *model.API
	if a.Audience != "" {
		found, err := store.APIWithAudience(v.Tx, a.Issuer, a.Audience)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if api = found; api != nil {
			page.API = api.Name
		}
	}
	for _, sc := range a.Scope {
		page.Scopes = append(page.Scopes, hosted.Scope{Name: sc, Text: describe(api, sc)})
	}
	return page.Answer(http.StatusOK), nil
}

// describe says what a scope allows, in the words of its API.
func describe(api *model.API, name string) string {
	if api != nil {
		for _, sc := range api.Scopes {
			if sc.Value == name && sc.Description != "" {
				return sc.Description
			}
		}
	}
	return or(standardScopes[name], name)
}

// standardScopes are those of OpenID Connect (Core §5.4, §11).
var standardScopes = map[string]string{
	scope.OpenID:        "Know that it is you",
	scope.Profile:       "See your name and picture",
	scope.Email:         "See your email address",
	scope.Address:       "See your postal address",
	scope.Phone:         "See your phone number",
	scope.OfflineAccess: "Keep this access while you are away",
}
