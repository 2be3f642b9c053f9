package grant

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

var badVerifier = check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Failed to verify code verifier"}

var (
	ruleVerifierWanted = check.Rule{
		ID: "pkce.expected", Says: "A code_verifier is sent only for a code that was asked for with a code_challenge",
		Ref: "RFC 9700 §2.1.1", Fix: "Send code_challenge to /authorize too, or leave out the code_verifier.", Param: "code_verifier",
		Answer: badVerifier, Standard: as400,
	}
	ruleVerifierSent = check.Rule{
		ID: "pkce.sent", Says: "The code_verifier is sent for a code that was asked for with a code_challenge",
		Ref: "RFC 7636 §4.5", Fix: "Send the code_verifier whose hash went to /authorize as code_challenge.", Param: "code_verifier",
		Answer: badVerifier, Standard: as400,
	}
	ruleVerifierForm = check.Rule{
		ID: "pkce.form", Says: "The code_verifier has 43 to 128 characters of A–Z a–z 0–9 - . _ ~",
		Ref: "RFC 7636 §4.1", Fix: "Make the verifier of 32 random bytes in base64url.", Param: "code_verifier",
		Answer: badVerifier, Standard: as400,
	}
	ruleVerifier = check.Rule{
		ID: "pkce.proof", Says: "The code_verifier is the one whose challenge went to /authorize",
		Ref: "RFC 7636 §4.6", Fix: "Keep the verifier that the challenge was made from until the code comes back.", Param: "code_verifier",
		Answer: badVerifier, Standard: as400,
	}
	rulePublicPKCE = check.Rule{
		ID: "pkce.public", Says: "A client without a secret protects its code with PKCE",
		Ref: "RFC 9700 §2.1.1", Fix: "Send code_challenge to /authorize and code_verifier here. Without them, whoever catches the code can use it.", Param: "code_verifier",
	}
)

var verifierForm = regexp.MustCompile(`^[A-Za-z0-9\-._~]{43,128}$`)

// proveKey holds the code_verifier against the challenge of /authorize (RFC
// 7636).
func proveKey(s *step.Step, c *model.Client, a model.Authorization) error {
	verifier := s.Params.Get("code_verifier")
	if a.Challenge == "" {
		if err := s.Require(ruleVerifierWanted, verifier == "", "no code_verifier", sent(verifier)); err != nil {
			return err
		}
		if c.Public() {
			s.Note(rulePublicPKCE, false, "a code_challenge", "none")
		}
		return nil
	}
	if verifier == "" {
		return s.Require(ruleVerifierSent, false, "a code_verifier, for a code_challenge went to /authorize", "none")
	}
	if err := s.Require(ruleVerifierForm, verifierForm.MatchString(verifier), "43 to 128 characters", sent(verifier)); err != nil {
		return err
	}
	challenge := verifier
	if a.Method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		challenge = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	proven := secret.Equal(challenge, a.Challenge)
	return s.Require(ruleVerifier, proven, "the verifier of the "+a.Method+" challenge", matching(proven))
}

func sent(text string) string {
	if text == "" {
		return "none"
	}
	return "one was sent"
}
