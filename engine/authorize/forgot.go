package authorize

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/dbconnections"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/step"
)

const forgotPath = "/u/forgot-password"

func showForgot(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	return v.forgotPage(false, or(s.Params.Get("email"), v.login.Authorization.LoginHint)), nil
}

// takeForgot mails a link to set a new password, and says so whether there is
// such a user or not.
func takeForgot(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	email := clip(s.Params.Get("email"))
	if s.Params.Get("action") == actionDeny {
		return v.goTo(loginPath)
	}
	return v.forgotPage(email != "", email), dbconnections.SendReset(s, email)
}

func (v *visit) forgotPage(sent bool, email string) *step.Answer {
	page := hosted.Forgot{Path: forgotPath, State: v.login.ID, App: v.client.Name, Email: email, Sent: sent}
	if sent {
		page.Hint = inboxHint("The mail is in the sandbox’s mailbox.", "Read it", email)
	}
	return page.Answer(http.StatusOK)
}
