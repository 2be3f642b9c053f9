package dbconnections

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/inbox"
	"github.com/playgrant/playgrant/engine/lockout"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	resetPath = "/u/reset-password"
	// ticketLifetime is ours: long enough to read one's mail.
	ticketLifetime = time.Hour
	// said is Auth0's answer, whether there is such a user or not.
	said = "We've just sent you an email to reset your password."
)

var (
	ruleKnown = check.Rule{
		ID: "db.change.known", Says: "There is a user with that address; if not, nothing is sent, and the answer is the same", Param: "email",
		Ref: "Auth0 “Change Password”", Fix: "Check the address; the sandbox lists its users.",
	}
	ruleSessionsEnd = check.Rule{
		ID: "db.change.sessions", Says: "Who sets a new password is logged out everywhere; refresh tokens live on",
		Ref: "Auth0 support, “Revoke Refresh Tokens when a User Changes or Reset Password”",
	}
	ruleTicket = check.Rule{
		ID: "db.ticket", Says: "The link is younger than an hour, and neither the password nor the address has changed since", Param: "ticket",
		Ref: "Playgrant", Fix: "Ask for another link.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "This link is over"},
	}
)

// changePassword sends a link by which a new password can be set.
func changePassword(s *step.Step) (*step.Answer, error) {
	if err := named(s); err != nil {
		return nil, err
	}
	email := s.Params.Get("email")
	if err := s.Require(ruleEmail, email != "", "an email address", "none"); err != nil {
		return nil, err
	}
	return &step.Answer{Body: []byte(said), ContentType: "text/html; charset=utf-8"}, SendReset(s, email)
}

// SendReset mails a link by which a new password can be set to the user with
// that address; if there is none, it does nothing.
func SendReset(s *step.Step, email string) error {
	u, err := store.UserWithEmail(s.Tx, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if !s.Note(ruleKnown, err == nil, "a user of the sandbox", "") {
		return nil
	}
	ticket, err := secret.New(s.Rand, 43)
	if err != nil {
		return err
	}
	err = store.PasswordTicket.Put(s.Tx, &model.PasswordTicket{Hash: secret.Hash(ticket), UserID: u.UserID, StateHash: stateHash(u), ExpiresAt: s.Now.Add(ticketLifetime)})
	if err != nil {
		return err
	}
	link := s.Issuer + resetPath[1:] + "?" + url.Values{"ticket": {ticket}}.Encode()
	return inbox.Deliver(s, &model.Message{
		UserID: u.UserID, Channel: model.ChannelEmail, To: u.Email,
		Body: fmt.Sprintf("Open this to set a new password: %s It is good for an hour, once. If it was not you who asked for it, do nothing.", link),
	})
}

// stateHash stands for what a link must find as it was when it was mailed. Of
// several links, the first that is used ends the others; and one that went to
// an address which is the user's no longer proves nothing of the new one.
func stateHash(u *model.User) string {
	return secret.Hash(store.NormalEmail(u.Email) + "\x00" + u.PasswordHash)
}

func showReset(s *step.Step) (*step.Answer, error) {
	u, _, err := ticketHolder(s)
	if err != nil {
		return nil, err
	}
	return hosted.NewPassword{Path: resetPath, Ticket: s.Params.Get("ticket"), User: u.Email}.Answer(http.StatusOK), nil
}

func takeReset(s *step.Step) (*step.Answer, error) {
	u, ticket, err := ticketHolder(s)
	if err != nil {
		return nil, err
	}
	password := s.Params.Get("password")
	if _, weak := check.AsRefusal(strong(s, password)); weak {
		return hosted.NewPassword{Path: resetPath, Ticket: s.Params.Get("ticket"), User: u.Email, Alert: "It takes at least 8 characters."}.Answer(http.StatusBadRequest), nil
	}
	if u.PasswordHash, err = secret.HashPassword(s.Rand, password); err != nil {
		return nil, err
	}
	u.EmailVerified, u.UpdatedAt = true, s.Now // who has the link has the mailbox
	if err := store.Users.Put(s.Tx, u); err != nil {
		return nil, err
	}
	if err := store.PasswordTicket.Delete(s.Tx, ticket.Hash); err != nil {
		return nil, err
	}
	if err := lockout.Forget(s.Tx, u.Email); err != nil {
		return nil, err
	}
	ended, err := session.EndAll(s.Tx, u.UserID)
	if err != nil {
		return nil, err
	}
	s.Note(ruleSessionsEnd, true, "", fmt.Sprintf("%d ended", ended))
	return hosted.Notice{Title: "Your password is changed", Text: "Go back to the app, and log in with the new one."}.Answer(http.StatusOK), nil
}

// ticketHolder is the user whose password the link can change.
func ticketHolder(s *step.Step) (*model.User, *model.PasswordTicket, error) {
	ticket, err := store.PasswordTicket.Get(s.Tx, secret.Hash(s.Params.Get("ticket")))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, nil, err
	}
	good := err == nil && ticket.Unblocks == "" && s.Now.Before(ticket.ExpiresAt)
	var u *model.User
	if good {
		u, err = store.Users.Get(s.Tx, ticket.UserID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, nil, err
		}
		good = err == nil && ticket.StateHash == stateHash(u)
	}
	return u, ticket, s.Require(ruleTicket, good, "a link that holds", "one that is over, or none")
}

func refusePage(_ *step.Step, _ error, r *check.Refusal) *step.Answer {
	return hosted.Notice{Title: r.Answer.Description, Text: r.Rule.Fix}.Answer(r.Answer.Status)
}
