package mfa

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// pollInterval is how long to wait between two questions after a push.
const pollInterval = 5 * time.Second

var (
	rulePushCurrent = check.Rule{
		ID: "push.current", Says: "The push was sent no more than five minutes ago", Param: "oob_code",
		Ref: "Playgrant", Fix: "Ask for a new challenge, and answer it within five minutes of the sandbox's clock.",
		Answer: wrongOOB, Standard: badRequest,
	}
	// The text is Auth0's as recorded; RFC 8628 §3.5 defines the code.
	rulePushAnswered = check.Rule{
		ID: "push.answered", Says: "The user has answered the push on their phone", Param: "oob_code",
		Ref: "Auth0 MFA API; RFC 8628 §3.5", Fix: "Approve or deny it in the sandbox's inbox, and ask again in five seconds.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "authorization_pending", Description: "Authorization pending: please repeat the request in a few seconds."},
	}
	rulePushPace = check.Rule{
		ID: "push.pace", Says: "While the push waits, it is asked for at most every five seconds", Param: "oob_code",
		Ref: "Playgrant; RFC 8628 §3.5", Fix: "Wait five seconds between two requests, or move the sandbox's clock.",
		Answer:   check.Answer{Status: http.StatusTooManyRequests, Code: "slow_down", Description: "You are polling faster than every 5 seconds"},
		Standard: badRequest,
	}
	rulePushApproved = check.Rule{
		ID: "push.approved", Says: "The user approved it", Param: "oob_code",
		Ref: "Auth0 MFA API", Fix: "Begin again with a new challenge: no is the answer for good.",
		Answer:   check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "MFA Authorization rejected."},
		Standard: badRequest,
	}
)

// PollPush accepts a push that the user approved, once, and confirms its
// authenticator if it was sent for that. It refuses as authorization_pending
// while the user has not answered, as slow_down when it is asked too often
// meanwhile, and for good when they denied it. The first is kept, so that the
// next question can come too soon.
func PollPush(s *step.Step, u *model.User, c *model.Challenge) error {
	return answered(s, u, c, true)
}

// PushAnswered is [PollPush] for a person who looks again as often as they
// like.
func PushAnswered(s *step.Step, u *model.User, c *model.Challenge) error {
	return answered(s, u, c, false)
}

func answered(s *step.Step, u *model.User, c *model.Challenge, paced bool) error {
	a, err := answerable(s, u, c, rulePushCurrent)
	if err != nil {
		return err
	}
	m, err := store.Messages.Get(s.Tx, c.MessageID)
	if errors.Is(err, store.ErrNotFound) {
		return s.Require(ruleOOBDevice, false, "a push in the inbox", "one that is gone")
	}
	if err != nil {
		return fmt.Errorf("push of a challenge: %w", err)
	}
	if m.State == model.MessagePending {
		return unanswered(s, c, paced)
	}
	s.Note(rulePushAnswered, true, "", "it is "+m.State)
	if err := s.Require(rulePushApproved, m.State == model.MessageApproved, model.MessageApproved, m.State); err != nil {
		return err
	}
	return settle(s, u, c, a)
}

// PushPending reports whether a refusal says that the push was not answered yet.
func PushPending(r *check.Refusal) bool { return r.Rule.ID == rulePushAnswered.ID }

// PushDenied reports whether a refusal says that the user denied the push.
func PushDenied(r *check.Refusal) bool { return r.Rule.ID == rulePushApproved.ID }

// unanswered refuses, and notes when a client asked.
func unanswered(s *step.Step, c *model.Challenge, paced bool) error {
	if paced {
		waited := s.Now.Sub(c.PolledAt)
		// A negative wait: the sandbox's clock was moved back.
		pace := c.PolledAt.IsZero() || waited < 0 || waited >= pollInterval
		if err := s.Require(rulePushPace, pace, "5 seconds since the last request", unlessOK(pace, fmt.Sprintf("%.1f seconds", waited.Seconds()))); err != nil {
			return err
		}
		c.PolledAt = s.Now
		if err := store.Challenges.Put(s.Tx, c); err != nil {
			return err
		}
	}
	return check.Keep(s.Require(rulePushAnswered, false, "approved or denied", "no answer so far"))
}
