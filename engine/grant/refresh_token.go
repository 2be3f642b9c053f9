package grant

import (
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

// refreshToken gives fresh tokens without a new login (RFC 6749 §6).
var refreshToken = Grant{
	Type:   model.GrantRefreshToken,
	Needs:  []string{"refresh_token"},
	Redeem: redeemRefresh,
}

var (
	ruleRefreshUser = check.Rule{
		ID: "refresh.user", Says: "The user still exists",
		Ref: "Auth0 SDKs (the text that they match)", Fix: "Log in as a user of the sandbox.", Param: "refresh_token",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "The refresh_token was generated for a user who doesn't exist anymore."}, Standard: as400,
	}
	ruleRefreshScope = check.Rule{
		ID: "refresh.scope", Says: "Only scopes that were granted can be asked for again; others are left out",
		Ref: "RFC 6749 §6 (it would refuse; Auth0 documents no answer, so Playgrant leaves them out)", Fix: "Ask /authorize for the scope.", Param: "scope",
	}
	ruleRefreshAudience = check.Rule{
		ID: "refresh.audience", Says: "The token's API was fixed when it was granted; an audience here changes nothing",
		Ref: "Playgrant: Auth0 documents an audience here only with multi-resource policies", Fix: "Leave out the audience.", Param: "audience",
	}
)

func redeemRefresh(s *step.Step, c *model.Client) (*step.Answer, error) {
	return exchangeRefresh(s, c, secret.Hash(s.Params.Get("refresh_token")), false)
}

// exchangeRefresh exchanges the refresh token with the given hash. factored
// says that a second factor was given for it already.
func exchangeRefresh(s *step.Step, c *model.Client, hash string, factored bool) (*step.Answer, error) {
	t, f, err := family.Find(s, c, hash)
	if err != nil {
		return nil, err
	}
	if err := family.Live(s, c, t, f); err != nil {
		return nil, err
	}
	user, err := liveUser(s, f.Authenticated.UserID, ruleRefreshUser)
	if err != nil {
		return nil, err
	}
	asked := s.Params.Fields("scope")
	if factored {
		asked = nil
	} else if err := factorFirst(s, c, user, f, hash); err != nil {
		return nil, err
	}
	order := issue.Order{
		Client: c, User: user, Auth: f.Authenticated, Scope: askedScope(s, f, asked), AuthTime: f.AuthTime,
		GrantType: model.GrantRefreshToken, Refreshed: true,
	}
	if order.API, err = apiOf(s, f.Audience); err != nil {
		return nil, err
	}
	if a := s.Params.Get("audience"); a != "" {
		s.Note(ruleRefreshAudience, a == f.Audience, f.Audience, shown(a))
	}
	if order.Refresh, err = family.Spend(s, t, f); err != nil {
		return nil, err
	}
	return issue.Issue(s, order, nil)
}

// factorFirst asks for a second factor where the policy wants one at a
// refresh. The refresh token is not used up meanwhile.
func factorFirst(s *step.Step, c *model.Client, u *model.User, f *model.Family, hash string) error {
	need, err := mfa.Required(s, u, model.FlowRefreshToken)
	if err != nil || !need.Needed {
		return err
	}
	return mfa.Begin(s, model.MFATransaction{
		UserID: u.UserID, ClientID: c.ClientID, Audience: f.Audience, Scope: f.Scope,
		GrantType: model.GrantRefreshToken, RefreshHash: hash, Issuer: s.Issuer,
	}, need)
}

func askedScope(s *step.Step, f *model.Family, asked []string) []string {
	if len(asked) == 0 {
		return f.Scope
	}
	var more []string
	for _, sc := range asked {
		if !slices.Contains(f.Scope, sc) {
			more = append(more, sc)
		}
	}
	got := "within what was granted"
	if len(more) > 0 {
		got = "left out: " + shown(strings.Join(more, " "))
	}
	s.Note(ruleRefreshScope, len(more) == 0, strings.Join(f.Scope, " "), got)
	return narrowed(f.Scope, asked)
}
