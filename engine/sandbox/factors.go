package sandbox

import (
	"errors"
	"net/http"
	"net/mail"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// newFactor is what a user is given: a factor by its type, or sms and voice
// for the two ways of phone, and where it reaches them.
type newFactor struct {
	Type        string `json:"type"`
	PhoneNumber string `json:"phone_number,omitempty"`
	Email       string `json:"email,omitempty"`
}

// kindOfType are the authenticators that a type stands for.
var kindOfType = map[string]string{
	model.FactorOTP: model.KindTOTP, model.KindSMS: model.KindSMS, model.KindVoice: model.KindVoice, model.FactorPhone: model.KindSMS,
	model.FactorEmail: model.KindEmail, model.FactorPush: model.KindPush, model.FactorRecoveryCode: model.KindRecoveryCode,
}

// addFactor gives a user a factor that is active at once. The answer is the
// user, with the recovery code if it was one: that is shown only here.
func addFactor(s *step.Step) (*step.Answer, error) {
	u, err := userInPath(s)
	if err != nil {
		return nil, err
	}
	var f newFactor
	if err := decode(s, s.Body, &f); err != nil {
		return nil, err
	}
	kind, known := kindOfType[f.Type]
	if err := field(s, "type", known, passable(f.Type)); err != nil {
		return nil, err
	}
	to, err := reached(s, u, kind, f)
	if err != nil {
		return nil, err
	}
	code, err := mfa.Give(s, u, kind, to)
	if err != nil {
		return nil, err
	}
	whole, err := withFactors(s.Tx, u)
	if err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusCreated, JSON: struct {
		model.UserView
		RecoveryCode string `json:"recovery_code,omitempty"`
	}{viewOf(whole), code}}, nil
}

// forgetBrowsers has the user give a second factor again wherever “Remember
// this browser” was ticked (POST
// /api/v2/users/{id}/multifactor/actions/invalidate-remember-browser of Auth0's
// Management API).
func forgetBrowsers(s *step.Step) (*step.Answer, error) {
	u, err := userInPath(s)
	if err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent}, session.Forget(s.Tx, u.UserID)
}

// passable says what type may be given. A passkey may not: it is a key in
// somebody's browser.
func passable(typ string) string {
	if model.IsPasskey(typ) {
		return "another one: a passkey is set up on the hosted page, in the browser that is to have it"
	}
	return "otp, sms, voice, email, push-notification or recovery-code"
}

// reached is where the factor reaches the user: what was sent, or what is
// known of them.
func reached(s *step.Step, u *model.User, kind string, f newFactor) (string, error) {
	switch kind {
	case model.KindSMS, model.KindVoice:
		to := f.PhoneNumber
		if to == "" {
			to = u.PhoneNumber
		}
		return to, field(s, "phone_number", model.IsPhoneNumber(to), "a number in the form +15555550100; this user has none of their own")
	case model.KindEmail:
		to := f.Email
		if to == "" {
			to = u.Email
		}
		_, err := mail.ParseAddress(to)
		return to, field(s, "email", err == nil, "an email address")
	}
	return "", nil
}

// removeFactor takes a factor from a user, and what was enrolled along with
// it.
func removeFactor(s *step.Step) (*step.Answer, error) {
	u, err := userInPath(s)
	if err != nil {
		return nil, err
	}
	a, err := store.Authenticators.Get(s.Tx, s.Request.PathValue("id"))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleFound.With("factor of that id"), err == nil && a.UserID == u.UserID, "a factor of the user", "none"); err != nil {
		return nil, err
	}
	if err := mfa.Take(s.Tx, a); err != nil {
		return nil, err
	}
	whole, err := withFactors(s.Tx, u)
	return step.JSON(viewOf(whole)), err
}
