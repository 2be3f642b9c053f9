package mfa

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// ChallengeLifetime is how long a code that was sent, or a push, can be
// answered. Auth0 gives none; this one is Playgrant's.
const ChallengeLifetime = 5 * time.Minute

// codeLength is how many digits a code has that is sent.
const codeLength = 6

// Purpose says what a challenge is for: only what has the same purpose can be
// finished with it.
type Purpose struct {
	ClientID string
	// For is the hash of an mfa_token, or the name of a login; empty: an
	// access token for the MFA API.
	For string
}

// OOB is an out-of-band challenge that has just been sent.
type OOB struct {
	Code string // the oob_code that names it; it is not what the user types
	Hash string // under which it is kept
	// Prompt is true if the user types a code that they were sent; a push is
	// polled instead.
	Prompt bool
}

// bindingMethod is "prompt" where the user has to type something.
func (o *OOB) bindingMethod() string {
	if o.Prompt {
		return "prompt"
	}
	return ""
}

var (
	ruleSent = check.Rule{
		ID: "oob.sent", Says: "The challenge is on its way, good for five minutes",
		Ref: "Auth0 MFA API; Playgrant (the five minutes)",
	}
	ruleOOBKnown = check.Rule{
		ID: "oob.known", Says: "The oob_code is one that this server gave out", Param: "oob_code",
		Ref: "Auth0 MFA API", Fix: "Send the oob_code exactly as it came with the challenge.", Answer: wrongOOB, Standard: badRequest,
	}
	ruleOOBPurpose = check.Rule{
		ID: "oob.purpose", Says: "The challenge belongs to this mfa_token, and to this client and user", Param: "oob_code",
		Ref: "Playgrant", Fix: "Send the oob_code together with the mfa_token for which the challenge was asked.", Answer: wrongOOB, Standard: badRequest,
	}
	ruleOOBUnspent = check.Rule{
		ID: "oob.unspent", Says: "The challenge was not answered before", Param: "oob_code",
		Ref: "Playgrant", Fix: "Ask for a new challenge: each is answered once.", Answer: wrongOOB, Standard: badRequest,
	}
	ruleOOBDevice = check.Rule{
		ID: "oob.authenticator", Says: "The authenticator that was challenged is still enrolled", Param: "oob_code",
		Ref: "Playgrant", Fix: "List the authenticators and challenge one of them.", Answer: wrongOOB, Standard: badRequest,
	}
	wrongOOB = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Invalid oob_code."}
)

// BeginOOB challenges one of the user's authenticators by SMS, voice, email or
// push: it sends a code of six digits, or a push that waits to be approved.
// It refuses when too much was sent to the device within the hour.
func BeginOOB(s *step.Step, u *model.User, a *model.Authenticator, p Purpose) (*OOB, error) {
	if err := countSend(s, u, a); err != nil {
		return nil, err
	}
	random, err := secret.New(s.Rand, 96)
	if err != nil {
		return nil, err
	}
	oob := &OOB{Code: tokenPrefix + random, Prompt: a.Kind != model.KindPush}
	oob.Hash = secret.Hash(oob.Code)
	c := &model.Challenge{
		Hash: oob.Hash, UserID: u.UserID, AuthenticatorID: a.ID, ClientID: p.ClientID, Issuer: s.Issuer, For: p.For,
		Enrolling: !a.Active, CreatedAt: s.Now, ExpiresAt: s.Now.Add(ChallengeLifetime),
	}
	code := ""
	if oob.Prompt {
		if code, err = secret.From(s.Rand, secret.Digits, codeLength); err != nil {
			return nil, err
		}
		c.CodeHash = codeHash(c, code)
	}
	if c.MessageID, err = send(s, u, a, c, code); err != nil {
		return nil, err
	}
	s.Note(ruleSent, true, "", "by "+a.Kind+" to "+Masked(a)+", until "+clockTime(c.ExpiresAt))
	return oob, store.Challenges.Put(s.Tx, c)
}

// codeHash is what is kept of a code. Two challenges with the same code do not
// look alike.
func codeHash(c *model.Challenge, code string) string { return secret.Hash(c.Hash + " " + code) }

// FindOOB finds the challenge with the given hash of an oob_code. It refuses
// one that is unknown or of another purpose; [VerifyOOB], [PollPush] and
// [PushAnswered] see to the rest.
func FindOOB(s *step.Step, u *model.User, hash string, p Purpose) (*model.Challenge, error) {
	c, err := store.Challenges.Get(s.Tx, hash)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("out-of-band challenge: %w", err)
	}
	known := err == nil
	if err := s.Require(ruleOOBKnown, known, "an oob_code that this server gave out", unlessOK(known, "one it does not know")); err != nil {
		return nil, err
	}
	same := c.UserID == u.UserID && c.ClientID == p.ClientID && c.For == p.For && c.Issuer == s.Issuer
	return c, s.Require(ruleOOBPurpose, same, "the challenge of what is being finished", unlessOK(same, "another's"))
}

// answerable refuses a challenge that was answered, or whose authenticator is
// gone or switched off; expired is the refusal of one that is too old.
func answerable(s *step.Step, u *model.User, c *model.Challenge, expired check.Rule) (*model.Authenticator, error) {
	spent := !c.SpentAt.IsZero()
	if err := s.Require(ruleOOBUnspent, !spent, "one that was not answered", unlessOK(!spent, "one answered at "+clockTime(c.SpentAt))); err != nil {
		return nil, err
	}
	current := s.Now.Before(c.ExpiresAt)
	if err := s.Require(expired, current, "before "+clockTime(c.ExpiresAt), unlessOK(current, "it is "+clockTime(s.Now))); err != nil {
		return nil, err
	}
	a, err := store.Authenticators.Get(s.Tx, c.AuthenticatorID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("authenticator of a challenge: %w", err)
	}
	known := err == nil
	policy, err := Policy(s, u)
	if err != nil {
		return nil, err
	}
	there := known && (a.Active || c.Enrolling) && allowed(policy, a)
	return a, s.Require(ruleOOBDevice, there, "an authenticator of the user", unlessOK(there, "one that was removed or switched off"))
}

// Expired reports whether a refusal says that a code or a push came too long
// ago.
func Expired(r *check.Refusal) bool {
	return r.Rule.ID == ruleBindingCurrent.ID || r.Rule.ID == rulePushCurrent.ID
}

// settle uses the challenge up and, if it was to confirm its authenticator,
// does that.
func settle(s *step.Step, u *model.User, c *model.Challenge, a *model.Authenticator) error {
	c.SpentAt = s.Now
	if err := store.Challenges.Put(s.Tx, c); err != nil || !c.Enrolling {
		return err
	}
	return activate(s, u, a)
}
