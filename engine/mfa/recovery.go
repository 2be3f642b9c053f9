package mfa

import (
	"fmt"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// recoveryLength is how long a recovery code is, in capital letters and digits.
const recoveryLength = 24

var ruleRecoveryMatches = check.Rule{
	ID: "recovery-code.matches", Says: "The recovery code is the user's current one", Param: "recovery_code",
	Ref: "Playgrant", Fix: "Send the 24 characters that came with the last recovery code that was used, or with the first enrolment; a used one is burnt.",
	Answer:   check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Invalid recovery_code."},
	Standard: badRequest,
}

// VerifyRecoveryCode burns the user's recovery code and returns the new one,
// which is shown once and kept as a hash. A wrong code costs an attempt, as in
// [VerifyOTP].
func VerifyRecoveryCode(s *step.Step, u *model.User, code string) (next string, err error) {
	bucket, err := attempts(s, u)
	if err != nil {
		return "", err
	}
	list, err := Usable(s, u)
	if err != nil {
		return "", err
	}
	hash := secret.Hash(code)
	var found *model.Authenticator
	for _, a := range list {
		if a.Kind == model.KindRecoveryCode && secret.Equal(hash, a.CodeHash) {
			found = a
		}
	}
	if err := s.Require(ruleRecoveryMatches, found != nil, "the user's current recovery code", unlessOK(found != nil, "another code")); err != nil {
		return "", countWrong(s, bucket, err)
	}
	return renewRecoveryCode(s, found)
}

// renewRecoveryCode replaces a recovery code by another, which is shown once.
func renewRecoveryCode(s *step.Step, a *model.Authenticator) (next string, err error) {
	if next, err = secret.From(s.Rand, secret.UpperDigits, recoveryLength); err != nil {
		return "", err
	}
	a.CodeHash = secret.Hash(next)
	return next, store.Authenticators.Put(s.Tx, a)
}

// FirstRecoveryCode runs confirm, which is to confirm an enrolment, and returns
// the recovery code that becomes active along with it, or "" if none does. The
// code is made anew: of the one that came with the enrolment only the hash was
// kept, and a page shows it when all else is done.
func FirstRecoveryCode(s *step.Step, u *model.User, confirm func() error) (string, error) {
	list, err := Authenticators(s.Tx, u.UserID)
	if err != nil {
		return "", err
	}
	waiting := pending(list, model.KindRecoveryCode)
	if err := confirm(); err != nil || len(waiting) == 0 {
		return "", err
	}
	a, err := store.Authenticators.Get(s.Tx, waiting[0].ID)
	if err != nil {
		return "", fmt.Errorf("first recovery code: %w", err)
	}
	return renewRecoveryCode(s, a)
}
