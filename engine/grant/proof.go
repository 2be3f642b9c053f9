package grant

import (
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleCodeKey = check.Rule{
		ID: "code.key", Says: "The request proves to hold the key that the code was bound to by dpop_jkt",
		Ref: "RFC 9449 §10", Fix: "Send a DPoP proof of the key whose thumbprint went to /authorize.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "The DPoP proof is not of the key that the code is bound to"}, Standard: as400,
	}
	// A thief of the token who lacks the key learns nothing, and ends nothing.
	ruleRefreshKey = check.Rule{
		ID: "refresh.key", Says: "The request proves to hold the key that the refresh token is bound to",
		Ref: "RFC 9449 §5", Fix: "Send a DPoP proof of the key with which the token was got.", Param: "refresh_token",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "The DPoP proof is not of the key that the refresh token is bound to"}, Standard: as400,
	}
)

// sameKey requires the key that something is bound to, if it is bound.
func sameKey(s *step.Step, rule check.Rule, bound string) error {
	if bound == "" {
		return nil
	}
	got := s.ProofKey
	if got == "" {
		got = "no proof"
	}
	return s.Require(rule, s.ProofKey == bound, bound, got)
}
