package mfa

import (
	"errors"
	"fmt"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var (
	rulePolicyClient = check.Rule{
		ID: "mfa.policy.client", Says: "The client has a setting of its own for second factors",
		Ref: `Playgrant; Auth0 "Customize Multi-Factor Authentication"`, Fix: "Take mfa off the client to have the policy decide.",
	}
	rulePolicyUser = check.Rule{
		ID: "mfa.policy.user", Says: "The user has a setting of their own for second factors",
		Ref: `Playgrant; Auth0 "Customize Multi-Factor Authentication"`, Fix: "Take mfa off the user to have the client and the policy decide.",
	}
)

// Policy is what holds for a user at the client of the step: the sandbox's
// policy, with what the client has of its own, and over that what the user
// has.
func Policy(s *step.Step, u *model.User) (model.MFAPolicy, error) {
	c, err := clientOf(s)
	if err != nil {
		return model.MFAPolicy{}, err
	}
	p := s.Policy.MFA
	if c != nil {
		p = p.With(c.MFA)
	}
	return p.With(u.MFA), nil
}

// explained is Policy, noting whose it is where it is not the sandbox's.
func explained(s *step.Step, u *model.User) (model.MFAPolicy, error) {
	c, err := clientOf(s)
	if err != nil {
		return model.MFAPolicy{}, err
	}
	if c != nil && c.MFA != nil {
		s.Note(rulePolicyClient, true, "", c.ClientID+" has one")
	}
	if u.MFA != nil {
		s.Note(rulePolicyUser, true, "", "the user has one")
	}
	return Policy(s, u)
}

func clientOf(s *step.Step) (*model.Client, error) {
	c, err := store.Clients.Get(s.Tx, s.ClientID())
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("client of a second factor: %w", err)
	}
	return c, nil
}
