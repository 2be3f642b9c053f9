package mfa

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// A time step of RFC 6238 is 30 seconds long. A code of the step before or
// after the current one is taken too, for clocks that disagree (§5.2 advises
// one step for delay; Auth0 does not give its window: this one is Playgrant's).
const (
	period = 30 // seconds
	skew   = 1  // steps
)

var (
	ruleOTPMatches = check.Rule{
		ID: "otp.matches", Says: "The code is the one that the user's authenticator app shows", Param: "otp",
		Ref: "RFC 6238 §4, §5.2", Fix: "Send the six digits that the app shows now; the sandbox's clock decides what now is.",
		Answer: wrongOTP, Standard: badRequest,
	}
	ruleOTPUnused = check.Rule{
		ID: "otp.unused", Says: "The code was not accepted before", Param: "otp",
		Ref: "RFC 6238 §5.2", Fix: "Wait for the app's next code: each is accepted once, and none older than it afterwards.",
		Answer: wrongOTP, Standard: badRequest,
	}
	ruleOTPSecret = check.Rule{
		ID: "otp.secret", Says: "The authenticator app's secret is base32",
		Ref: "RFC 4648 §6", Fix: "Set the user's factors up again.",
	}
	wrongOTP = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Invalid otp_code."}
)

// VerifyOTP accepts a code of any of the user's authenticator apps (RFC 6238,
// SHA-1, six digits). Each time step is accepted once. A wrong code costs one
// of the user's attempts; the refusal is then kept, and so is everything that
// the step wrote before.
func VerifyOTP(s *step.Step, u *model.User, code string) error {
	list, err := Usable(s, u)
	if err != nil {
		return err
	}
	apps := slices.DeleteFunc(list, func(a *model.Authenticator) bool { return a.Kind != model.KindTOTP })
	app, err := verify(s, u, apps, code)
	if err != nil {
		return err
	}
	return store.Authenticators.Put(s.Tx, app)
}

// verify finds the one of the apps whose code this is, and notes in it the time
// step that was accepted. The caller writes it.
func verify(s *step.Step, u *model.User, apps []*model.Authenticator, code string) (*model.Authenticator, error) {
	bucket, err := attempts(s, u)
	if err != nil {
		return nil, err
	}
	now := s.Now.Unix() / period
	var (
		matched  bool
		accepted *model.Authenticator
	)
	for _, app := range apps {
		n, ok := matchingStep(s, app.Secret, code, now)
		if !ok {
			continue
		}
		matched = true
		// A step further ahead than any that could be accepted now was
		// accepted before the sandbox's clock was moved back; the app must
		// not be useless until that time comes again.
		if last := app.LastStep; n > last || last > now+skew {
			app.LastStep = n
			accepted = app
			break
		}
	}
	got := "another code"
	if len(apps) == 0 {
		got = "a user without an active authenticator app"
	}
	if err := s.Require(ruleOTPMatches, matched, "a code of the user's authenticator app", unlessOK(matched, got)); err != nil {
		return nil, countWrong(s, bucket, err)
	}
	unused := accepted != nil
	if err := s.Require(ruleOTPUnused, unused, "a code that was not accepted before", unlessOK(unused, "one of a time step that is over for good")); err != nil {
		return nil, countWrong(s, bucket, err)
	}
	return accepted, nil
}

// matchingStep finds the time step whose code this is. Every step is tried, so
// that the time it takes tells nothing.
func matchingStep(s *step.Step, seed, code string, now int64) (match int64, ok bool) {
	for n := now - skew; n <= now+skew; n++ {
		want, err := codeAt(seed, n)
		if err != nil {
			s.Note(ruleOTPSecret, false, "base32", "something else")
			return 0, false
		}
		if secret.Equal(code, want) {
			match, ok = n, true
		}
	}
	return match, ok
}

// codeAt is the code of a time step.
func codeAt(seed string, n int64) (string, error) {
	code, err := totp.GenerateCodeCustom(seed, time.Unix(n*period, 0), totp.ValidateOpts{
		Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	})
	if err != nil {
		return "", fmt.Errorf("one-time code: %w", err)
	}
	return code, nil
}

// Code is what an authenticator app with the given base32 secret shows at a
// time, and for how many seconds more.
func Code(seed string, at time.Time) (code string, left int, err error) {
	code, err = codeAt(seed, at.Unix()/period)
	return code, period - int(at.Unix()%period), err
}
