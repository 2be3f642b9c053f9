package mfa

import (
	"errors"
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/inbox"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// send delivers a challenge to the user's phone or mailbox and returns the
// message's id.
func send(s *step.Step, u *model.User, a *model.Authenticator, c *model.Challenge, code string) (string, error) {
	m := &model.Message{UserID: u.UserID, Channel: a.Kind, To: a.Name, Code: code}
	switch a.Kind {
	case model.KindSMS:
		m.Body = fmt.Sprintf("%s is your %s code. It is good for 5 minutes.", code, tenant)
	case model.KindVoice:
		m.Body = fmt.Sprintf("Hello, this is %s. Your code is %s.", tenant, strings.Join(strings.Split(code, ""), ", "))
	case model.KindEmail:
		m.Body = fmt.Sprintf("Your %s code is %s. It is good for 5 minutes. If it was not you who asked for it, somebody knows your password.", tenant, code)
	default:
		app, err := appName(s, c.ClientID)
		if err != nil {
			return "", err
		}
		m.Body = fmt.Sprintf("Is it you, %s, logging in to %s at %s?", u.Email, app, s.Issuer)
		if c.Enrolling {
			m.Body = fmt.Sprintf("Shall this phone approve the logins of %s? %s at %s asks to enrol it.", u.Email, app, s.Issuer)
		}
	}
	err := inbox.Deliver(s, m)
	return m.ID, err
}

// appName is what a user knows a client by.
func appName(s *step.Step, clientID string) (string, error) {
	c, err := store.Clients.Get(s.Tx, clientID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return clientID, nil
	case err != nil:
		return "", err
	}
	return c.Name, nil
}
