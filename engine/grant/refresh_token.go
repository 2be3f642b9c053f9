package grant

import (
	"net/http"

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

var ruleRefreshUser = check.Rule{
	ID: "refresh.user", Says: "The user still exists",
	Ref: "Auth0 SDKs (the text that they match)", Fix: "Log in as a user of the sandbox.", Param: "refresh_token",
	Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "The refresh_token was generated for a user who doesn't exist anymore."}, Standard: as400,
}

// refresh is one exchange as it was asked for. It waits in an MFA transaction
// where a second factor comes first.
type refresh struct {
	hash     string // of the refresh token
	audience string
	scope    []string
	factored bool           // a second factor was given for it
	extra    map[string]any // what that adds to the answer
}

func redeemRefresh(s *step.Step, c *model.Client) (*step.Answer, error) {
	return exchange(s, c, refresh{
		hash: secret.Hash(s.Params.Get("refresh_token")), audience: s.Params.Get("audience"), scope: s.Params.Fields("scope"),
	})
}

func exchange(s *step.Step, c *model.Client, r refresh) (*step.Answer, error) {
	t, f, err := family.Find(s, c, r.hash)
	if err != nil {
		return nil, err
	}
	if err := sameKey(s, ruleRefreshKey, f.ProofKey); err != nil {
		return nil, err
	}
	if err := family.Live(s, c, t, f); err != nil {
		return nil, err
	}
	user, err := liveUser(s, f.Authenticated.UserID, ruleRefreshUser)
	if err != nil {
		return nil, err
	}
	api, available, err := resource(s, c, f, r.audience)
	if err != nil {
		return nil, err
	}
	granted, err := askedScope(s, available, r.scope)
	if err != nil {
		return nil, err
	}
	if !r.factored {
		if err := factorFirst(s, c, user, r); err != nil {
			return nil, err
		}
	}
	next, err := family.Exchange(s, c, t, f)
	if err != nil {
		return nil, err
	}
	return issue.Issue(s, issue.Order{
		Client: c, User: user, Auth: f.Authenticated, API: api, Scope: granted, AuthTime: f.AuthTime,
		GrantType: model.GrantRefreshToken, Refreshed: true, Refresh: next, Extra: r.extra,
	}, nil)
}

// factorFirst asks for a second factor where the policy wants one at a
// refresh. The refresh token is not used up meanwhile.
func factorFirst(s *step.Step, c *model.Client, u *model.User, r refresh) error {
	need, err := mfa.Required(s, u, model.FlowRefreshToken)
	if err != nil || !need.Needed {
		return err
	}
	return mfa.Begin(s, model.MFATransaction{
		UserID: u.UserID, ClientID: c.ClientID, Audience: r.audience, Requested: r.scope,
		GrantType: model.GrantRefreshToken, RefreshHash: r.hash, Issuer: s.Issuer,
	}, need)
}
