package mfa

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// What may be sent to one device
// (auth0.com/docs/secure/multi-factor-authentication; log gd_otp_rate_limit_exceed).
const (
	sendsMost   = 10
	sendsWindow = time.Hour
)

var ruleSends = check.Rule{
	ID: "oob.sends", Says: "The device was sent no more than ten codes or pushes within the hour",
	Ref: `Auth0 "Request MFA challenge"`, Fix: "Wait until the oldest is an hour old, or move the sandbox's clock.",
	// No Retry-After: go-auth0 would obey it and hang for an hour.
	Answer: check.Answer{Status: http.StatusTooManyRequests, Code: "too_many_attempts", Description: "Too many codes were sent to this device. Try again in an hour."},
}

// countSend takes note of one more message to the authenticator's device. What
// SMS and voice send goes to one phone, and enrolling a number again does not
// make it another.
func countSend(s *step.Step, u *model.User, a *model.Authenticator) error {
	to := a.Name
	if a.Kind == model.KindPush && a.Active {
		to = a.ID
	}
	sends, err := store.Sends.Get(s.Tx, model.SendsID(u.UserID, to))
	switch {
	case errors.Is(err, store.ErrNotFound):
		sends = &model.Sends{ID: model.SendsID(u.UserID, to)}
	case err != nil:
		return fmt.Errorf("messages to a device: %w", err)
	}
	// What lies in the future was sent before the sandbox's clock was moved
	// back.
	sends.At = slices.DeleteFunc(sends.At, func(at time.Time) bool { return at.After(s.Now) || !s.Now.Before(at.Add(sendsWindow)) })
	n := len(sends.At)
	if err := s.Require(ruleSends, n < sendsMost, fmt.Sprintf("at most %d within the hour, with this one", sendsMost), fmt.Sprintf("%d before", n)); err != nil {
		return err
	}
	sends.At = append(sends.At, s.Now)
	return store.Sends.Put(s.Tx, sends)
}
