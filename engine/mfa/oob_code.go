package mfa

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleBindingSent = check.Rule{
		ID: "oob.code.sent", Says: "The code that the user was sent is there", Param: "binding_code",
		Ref: "Auth0 MFA API", Fix: "Send the code from the message as binding_code; the sandbox's inbox shows it.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: binding_code"},
	}
	ruleBindingCurrent = check.Rule{
		ID: "oob.code.current", Says: "The code was sent no more than five minutes ago", Param: "binding_code",
		Ref: "Playgrant", Fix: "Ask for a new challenge, and send its code within five minutes of the sandbox's clock.",
		Answer: wrongBinding, Standard: badRequest,
	}
	ruleBindingMatches = check.Rule{
		ID: "oob.code.matches", Says: "The code is the one that was sent to the user", Param: "binding_code",
		Ref: "Auth0 MFA API", Fix: "Send the six digits of the latest message; the sandbox's inbox shows it.",
		Answer: wrongBinding, Standard: badRequest,
	}
	wrongBinding = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Invalid binding_code."}
)

// VerifyOOB accepts the code that a challenge sent, once. If the challenge was
// to confirm an authenticator, that is active from now on. A wrong code costs
// an attempt, as in [VerifyOTP].
func VerifyOOB(s *step.Step, u *model.User, c *model.Challenge, code string) error {
	if err := s.Require(ruleBindingSent, code != "", "a binding_code", ""); err != nil {
		return err
	}
	bucket, err := attempts(s, u)
	if err != nil {
		return err
	}
	a, err := answerable(s, u, c, ruleBindingCurrent)
	if err != nil {
		return err
	}
	right := !c.Push() && secret.Equal(codeHash(c, code), c.CodeHash)
	if err := s.Require(ruleBindingMatches, right, "the code that was sent", unlessOK(right, "another code")); err != nil {
		return countWrong(s, bucket, err)
	}
	return settle(s, u, c, a)
}
