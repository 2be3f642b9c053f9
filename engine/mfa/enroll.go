package mfa

import (
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// simulatedPhone is the name of a device that is enrolled for pushes.
const simulatedPhone = "Simulated phone"

// Enrolment is an authenticator that waits to be confirmed.
type Enrolment struct {
	// ID is the authenticator's.
	ID string
	// Secret is the base32 secret of an authenticator app.
	Secret string
	// BarcodeURI is what an app or a device for pushes scans.
	BarcodeURI string
	// RecoveryCodes come with the user's first factor, to be shown once.
	RecoveryCodes []string
	// OOB is the challenge that confirms it; nil for an app.
	OOB *OOB
}

// Enroll begins the enrolment of an authenticator of a kind, one of
// model.KindTOTP, KindSMS, KindVoice, KindEmail, KindPush and the passkeys' two, in place of one
// that was never confirmed. to is the number or the address. A phone is
// enrolled for SMS and voice at once, and a device for pushes with an app of
// its own. The caller has checked that the user may.
//
// An app is confirmed by [ConfirmOTP], a passkey by [ConfirmPasskey], all
// others by their challenge.
func Enroll(s *step.Step, u *model.User, kind, to string, p Purpose) (*Enrolment, error) {
	e := &Enrolment{}
	a := &model.Authenticator{Kind: kind, Name: to}
	var twin *model.Authenticator
	switch kind {
	case model.KindTOTP:
		key, err := newApp(s, u)
		if err != nil {
			return nil, err
		}
		a.Secret, e.Secret, e.BarcodeURI = key.Secret(), key.Secret(), key.URL()
	case model.KindSMS:
		twin = &model.Authenticator{Kind: model.KindVoice, Name: to}
	case model.KindVoice:
		twin = &model.Authenticator{Kind: model.KindSMS, Name: to}
	case model.KindPush:
		a.Name = simulatedPhone
		key, err := newApp(s, u)
		if err != nil {
			return nil, err
		}
		twin = &model.Authenticator{Kind: model.KindTOTP, Secret: key.Secret()}
		if e.BarcodeURI, err = deviceURI(s, u); err != nil {
			return nil, err
		}
	}
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return nil, err
	}
	if err := keepPending(s, u, list, a, twin); err != nil {
		return nil, err
	}
	e.ID = a.ID
	if e.RecoveryCodes, err = firstRecoveryCode(s, u, list); err != nil || kind == model.KindTOTP || model.IsPasskey(kind) {
		return e, err
	}
	e.OOB, err = BeginOOB(s, u, a, p)
	return e, err
}

// firstRecoveryCode comes with the first factor, if the policy has recovery
// codes; it becomes active together with that.
func firstRecoveryCode(s *step.Step, u *model.User, list []*model.Authenticator) ([]string, error) {
	first := !slices.ContainsFunc(list, func(a *model.Authenticator) bool { return a.Active })
	policy, err := Policy(s, u)
	if err != nil || !first || !slices.Contains(policy.Factors, model.FactorRecoveryCode) {
		return nil, err
	}
	code, err := secret.From(s.Rand, secret.UpperDigits, recoveryLength)
	if err != nil {
		return nil, err
	}
	a := &model.Authenticator{Kind: model.KindRecoveryCode, CodeHash: secret.Hash(code)}
	return []string{code}, keepPending(s, u, list, a, nil)
}

// keepPending keeps an enrolment that waits for its confirmation, and its twin,
// in place of others of its kind that do.
func keepPending(s *step.Step, u *model.User, list []*model.Authenticator, a, twin *model.Authenticator) error {
	for _, old := range pending(list, a.Kind) {
		if err := removeWithTwin(s.Tx, old); err != nil {
			return err
		}
	}
	if err := name(s, u, a); err != nil {
		return err
	}
	if twin != nil {
		if err := name(s, u, twin); err != nil {
			return err
		}
		a.Pair, twin.Pair = twin.ID, a.ID
		if err := store.AddAuthenticator(s.Tx, twin); err != nil {
			return err
		}
	}
	return store.AddAuthenticator(s.Tx, a)
}

func name(s *step.Step, u *model.User, a *model.Authenticator) error {
	device, err := secret.From(s.Rand, secret.Alphanumeric, 16)
	a.ID, a.UserID, a.CreatedAt = a.Kind+"|dev_"+device, u.UserID, s.Now
	return err
}
