package grant

import (
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// mfaOTP finishes a grant that was answered with mfa_required, by a code of
// the user's authenticator app; the first code of a new one confirms it
// (auth0.com/docs/…/resource-owner-password-flow/mfa).
var mfaOTP = Grant{
	Type:  model.GrantMFAOTP,
	Needs: []string{"mfa_token", "otp"},
	Redeem: func(s *step.Step, c *model.Client) (*step.Answer, error) {
		return redeemFactor(s, c, func(tx *model.MFATransaction, u *model.User) (map[string]any, error) {
			return nil, mfa.RedeemOTP(s, tx, u, s.Params.Get("otp"))
		})
	},
}

// mfaOOB does the same out of band: with the code that the user was sent, or by
// polling a push until they have answered it on their phone.
var mfaOOB = Grant{
	Type:  model.GrantMFAOOB,
	Needs: []string{"mfa_token", "oob_code"},
	Redeem: func(s *step.Step, c *model.Client) (*step.Answer, error) {
		return redeemFactor(s, c, func(tx *model.MFATransaction, u *model.User) (map[string]any, error) {
			return nil, mfa.RedeemOOB(s, tx, u, s.Params.Get("oob_code"), s.Params.Get("binding_code"))
		})
	},
}

// mfaRecoveryCode does the same with the user's recovery code. It is used up,
// and the answer holds the one that takes its place.
var mfaRecoveryCode = Grant{
	Type:  model.GrantMFARecoveryCode,
	Needs: []string{"mfa_token", "recovery_code"},
	Redeem: func(s *step.Step, c *model.Client) (*step.Answer, error) {
		return redeemFactor(s, c, func(_ *model.MFATransaction, u *model.User) (map[string]any, error) {
			next, err := mfa.VerifyRecoveryCode(s, u, s.Params.Get("recovery_code"))
			return map[string]any{"recovery_code": next}, err
		})
	},
}

var ruleFactorAudience = check.Rule{
	ID: "mfa-token.audience", Says: "The API and the scope are those of the grant that waits; an audience here changes nothing",
	Ref: "Auth0 MFA API", Fix: "Leave out the audience.", Param: "audience",
}

// verifier checks a second factor. It returns what the factor adds to the
// answer.
type verifier func(*model.MFATransaction, *model.User) (map[string]any, error)

// redeemFactor finishes the grant that an mfa_token stands for. The token is
// used up with it; a wrong factor leaves it for another try.
func redeemFactor(s *step.Step, c *model.Client, verify verifier) (*step.Answer, error) {
	tx, err := mfa.Waiting(s, s.Params.Get("mfa_token"), c)
	if err != nil {
		return nil, err
	}
	u, err := mfa.UserOf(s, tx)
	if err != nil {
		return nil, err
	}
	if a := s.Params.Get("audience"); a != "" {
		s.Note(ruleFactorAudience, a == tx.Audience, tx.Audience, shown(a))
	}
	extra, err := verify(tx, u)
	if err != nil {
		return nil, err
	}
	if err := mfa.Spend(s, tx); err != nil {
		return nil, err
	}
	if tx.GrantType == model.GrantRefreshToken {
		return exchange(s, c, refresh{
			hash: tx.RefreshHash, audience: tx.Audience, scope: tx.Requested, factored: true, extra: extra,
		})
	}
	api, err := apiOf(s, tx.Audience)
	if err != nil {
		return nil, err
	}
	return issue.Issue(s, issue.Order{
		Client: c, User: u, Auth: model.Authenticated{UserID: u.UserID, AuthTime: s.Now},
		API: api, Scope: tx.Scope, GrantType: tx.GrantType, Actor: tx.Actor, Extra: exchangedExtra(tx.GrantType, extra),
	}, nil)
}
