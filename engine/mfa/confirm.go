package mfa

import (
	"errors"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// ConfirmOTP confirms the authenticator app that the user is enrolling, by its
// first code. A wrong one costs an attempt, as in [VerifyOTP].
func ConfirmOTP(s *step.Step, u *model.User, code string) error {
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return err
	}
	return confirmApp(s, u, pending(list, model.KindTOTP), code)
}

func confirmApp(s *step.Step, u *model.User, apps []*model.Authenticator, code string) error {
	s.Note(ruleConfirm, true, "", "an app that waits for its first code")
	app, err := verify(s, u, apps, code)
	if err != nil {
		return err
	}
	return activate(s, u, app)
}

// ConfirmPasskey confirms the passkey that the user is enrolling, whose record
// was checked.
func ConfirmPasskey(s *step.Step, u *model.User, a *model.Authenticator, p *model.Passkey) error {
	a.Passkey = p
	return activate(s, u, a)
}

// activate makes an enrolment whole: the authenticator, its twin, and the
// recovery code that was given out with it.
func activate(s *step.Step, u *model.User, a *model.Authenticator) error {
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return err
	}
	along := pending(list, model.KindRecoveryCode)
	for _, other := range list {
		if other.ID == a.Pair {
			along = append(along, other)
		}
	}
	for _, a := range append(along, a) {
		a.Active = true
		if err := store.Authenticators.Put(s.Tx, a); err != nil {
			return err
		}
	}
	return nil
}

// pending keeps the authenticators of a kind that wait to be confirmed by
// themselves. An app that came with a device for pushes is confirmed by that.
func pending(list []*model.Authenticator, kind string) []*model.Authenticator {
	return slices.DeleteFunc(slices.Clone(list), func(a *model.Authenticator) bool {
		alone := a.Kind != model.KindTOTP || a.Pair == ""
		return a.Active || a.Kind != kind || !alone
	})
}

// removeWithTwin removes an authenticator and what was enrolled along with it.
func removeWithTwin(tx store.Tx, a *model.Authenticator) error {
	if a.Pair != "" {
		twin, err := store.Authenticators.Get(tx, a.Pair)
		switch {
		case err == nil && twin.UserID == a.UserID:
			err = store.RemoveAuthenticator(tx, twin)
		case errors.Is(err, store.ErrNotFound):
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return store.RemoveAuthenticator(tx, a)
}
