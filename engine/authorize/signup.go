package authorize

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/dbconnections"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/step"
)

const signUpPath = "/u/signup"

// inWords says on the page what /dbconnections/signup tells an app by a code.
var inWords = map[string]string{
	"invalid_signup":   "That is not an email address. Type one such as new@example.com.",
	"invalid_password": "The password is too short. Choose one of at least 8 characters.",
	"user_exists":      "There is an account with this email already. Log in instead, or type another one.",
}

func showSignUp(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	return v.signUpPage(http.StatusOK, "", v.login.Authorization.LoginHint)
}

// takeSignUp adds the user and logs them in.
func takeSignUp(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	if err := v.goesOn(); err != nil {
		return nil, err
	}
	u, err := dbconnections.Account(s)
	if err != nil {
		return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
			return v.signUpPage(r.Answer.Status, or(inWords[r.Answer.Code], r.Answer.Description), s.Params.Get("email"))
		})
	}
	v.forgetUser()
	v.login.Choice = ""
	v.login.UserID, v.login.AuthTime = u.UserID, s.Now
	return v.next()
}

// signUpPage renders the page with what was typed before.
func (v *visit) signUpPage(status int, alert, email string) (*step.Answer, error) {
	return hosted.SignUp{
		Path: signUpPath, State: v.login.ID, App: v.client.Name, Alert: alert, Email: email,
	}.Answer(status), nil
}

func has(list []string, value string) bool { return slices.Contains(list, value) }
