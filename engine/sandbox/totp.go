package sandbox

import (
	"errors"
	"net/http"

	"github.com/pquerna/otp/totp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// period is how long a one-time password shows, in seconds (RFC 6238 §4.1).
const period = 30

var ruleHasApp = check.Rule{
	ID: "totp.enrolled", Says: "The user has an authenticator app",
	Ref: "RFC 6238", Fix: "Ask for otp@example.com, push@example.com or all@example.com, or enrol one at /mfa/associate.",
	Param:  "user",
	Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "This user has no authenticator app enrolled"},
}

// showTOTP is the simulated authenticator app.
func showTOTP(s *step.Step) (*step.Answer, error) {
	user, err := userNamed(s, s.Request.URL.Query().Get("user"))
	if err != nil {
		return nil, err
	}
	list, err := store.AuthenticatorsOf(s.Tx, user.UserID)
	if err != nil {
		return nil, err
	}
	app := authenticatorApp(list)
	if err := s.Require(ruleHasApp, app != nil, "an authenticator app", "none"); err != nil {
		return nil, err
	}
	code, err := totp.GenerateCode(app.Secret, s.Now)
	if err != nil {
		return nil, err
	}
	return step.JSON(model.TOTPView{
		Code: code, SecondsLeft: period - int(s.Now.Unix()%period), FreshInSeconds: freshIn(app.LastStep, s.Now.Unix()),
	}), nil
}

// freshIn is how many seconds to wait for a code that was not used yet, when
// last was the time step accepted last. A last step further ahead than one was
// accepted before the clock was moved back, and counts no more.
func freshIn(last, now int64) int {
	current := now / period
	if last < current || last > current+1 {
		return 0
	}
	return int((last+1)*period - now)
}

// authenticatorApp picks the app to show: one that is in use before one that
// still waits for its first code, and of those the latest.
func authenticatorApp(list []*model.Authenticator) *model.Authenticator {
	var best *model.Authenticator
	for _, a := range list {
		switch {
		case a.Kind != model.KindTOTP:
		case best == nil, a.Active && !best.Active, a.Active == best.Active && a.CreatedAt.After(best.CreatedAt):
			best = a
		}
	}
	return best
}

// userNamed finds the user that a request is about.
func userNamed(s *step.Step, email string) (*model.User, error) {
	if err := field(s, "user", email != "" && plain(email, 320), "a user's email"); err != nil {
		return nil, err
	}
	user, err := store.UserWithEmail(s.Tx, email)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleFound.On("user").With("user with that email"), false, "a user of the sandbox", "none")
	}
	return user, err
}
