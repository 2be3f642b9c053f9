package mfa

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// order is the one in which Auth0's "Get Refresh Tokens" page lists the
// factors of mfa_requirements.
var order = []string{
	model.FactorOTP, model.FactorPush, model.FactorPhone, model.FactorRecoveryCode, model.FactorEmail,
	model.KindRoaming, model.KindPlatform,
}

// overAPI keeps what the MFA API has: passkeys are for the hosted pages alone
// (auth0.com/docs/secure/multi-factor-authentication/fido-authentication-with-webauthn).
func overAPI(list []*model.Authenticator) []*model.Authenticator {
	return slices.DeleteFunc(slices.Clone(list), func(a *model.Authenticator) bool { return model.IsPasskey(a.Kind) })
}

// Authenticators returns the user's authenticators in the order of their
// enrolment, unconfirmed ones included.
func Authenticators(r store.Reader, userID string) ([]*model.Authenticator, error) {
	list, err := store.AuthenticatorsOf(r, userID)
	if err != nil {
		return nil, fmt.Errorf("authenticators of a user: %w", err)
	}
	slices.SortStableFunc(list, func(a, b *model.Authenticator) int {
		return cmp.Or(
			a.CreatedAt.Compare(b.CreatedAt),
			cmp.Compare(slices.Index(order, a.Factor()), slices.Index(order, b.Factor())),
		)
	})
	return list, nil
}

// usable keeps the authenticators that can be challenged: confirmed ones of a
// factor that the policy has.
func usable(list []*model.Authenticator, policy model.MFAPolicy) []*model.Authenticator {
	return slices.DeleteFunc(slices.Clone(list), func(a *model.Authenticator) bool {
		return !a.Active || !allowed(policy, a)
	})
}

// allowed reports whether the policy has the authenticator's factor.
func allowed(policy model.MFAPolicy, a *model.Authenticator) bool {
	return slices.Contains(policy.Factors, a.Factor())
}

// Usable returns the authenticators that the user can be challenged on now:
// confirmed ones of a factor that the policy has, in the order of their
// enrolment. [BeginOOB] takes those that are neither an app nor a recovery
// code.
func Usable(s *step.Step, u *model.User) ([]*model.Authenticator, error) {
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return nil, err
	}
	p, err := Policy(s, u)
	return usable(list, p), err
}

// enrolled reports whether the user has an active factor. A recovery code
// alone is none: it stands in for another.
func enrolled(list []*model.Authenticator, policy model.MFAPolicy) bool {
	return slices.ContainsFunc(usable(list, policy), func(a *model.Authenticator) bool { return a.Kind != model.KindRecoveryCode })
}

// factorsOf names the factors of the authenticators, each once, in order.
func factorsOf(list []*model.Authenticator) []string {
	return inOrder(func(factor string) bool {
		return slices.ContainsFunc(list, func(a *model.Authenticator) bool { return a.Factor() == factor })
	})
}

func inOrder(keep func(factor string) bool) []string {
	var out []string
	for _, factor := range order {
		if keep(factor) {
			out = append(out, factor)
		}
	}
	return out
}
