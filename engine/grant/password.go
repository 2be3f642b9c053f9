package grant

import (
	"errors"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/lockout"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// password gives tokens for a user's own password (RFC 6749 §4.3). Only
// trusted first-party clients should ever see one; RFC 9700 §2.4 says none.
var password = Grant{
	Type:   model.GrantPassword,
	Needs:  []string{"username", "password"},
	Redeem: redeemPassword,
}

// passwordRealm is password with the connection named
// (auth0.com/docs/…/resource-owner-password-flow).
var passwordRealm = Grant{
	Type:   model.GrantPasswordRealm,
	Needs:  []string{"username", "password", "realm"},
	Redeem: redeemPasswordRealm,
}

var badPassword = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Wrong email or password."}

var (
	ruleRealm = check.Rule{
		ID: "password.realm", Says: "The realm is a connection of the sandbox",
		Ref: "Auth0 “Resource Owner Password Flow”", Fix: "Use the realm " + model.Connection + ".", Param: "realm",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "unauthorized", Description: "unknown or invalid connection"}, Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request"},
	}
	rulePassword = check.Rule{
		ID: "password.right", Says: "There is such a user, and the password is right",
		Ref: "RFC 6749 §4.3.2", Fix: "Check the address; every fixture's password is opensesame.", Param: "password",
		Answer: badPassword, Standard: as400,
	}
	ruleAudienceKnown = check.Rule{
		ID: "audience.known", Says: "The audience is an API of the sandbox",
		Ref: "Auth0 “Get Access Tokens”", Fix: "Send the identifier of an API exactly as it stands in the sandbox.", Param: "audience",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "Service not enabled within domain: %s"},
		Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_target"},
	}
	ruleAllScopes = check.Rule{
		ID: "scope.default", Says: "Without a scope, all scopes are granted",
		Ref: "Auth0 “Resource Owner Password Flow”", Param: "scope",
	}
)

func redeemPasswordRealm(s *step.Step, c *model.Client) (*step.Answer, error) {
	realm := s.Params.Get("realm")
	if err := s.Require(ruleRealm, realm == model.Connection, model.Connection, shown(realm)); err != nil {
		return nil, err
	}
	return redeemPassword(s, c)
}

func redeemPassword(s *step.Step, c *model.Client) (*step.Answer, error) {
	audience := s.Params.Get("audience")
	if audience == "" {
		audience = s.Policy.DefaultAudience
	}
	api, err := apiOf(s, audience)
	if err != nil {
		return nil, err
	}
	user, err := userByPassword(s, c)
	if err != nil {
		return nil, err
	}
	granted := askedOrAll(s, api)
	need, err := secondFactor(s, user, api)
	if err != nil {
		return nil, err
	}
	if need.Needed {
		return nil, mfa.Begin(s, model.MFATransaction{
			UserID: user.UserID, ClientID: c.ClientID, Audience: audience,
			Requested: s.Params.Fields("scope"), Scope: granted, GrantType: s.Params.Get("grant_type"), Issuer: s.Issuer,
		}, need)
	}
	return issue.Issue(s, issue.Order{
		Client: c, User: user, Auth: model.Authenticated{UserID: user.UserID, AuthTime: s.Now},
		API: api, Scope: granted, GrantType: s.Params.Get("grant_type"),
	}, nil)
}

// secondFactor decides by the policy, and for the MFA API whatever it says.
func secondFactor(s *step.Step, u *model.User, api *model.API) (mfa.Requirement, error) {
	if api != nil && api.Identifier == s.Issuer+"mfa/" {
		return mfa.ToManage(s, u)
	}
	return mfa.Required(s, u, model.FlowPassword)
}

// userByPassword finds the user whose name and password were sent. An unknown
// name and a wrong password get the same answer.
func userByPassword(s *step.Step, c *model.Client) (*model.User, error) {
	user, err := store.UserWithEmail(s.Tx, s.Params.Get("username"))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	try, locked := lockout.Begin(s, s.Params.Get("username"), lockout.Forwarded(s, c))
	if locked != nil {
		return nil, locked
	}
	right := secret.CheckPassword(user.PasswordOrNone(), s.Params.Get("password"))
	if err := s.Require(rulePassword, right, "the password of a user", matching(right)); err != nil {
		return nil, try.Wrong(user, err)
	}
	if err := try.Right(); err != nil {
		return nil, err
	}
	return user, s.Require(ruleUserBlocked, !user.Blocked, "not blocked", blocked(user))
}

// askedOrAll is what a password grant grants: the scopes asked for, or all
// that there are when none were.
func askedOrAll(s *step.Step, api *model.API) []string {
	asked := s.Params.Fields("scope")
	if len(asked) > 0 {
		return scope.Grantable(s, api, asked)
	}
	all := scope.Standard
	if api != nil {
		all = nil
		for _, sc := range api.Scopes {
			all = append(all, sc.Value)
		}
	}
	s.Note(ruleAllScopes, true, "", strings.Join(all, " "))
	return all
}
