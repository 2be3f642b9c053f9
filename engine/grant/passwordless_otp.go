package grant

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/passwordless"
	"github.com/playgrant/playgrant/engine/step"
)

// passwordlessOTP gives tokens for a code that was sent to the user
// (auth0.com/docs/api/authentication/passwordless/authenticate-user).
var passwordlessOTP = Grant{
	Type:   model.GrantPasswordlessOTP,
	Needs:  []string{"username", "otp", "realm"},
	Redeem: redeemPasswordlessOTP,
}

var (
	rulePasswordlessRealm = check.Rule{
		ID: "passwordless.realm", Says: "The realm is email or sms", Param: "realm",
		Ref: "Auth0 “Authenticate User”", Fix: "Send realm=email or realm=sms, as in the connection of /passwordless/start.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "unauthorized", Description: "unknown or invalid connection"}, Standard: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request"},
	}
	rulePasswordlessCode = check.Rule{
		ID: "passwordless.code", Says: "It is the code that was sent last, within three minutes, and not used", Param: "otp",
		Ref: "Auth0 “Passwordless”", Fix: "Look into the inbox (m), or have another code sent.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Wrong %s or verification code."}, Standard: as400,
	}
)

func redeemPasswordlessOTP(s *step.Step, c *model.Client) (*step.Answer, error) {
	realm := s.Params.Get("realm")
	name := map[string]string{passwordless.Email: "email", passwordless.SMS: "phone number"}[realm]
	if err := s.Require(rulePasswordlessRealm, name != "", "email or sms", shown(realm)); err != nil {
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
	sent, err := passwordless.Redeem(s, c.ClientID, realm, s.Params.Get("username"), s.Params.Get("otp"), rulePasswordlessCode.With(name))
	if err != nil {
		return nil, err
	}
	user, err := passwordless.UserOf(s, sent)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleUserBlocked, !user.Blocked, "not blocked", blocked(user)); err != nil {
		return nil, check.Keep(err)
	}
	granted := askedOrAll(s, api)
	need, err := secondFactor(s, user, api)
	if err != nil {
		return nil, err
	}
	if need.Needed {
		return nil, mfa.Begin(s, model.MFATransaction{
			UserID: user.UserID, ClientID: c.ClientID, Audience: audience,
			Requested: s.Params.Fields("scope"), Scope: granted, GrantType: model.GrantPasswordlessOTP, Issuer: s.Issuer,
		}, need)
	}
	return issue.Issue(s, issue.Order{
		Client: c, User: user, Auth: model.Authenticated{UserID: user.UserID, AuthTime: s.Now},
		API: api, Scope: granted, GrantType: model.GrantPasswordlessOTP,
	}, nil)
}
