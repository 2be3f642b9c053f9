package mfa

import (
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Give enrols an authenticator of a kind for a user without asking them, as an
// administrator can; it is active at once. to is the number or the address. A
// device for pushes comes with its app, as in [Enroll]. The recovery code of
// model.KindRecoveryCode is returned, to be shown once.
func Give(s *step.Step, u *model.User, kind, to string) (recoveryCode string, err error) {
	a := &model.Authenticator{Kind: kind, Name: to, Active: true}
	var twin *model.Authenticator
	switch kind {
	case model.KindTOTP:
		a.Secret, err = appSecret(s, u)
	case model.KindPush:
		a.Name = simulatedPhone
		twin = &model.Authenticator{Kind: model.KindTOTP, Active: true}
		twin.Secret, err = appSecret(s, u)
	case model.KindRecoveryCode:
		recoveryCode, err = secret.From(s.Rand, secret.UpperDigits, recoveryLength)
		a.CodeHash = secret.Hash(recoveryCode)
	}
	if err != nil {
		return "", err
	}
	return recoveryCode, keepPending(s, u, nil, a, twin)
}

func appSecret(s *step.Step, u *model.User) (string, error) {
	key, err := newApp(s, u)
	if err != nil {
		return "", err
	}
	return key.Secret(), nil
}

// Take removes an authenticator, and its twin with it.
func Take(tx store.Tx, a *model.Authenticator) error { return removeWithTwin(tx, a) }
