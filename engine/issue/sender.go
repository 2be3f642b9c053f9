package issue

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

// Where sender constraining is decided
// (auth0.com/docs/secure/sender-constraining/configure-sender-constraining).
var (
	ruleSenderProof = check.Rule{
		ID: "sender.proof", Says: "The request proves to hold a key, where the client or the API asks for that",
		Ref: "RFC 9449 §5; Auth0 “Configure Sender Constraining”", Fix: "Send a DPoP proof; or switch off the client's require_proof_of_possession or the API's proof_of_possession.required.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_dpop_proof", Description: "A DPoP proof is required"},
	}
	ruleSenderAPI = check.Rule{
		ID: "sender.api", Says: "The API takes tokens that are bound to a key, where the client must not have others",
		Ref: "Auth0 “Configure Sender Constraining” (it documents no answer; this one is Playgrant's)", Fix: "Set the API's proof_of_possession to {\"mechanism\": \"dpop\"}, or switch off the client's require_proof_of_possession.", Param: "audience",
		Answer:   check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The API %s does not take sender-constrained access tokens"},
		Standard: check.Answer{Code: "invalid_target"},
	}
	ruleSenderBound = check.Rule{
		ID: "sender.bound", Says: "The access token is bound to the key that was proved",
		Ref: "RFC 9449 §5, §6; Auth0 “Configure Sender Constraining”", Fix: "Set the API's proof_of_possession to {\"mechanism\": \"dpop\"}. Until then its tokens are bearer tokens, whatever the client proves.", Param: "audience",
	}
)

// bind decides whether the access token is bound to the key that the request
// has proved to hold, and refuses where it has to be and cannot. As the
// standard has it a proof always binds.
func bind(s *step.Step, o *Order) error {
	takes := o.API == nil || o.API.ProofOfPossession != nil || s.Standard && !o.API.IsSystem
	required := o.Client.RequireProofOfPossession
	name := "/userinfo"
	if o.API != nil {
		name = o.API.Identifier
	}
	if required {
		if err := s.Require(ruleSenderAPI.With(name), takes, "an API with proof_of_possession", name); err != nil {
			return err
		}
	}
	if required || o.API != nil && o.API.RequiresProof(o.Client) {
		if err := s.Require(ruleSenderProof, s.ProofKey != "", "a DPoP proof for "+name, proofOf(s)); err != nil {
			return err
		}
	}
	if s.ProofKey == "" {
		return nil
	}
	if s.Note(ruleSenderBound, takes, "an API with proof_of_possession", name) {
		o.key = s.ProofKey
	}
	return nil
}

func proofOf(s *step.Step) string {
	if s.ProofKey == "" {
		return "none"
	}
	return "one of the key " + s.ProofKey
}

// tokenType is how the access token is to be used (RFC 9449 §5).
func (o *Order) tokenType() string {
	if o.key != "" {
		return "DPoP"
	}
	return "Bearer"
}
