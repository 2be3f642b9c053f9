package authorize

import (
	"regexp"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleProofKey = check.Rule{
		ID: "authorize.dpop-jkt", Says: "dpop_jkt is the SHA-256 thumbprint of a key, in base64url", Param: "dpop_jkt",
		Ref: "RFC 9449 §10; RFC 7638", Fix: "Send the thumbprint of the public key that signs the DPoP proofs, or leave dpop_jkt out.",
		Answer: invalid("dpop_jkt must be a JWK SHA-256 thumbprint"),
	}
	ruleProofFront = check.Rule{
		ID: "authorize.proof.front", Says: "Tokens that have to be bound to a key do not come straight from /authorize", Param: "response_type",
		Ref: "RFC 9449 §5; Auth0 “Configure Sender Constraining”", Fix: "Use response_type=code, and send a DPoP proof to the token endpoint.",
		Answer: invalid("Access tokens of this client or API are sender-constrained, and cannot be had from /authorize"),
	}
)

var thumbprintForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// readProofKey notes the key that the code is to be bound to (RFC 9449 §10).
func readProofKey(s *step.Step, _ *model.Client, a *model.Authorization) error {
	a.ProofKey = s.Params.Get("dpop_jkt")
	if a.ProofKey == "" {
		return nil
	}
	return s.Require(ruleProofKey, thumbprintForm.MatchString(a.ProofKey), "43 characters of base64url", clip(a.ProofKey))
}

// requireNoProof keeps access tokens that have to be bound out of the answer.
func requireNoProof(s *step.Step, c *model.Client, api *model.API, a *model.Authorization) error {
	if !slices.Contains(a.Types, typeToken) {
		return nil
	}
	bound := c.RequireProofOfPossession || api != nil && api.RequiresProof(c)
	return s.Require(ruleProofFront, !bound, "a code alone", got(bound, "a token that has to be bound", ""))
}
