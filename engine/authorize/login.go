package authorize

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/lockout"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const loginPath = "/u/login"

// actionDeny is the value of the button that refuses, on every page.
const actionDeny = "deny"

var (
	rulePassword = check.Rule{
		ID: "login.password", Says: "The email and the password belong together",
		Ref: "Playgrant", Fix: "Type them again. The users of a fresh sandbox share the password opensesame.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "Wrong email or password."},
	}
	ruleLoginBlocked = check.Rule{
		ID: "login.user.not-blocked", Says: "The user is not blocked",
		Ref: "Playgrant", Fix: "Unblock the user in the sandbox, or log in as another.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "unauthorized", Description: "This account is blocked. Somebody who runs the sandbox can unblock it; until then, use another account."},
	}
	ruleGoesOn = check.Rule{
		ID: "login.goes-on", Says: "The user goes on with the login",
		Ref: "RFC 6749 §4.1.2.1", Fix: "Nothing is wrong: the user pressed Cancel. Let them try again when they want to.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "The user cancelled the login"},
	}
)

// showLogin shows the login page, to somebody who is half logged in too: they
// may want to be someone else.
func showLogin(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	return v.loginPage(http.StatusOK, "", v.login.Authorization.LoginHint)
}

// takeLogin answers the login page's form.
func takeLogin(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	if err := v.goesOn(); err != nil {
		return nil, err
	}
	u, err := v.authenticate()
	if err != nil {
		return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
			username, _ := v.nameAndPassword()
			return v.loginPage(r.Answer.Status, r.Answer.Description, username)
		})
	}
	v.forgetUser()
	v.login.UserID, v.login.AuthTime = u.UserID, s.Now
	return v.next()
}

// goesOn ends the login if the user pressed the button that refuses.
func (v *visit) goesOn() error {
	denied := v.Params.Get("action") == actionDeny
	return v.leave(v.Require(ruleGoesOn, !denied, "the button Continue", got(!denied, "", "the button Cancel")))
}

// authenticate checks the email and password that were typed, or clicked on.
func (v *visit) authenticate() (*model.User, error) {
	username, password := v.nameAndPassword()
	u, err := store.UserWithEmail(v.Tx, username)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	try, err := lockout.Begin(v.Step, username, "")
	if err != nil {
		return nil, err
	}
	right := secret.CheckPassword(u.PasswordOrNone(), password)
	if err := v.Require(rulePassword, right, "a user and their password", got(right, "", "something else")); err != nil {
		return nil, try.Wrong(u, err)
	}
	if err := try.Right(); err != nil {
		return nil, err
	}
	return u, v.mayLogIn(u)
}

// mayLogIn says here, where another account can be chosen, that one is blocked.
func (v *visit) mayLogIn(u *model.User) error {
	if !u.Blocked {
		return nil
	}
	return v.Require(ruleLoginBlocked, false, "a user who may log in", "a blocked one")
}

// loginPage renders the login page with what was typed before.
func (v *visit) loginPage(status int, alert, username string) (*step.Answer, error) {
	personas, err := v.personas()
	if err != nil {
		return nil, err
	}
	options, err := v.passkeyLogin()
	if err != nil {
		return nil, err
	}
	page := hosted.Login{
		Passkey: options, State: v.login.ID, App: v.client.Name, Alert: alert, Username: username, Personas: personas,
	}
	if status == http.StatusTooManyRequests {
		page.Hint = inboxHint("The mail is in the sandbox’s mailbox.", "Read it", username)
	}
	return page.Answer(status), nil
}
