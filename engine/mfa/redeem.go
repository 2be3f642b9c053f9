package mfa

import (
	"slices"

	"github.com/playgrant/playgrant/engine/bearer"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleConfirm = check.Rule{
		ID: "otp.confirms", Says: "The code confirms the authenticator app that is being enrolled", Param: "otp",
		Ref: `Auth0 "Enroll and challenge OTP authenticators"`,
	}
	ruleAccessClient = check.Rule{
		ID: "mfa.access.client", Says: "The access token was given to this client", Param: "mfa_token",
		Ref: "Playgrant; RFC 6749 §5.2", Fix: "Confirm with the client that got the access token.",
	}
)

// Waiting finds what a grant's mfa_token stands for, as [Transaction] does. It
// takes an access token for the MFA API too, which confirms an enrolment: what
// waits then is another such token.
func Waiting(s *step.Step, token string, client *model.Client) (*model.MFATransaction, error) {
	if !isJWT(token) {
		return Transaction(s, token, client)
	}
	tx, err := waitingForAccess(s, token, client)
	if refusal, ok := check.AsRefusal(err); ok {
		// In a token request a bad access token is a bad grant.
		grant := *refusal
		grant.Answer = malformed
		switch {
		case refusal.Rule.ID == bearer.Expiry.ID:
			grant.Answer = ruleTokenCurrent.Answer
		case s.Standard:
			grant.Answer.Status = badRequest.Status
		}
		return nil, &grant
	}
	return tx, err
}

func waitingForAccess(s *step.Step, token string, client *model.Client) (*model.MFATransaction, error) {
	t, err := access(s, token, scopeEnroll)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleAccessClient, t.Client == client.ClientID, client.ClientID, t.Client); err != nil {
		return nil, err
	}
	return &model.MFATransaction{
		UserID: t.Subject, ClientID: t.Client, Audience: s.Issuer + "mfa/", Scope: t.Scope,
		GrantType: model.GrantPassword, Issuer: s.Issuer, CreatedAt: s.Now,
	}, nil
}

// RedeemOTP accepts a code for a grant that waits. It is one of the user's
// apps, as in [VerifyOTP], or confirms the app that is being enrolled: by an
// mfa_token while the user has no factor yet, by an access token for the MFA
// API always. Without that difference a password and an enrolment begun in
// time would be enough to get past a factor that was enrolled since.
func RedeemOTP(s *step.Step, tx *model.MFATransaction, u *model.User, code string) error {
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return err
	}
	apps := pending(list, model.KindTOTP)
	confirming := byAccess(tx) || len(apps) > 0 && !enrolled(list, s.Policy.MFA)
	policy, err := Policy(s, u)
	if err != nil {
		return err
	}
	if !confirming || !slices.Contains(policy.Factors, model.FactorOTP) {
		return VerifyOTP(s, u, code)
	}
	s.Note(ruleConfirm, true, "", "an app that waits for its first code")
	return confirmApp(s, u, apps, code)
}

// RedeemOOB finishes a grant that waits by an out-of-band challenge: one whose
// code was sent needs that code, a push is polled. It confirms the
// authenticator that is being enrolled, under the same condition as
// [RedeemOTP].
func RedeemOOB(s *step.Step, tx *model.MFATransaction, u *model.User, oobCode, bindingCode string) error {
	c, err := FindOOB(s, u, secret.Hash(oobCode), Purpose{ClientID: tx.ClientID, For: tx.Hash})
	if err != nil {
		return err
	}
	if c.Enrolling && !byAccess(tx) {
		if err := firstFactor(s, u); err != nil {
			return err
		}
	}
	if c.Push() {
		return PollPush(s, u, c)
	}
	return VerifyOOB(s, u, c, bindingCode)
}

// byAccess tells what an access token stands for from what is kept.
func byAccess(tx *model.MFATransaction) bool { return tx.Hash == "" }
