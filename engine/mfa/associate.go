package mfa

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleEnrollSent = check.Rule{
		ID: "associate.sent", Says: "The request says what kind of authenticator is to be enrolled", Param: "authenticator_types",
		Ref: "Auth0 MFA API", Fix: `Send "authenticator_types": ["otp"], or ["oob"] with oob_channels.`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: authenticator_types"},
	}
	ruleEnrollKind = check.Rule{
		ID: "associate.kind", Says: "It names one kind, otp or oob", Param: "authenticator_types",
		Ref: "Auth0 MFA API", Fix: `Send "authenticator_types": ["otp"], or ["oob"] with oob_channels.`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: `authenticator_types must be ["otp"] or ["oob"]`},
	}
	ruleEnrollChannel = check.Rule{
		ID: "associate.channel", Says: "An out-of-band authenticator has one channel: sms, voice, auth0 (a push) or email", Param: "oob_channels",
		Ref: "Auth0 MFA API", Fix: `Send "oob_channels" with one of them, such as ["sms"].`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: `oob_channels must be ["sms"], ["voice"], ["auth0"] or ["email"]`},
	}
	ruleEnrollPhone = check.Rule{
		ID: "associate.phone", Says: "The telephone number is one, with its country's code", Param: "phone_number",
		Ref: "ITU-T E.164; Auth0 MFA API", Fix: `Send "phone_number" such as "+15555550123".`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "phone_number must be a number such as +15555550123"},
	}
	ruleEnrollEmail = check.Rule{
		ID: "associate.email", Says: "The email address is one", Param: "email",
		Ref: "RFC 5322 §3.4.1; Auth0 MFA API", Fix: `Send "email" such as "me@example.com", or leave it out to take the user's own.`,
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "email must be an address such as me@example.com"},
	}
	ruleEnrollFactor = check.Rule{
		ID: "associate.factor", Says: "The policy has the factor",
		Ref: "Playgrant", Fix: "Add the factor to the policy's mfa.factors.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The factor %s is not enabled"},
	}
	// Auth0 documents the text, but neither code nor status.
	ruleEnrollFirst = check.Rule{
		ID: "associate.first", Says: "An mfa_token enrols only the first factor; who has one must give it before adding another",
		Ref: `Playgrant; Auth0 "Manage authenticator factors using the MFA API" (the text)`, Fix: "Log in with the issuer + mfa/ as the audience and the scope enroll, and send that access token.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "User is already enrolled."},
	}
)

// association is the answer to an enrolment that has begun.
type association struct {
	AuthenticatorType string   `json:"authenticator_type"`
	Secret            string   `json:"secret,omitempty"` // base32
	BindingMethod     string   `json:"binding_method,omitempty"`
	BarcodeURI        string   `json:"barcode_uri,omitempty"`
	RecoveryCodes     []string `json:"recovery_codes,omitempty"`
	OOBChannel        string   `json:"oob_channel,omitempty"`
	OOBCode           string   `json:"oob_code,omitempty"`
}

// associate answers POST /mfa/associate: it enrols an authenticator that is not
// active until the mfa-otp or mfa-oob grant has confirmed it.
func associate(s *step.Step) (*step.Answer, error) {
	c, err := borne(s, scopeEnroll)
	if err != nil {
		return nil, err
	}
	purpose := Purpose{ClientID: c.clientID}
	if c.waiting != nil {
		purpose.For = c.waiting.Hash
		if err := firstFactor(s, c.user); err != nil {
			return nil, err
		}
	}
	w, err := wanted(s, c.user)
	if err != nil {
		return nil, err
	}
	e, err := Enroll(s, c.user, w.kind, w.to, purpose)
	if err != nil {
		return nil, err
	}
	answer := association{
		AuthenticatorType: challengeOTP, OOBChannel: w.channel,
		Secret: e.Secret, BarcodeURI: e.BarcodeURI, RecoveryCodes: e.RecoveryCodes,
	}
	if e.OOB != nil {
		answer.AuthenticatorType, answer.OOBCode, answer.BindingMethod = challengeOOB, e.OOB.Code, e.OOB.bindingMethod()
	}
	return step.JSON(answer).Set("Cache-Control", "no-store"), nil
}

// firstFactor refuses a user who has a factor already.
func firstFactor(s *step.Step, u *model.User) error {
	// By the sandbox's policy: a factor that an app does not take is still one.
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return err
	}
	list = usable(list, s.Policy.MFA)
	return s.Require(ruleEnrollFirst, !enrolled(list, s.Policy.MFA), "a user without an active factor", listed(factorsOf(list)))
}
