package mfa

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// tenant is what an authenticator app shows above the user's name.
const tenant = "Playgrant"

var (
	ruleEnrollSent = check.Rule{
		ID: "associate.sent", Says: "The request says what kind of authenticator is to be enrolled", Param: "authenticator_types",
		Ref: "Auth0 MFA API", Fix: `Send "authenticator_types": ["otp"].`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: authenticator_types"},
	}
	ruleEnrollKind = check.Rule{
		ID: "associate.kind", Says: "It names one kind, otp or oob", Param: "authenticator_types",
		Ref: "Auth0 MFA API", Fix: `Send "authenticator_types": ["otp"].`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: `authenticator_types must be ["otp"] or ["oob"]`},
	}
	ruleEnrollServed = check.Rule{
		ID: "associate.served", Says: "The kind can be enrolled in this version of Playgrant", Param: "authenticator_types",
		Ref: "Playgrant", Fix: `Out-of-band authenticators (SMS, voice, push and email) cannot be enrolled yet: send "authenticator_types": ["otp"].`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Only otp authenticators can be enrolled so far"},
	}
	ruleEnrollFactor = check.Rule{
		ID: "associate.factor", Says: "The policy has the factor",
		Ref: "Playgrant", Fix: "Add otp to the policy's mfa.factors.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The factor otp is not enabled"},
	}
	// Auth0 documents the text, but neither code nor status.
	ruleEnrollFirst = check.Rule{
		ID: "associate.first", Says: "An mfa_token enrols only the first factor; who has one must give it before adding another",
		Ref: `Playgrant; Auth0 "Manage authenticator factors using the MFA API" (the text)`, Fix: "Log in with the issuer + mfa/ as the audience and the scope enroll, and send that access token.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "User is already enrolled."},
	}
)

// association is the answer to enrolling an authenticator app.
type association struct {
	AuthenticatorType string   `json:"authenticator_type"`
	Secret            string   `json:"secret"` // base32
	BarcodeURI        string   `json:"barcode_uri"`
	RecoveryCodes     []string `json:"recovery_codes,omitempty"`
}

// associate answers POST /mfa/associate: it enrols an authenticator app that
// is not active until a code of it was given to the mfa-otp grant.
func associate(s *step.Step) (*step.Answer, error) {
	c, err := borne(s, scopeEnroll)
	if err != nil {
		return nil, err
	}
	if err := enrollable(s); err != nil {
		return nil, err
	}
	list, err := Authenticators(s.Tx, c.user.UserID)
	if err != nil {
		return nil, err
	}
	if c.waiting != nil {
		first := !enrolled(list, s.Policy.MFA)
		if err := s.Require(ruleEnrollFirst, first, "a user without an active factor", listed(factorsOf(usable(list, s.Policy.MFA)))); err != nil {
			return nil, err
		}
	}
	answer, err := enrollApp(s, c.user, list)
	if err != nil {
		return nil, err
	}
	return step.JSON(answer).Set("Cache-Control", "no-store"), nil
}

// enrollable checks what is to be enrolled.
func enrollable(s *step.Step) error {
	types := s.Params.List("authenticator_types")
	if err := s.Require(ruleEnrollSent, len(types) > 0, "authenticator_types", ""); err != nil {
		return err
	}
	one := len(types) == 1 && (types[0] == challengeOTP || types[0] == challengeOOB)
	if err := s.Require(ruleEnrollKind, one, "one of otp and oob", unlessOK(one, "several, or another")); err != nil {
		return err
	}
	if err := s.Require(ruleEnrollServed, types[0] == challengeOTP, challengeOTP, types[0]); err != nil {
		return err
	}
	factors := s.Policy.MFA.Factors
	return s.Require(ruleEnrollFactor, slices.Contains(factors, model.FactorOTP), model.FactorOTP, listed(factors))
}

// enrollApp keeps a new app in place of one that was never confirmed. With the
// first factor comes a recovery code, if the policy has them; it becomes
// active together with the app.
func enrollApp(s *step.Step, u *model.User, list []*model.Authenticator) (*association, error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: tenant, AccountName: u.Email, Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1, Rand: s.Rand,
	})
	if err != nil {
		return nil, fmt.Errorf("a new authenticator app: %w", err)
	}
	if err := replacePending(s, u, list, model.Authenticator{Kind: model.KindTOTP, Secret: key.Secret()}); err != nil {
		return nil, err
	}
	a := &association{AuthenticatorType: challengeOTP, Secret: key.Secret(), BarcodeURI: key.URL()}
	first := !slices.ContainsFunc(list, func(a *model.Authenticator) bool { return a.Active })
	if !first || !slices.Contains(s.Policy.MFA.Factors, model.FactorRecoveryCode) {
		return a, nil
	}
	code, err := secret.From(s.Rand, secret.UpperDigits, recoveryLength)
	if err != nil {
		return nil, err
	}
	a.RecoveryCodes = []string{code}
	return a, replacePending(s, u, list, model.Authenticator{Kind: model.KindRecoveryCode, CodeHash: secret.Hash(code)})
}

// replacePending keeps an enrolment that waits for its confirmation, in place
// of others of its kind that do.
func replacePending(s *step.Step, u *model.User, list []*model.Authenticator, a model.Authenticator) error {
	for _, old := range pending(list, a.Kind) {
		if err := store.RemoveAuthenticator(s.Tx, old); err != nil {
			return err
		}
	}
	device, err := secret.From(s.Rand, secret.Alphanumeric, 16)
	if err != nil {
		return err
	}
	a.ID, a.UserID, a.CreatedAt = a.Kind+"|dev_"+device, u.UserID, s.Now
	return store.AddAuthenticator(s.Tx, &a)
}

// pending keeps the authenticators of a kind that were not confirmed.
func pending(list []*model.Authenticator, kind string) []*model.Authenticator {
	return slices.DeleteFunc(slices.Clone(list), func(a *model.Authenticator) bool { return a.Active || a.Kind != kind })
}
