package mfa

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// The bucket of wrong codes that a user may send
// (auth0.com/docs/get-started/authentication-and-authorization-flow/resource-owner-password-flow/mfa).
const (
	attemptsMost   = 10
	attemptsRefill = 6 * time.Minute // for one attempt
)

var ruleAttempts = check.Rule{
	ID: "mfa.attempts", Says: "The user has attempts left: ten wrong codes, one more every six minutes",
	Ref: `Auth0 "Authenticate Using ROPG with MFA"`, Fix: "Wait six minutes for the next attempt, or move the sandbox's clock.",
	// No Retry-After: go-auth0 would obey it and hang for minutes.
	Answer: check.Answer{Status: http.StatusTooManyRequests, Code: "too_many_attempts", Description: "Too many wrong codes. Try again in a few minutes."},
}

// attempts reads the user's bucket as of now and requires that something is
// left in it. Having read it, the transaction is run again when another one
// counts an attempt, so no burst of requests gets more than there are.
func attempts(s *step.Step, u *model.User) (*model.Attempts, error) {
	b, err := store.Attempts.Get(s.Tx, u.UserID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		b = &model.Attempts{UserID: u.UserID, At: s.Now}
	case err != nil:
		return nil, fmt.Errorf("attempts: %w", err)
	}
	elapsed := s.Now.Sub(b.At)
	b.Spent = math.Max(0, b.Spent-float64(max(elapsed, 0))/float64(attemptsRefill))
	b.At = s.Now
	if elapsed < 0 {
		// The sandbox's clock was moved back: refilling goes on from there.
		if err := store.Attempts.Put(s.Tx, b); err != nil {
			return nil, err
		}
	}
	// Time is whole milliseconds; a rounding error must not cost one.
	left := int(math.Floor(attemptsMost - b.Spent + 1e-9))
	return b, check.Keep(s.Require(ruleAttempts, left >= 1, "at least 1 attempt left", fmt.Sprintf("%d left", max(left, 0))))
}

// countWrong takes one attempt out of the bucket and keeps the refusal's
// transaction, so that it stays counted.
func countWrong(s *step.Step, b *model.Attempts, refusal error) error {
	b.Spent++
	if err := store.Attempts.Put(s.Tx, b); err != nil {
		return err
	}
	return check.Keep(refusal)
}
