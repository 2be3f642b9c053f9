package mfa

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Auth0's pages name both unsupported_challenge_type and association_required
// for users without a factor, and no texts. We tell the two cases apart.
var (
	unsupported = check.Answer{
		Status: http.StatusForbidden, Code: "unsupported_challenge_type",
		Description: "None of the accepted challenge types is supported for this user",
	}

	ruleEnrolled = check.Rule{
		ID: "challenge.enrolled", Says: "The user has a factor that can be challenged",
		Ref: "Playgrant", Fix: "Enrol an authenticator for the user first.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "association_required", Description: "The user has to enroll an authenticator first"},
	}
	ruleAuthenticatorKnown = check.Rule{
		ID: "challenge.authenticator", Says: "The authenticator is one of the user's, and active", Param: "authenticator_id",
		Ref: "Playgrant", Fix: "Take an id from GET /mfa/authenticators that is active, or leave authenticator_id out.",
		Answer:   check.Answer{Status: http.StatusNotFound, Code: "invalid_grant", Description: "Invalid authenticator ID"},
		Standard: badRequest,
	}
	ruleTypeMatches = check.Rule{
		ID: "challenge.type", Says: "The app accepts a type of challenge that suits the user's authenticators", Param: "challenge_type",
		Ref: "Auth0 MFA API", Fix: `Send the types your app can handle, "otp oob" for both; a recovery code needs no challenge.`,
		Answer: unsupported,
	}
	ruleChannelMatches = check.Rule{
		ID: "challenge.channel", Says: "One of the user's authenticators is reached by the channel that was asked for", Param: "oob_channel",
		Ref: "Auth0 MFA API", Fix: "Send an oob_channel that GET /mfa/authenticators lists, or leave it out.",
		Answer: unsupported,
	}
)

// challenge answers POST /mfa/challenge: it picks the authenticator that the
// user is to answer with.
func challenge(s *step.Step) (*step.Answer, error) {
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	tx, err := Transaction(s, s.Params.Get("mfa_token"), c)
	if err != nil {
		return nil, err
	}
	u, err := UserOf(s, tx)
	if err != nil {
		return nil, err
	}
	a, err := choose(s, u)
	if err != nil {
		return nil, err
	}
	answer := challenged{ChallengeType: challengeType(a)}
	if answer.ChallengeType == challengeOOB {
		oob, err := BeginOOB(s, u, a, Purpose{ClientID: tx.ClientID, For: tx.Hash})
		if err != nil {
			return nil, err
		}
		answer.OOBCode, answer.BindingMethod = oob.Code, oob.bindingMethod()
	}
	return step.JSON(answer).Set("Cache-Control", "no-store"), nil
}

// challenged is the answer on the wire
// (auth0.com/docs/api/authentication, "Request for MFA challenge").
type challenged struct {
	ChallengeType string `json:"challenge_type"`
	OOBCode       string `json:"oob_code,omitempty"`
	BindingMethod string `json:"binding_method,omitempty"`
}

// choose picks the authenticator that was named, or else the first of the
// user's that the app can handle, an authenticator app before all others.
func choose(s *step.Step, u *model.User) (*model.Authenticator, error) {
	all, err := Usable(s, u)
	if err != nil {
		return nil, err
	}
	active := overAPI(all)
	challengeable := slices.DeleteFunc(slices.Clone(active), func(a *model.Authenticator) bool {
		return a.Kind == model.KindRecoveryCode
	})
	if err := s.Require(ruleEnrolled, len(challengeable) > 0, "an active factor", listed(factorsOf(active))); err != nil {
		return nil, err
	}
	accepted := s.Params.Fields("challenge_type")
	if len(accepted) == 0 {
		accepted = []string{challengeOTP, challengeOOB}
	}
	candidates := challengeable
	if id := s.Params.Get("authenticator_id"); id != "" {
		candidates = slices.DeleteFunc(active, func(a *model.Authenticator) bool { return a.ID != id })
		known := len(candidates) > 0
		if err := s.Require(ruleAuthenticatorKnown, known, "an id of the user's list", unlessOK(known, "another")); err != nil {
			return nil, err
		}
	}
	suited := slices.DeleteFunc(slices.Clone(candidates), func(a *model.Authenticator) bool {
		return !slices.Contains(accepted, challengeType(a))
	})
	if err := s.Require(ruleTypeMatches, len(suited) > 0, "one of: "+listed(typesOf(candidates)), shown(accepted)); err != nil {
		return nil, err
	}
	suited, err = byChannel(s, suited)
	if err != nil {
		return nil, err
	}
	for _, a := range suited {
		if challengeType(a) == challengeOTP {
			return a, nil
		}
	}
	return suited[0], nil
}

// byChannel keeps those that are reached by the channel that was asked for, if
// one was.
func byChannel(s *step.Step, list []*model.Authenticator) ([]*model.Authenticator, error) {
	channel := s.Params.Get("oob_channel")
	if channel == "" {
		return list, nil
	}
	var there []string
	var reached []*model.Authenticator
	for _, a := range list {
		switch c := viewOf(a).OOBChannel; {
		case c == channel:
			reached = append(reached, a)
		case c != "" && !slices.Contains(there, c):
			there = append(there, c)
		}
	}
	ok := len(reached) > 0
	return reached, s.Require(ruleChannelMatches, ok, "one of: "+listed(there), unlessOK(ok, "another"))
}

func typesOf(list []*model.Authenticator) []string {
	var out []string
	for _, a := range list {
		if t := challengeType(a); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// shown names the challenge types that were sent, without repeating at length
// what is none.
func shown(types []string) string {
	var out []string
	for _, t := range types {
		switch {
		case t == challengeOTP || t == challengeOOB:
			out = append(out, t)
		case !slices.Contains(out, "unknown ones"):
			out = append(out, "unknown ones")
		}
	}
	return listed(out)
}
