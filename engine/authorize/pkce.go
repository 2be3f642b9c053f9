package authorize

import (
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Methods of PKCE (RFC 7636 §4.2).
const (
	methodS256  = "S256"
	methodPlain = "plain"
)

var (
	rulePKCERequired = check.Rule{
		ID: "authorize.pkce.required", Says: "An app that has to use PKCE sends a code_challenge", Param: "code_challenge",
		Ref: "RFC 7636 §4.4.1; Auth0 Application Grant Types", Fix: "Make a code_verifier, and send its SHA-256 as code_challenge with code_challenge_method=S256.",
		Answer: invalid("Parameter 'code_challenge' required"),
	}
	rulePKCEAdvised = check.Rule{
		ID: "authorize.pkce.public", Says: "A public client sends a code_challenge: without it whoever gets hold of the code can redeem it", Param: "code_challenge",
		Ref: "RFC 9700 §2.1.1", Fix: "Make a code_verifier, and send its SHA-256 as code_challenge with code_challenge_method=S256.",
	}
	rulePKCEMethodAlone = check.Rule{
		ID: "authorize.pkce.challenge-sent", Says: "code_challenge_method comes with a code_challenge", Param: "code_challenge",
		Ref: "RFC 7636 §4.3", Fix: "Send the code_challenge too, or neither.",
		Answer: invalid("code_challenge_method was sent without code_challenge"),
	}
	rulePKCEMethod = check.Rule{
		ID: "authorize.pkce.method", Says: "The code_challenge_method is S256 or plain; left out, it is plain", Param: "code_challenge_method",
		Ref: "RFC 7636 §4.3, §4.4.1", Fix: "Use code_challenge_method=S256.",
		Answer: invalid("transform algorithm not supported"),
	}
	rulePKCEFormat = check.Rule{
		ID: "authorize.pkce.format", Says: "The code_challenge has the form that its method gives it", Param: "code_challenge",
		Ref: "RFC 7636 §4.2", Fix: "For S256 send the 43 characters of the base64url, without padding, of the SHA-256; for plain the verifier itself, 43 to 128 letters, digits and -._~.",
		Answer: invalid("The code_challenge is malformed"),
	}
)

func readPKCE(s *step.Step, c *model.Client, a *model.Authorization) error {
	challenge, method := s.Params.Get("code_challenge"), s.Params.Get("code_challenge_method")
	if challenge == "" {
		switch {
		case method != "":
			return s.Require(rulePKCEMethodAlone, false, "both or neither", "the method alone")
		case c.RequirePKCE:
			return s.Require(rulePKCERequired, false, "a code_challenge", "")
		case c.Public():
			s.Note(rulePKCEAdvised, false, "a code_challenge", "")
		}
		return nil
	}
	if method == "" {
		method = methodPlain
	}
	if err := s.Require(rulePKCEMethod, method == methodS256 || method == methodPlain, "S256 or plain", clip(method)); err != nil {
		return err
	}
	expected := "43 characters of base64url"
	if method == methodPlain {
		expected = "43 to 128 unreserved characters"
	}
	// The challenge of "plain" is the verifier: it is not shown.
	if err := s.Require(rulePKCEFormat, wellFormed(challenge, method), expected, "a challenge of the method "+method); err != nil {
		return err
	}
	a.Challenge, a.Method = challenge, method
	return nil
}

func wellFormed(challenge, method string) bool {
	extra, most := "-._~", 128
	if method == methodS256 {
		extra, most = "-_", 43
	}
	return len(challenge) >= 43 && len(challenge) <= most && !strings.ContainsFunc(challenge, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune(extra, r)
	})
}
