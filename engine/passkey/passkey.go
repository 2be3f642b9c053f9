// Package passkey has a browser's authenticator prove that it is there: a
// security key, or the device's own fingerprint, face or PIN (W3C Web
// Authentication Level 3). The hosted pages are its only users.
package passkey

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

// challengeLength is that of a challenge, in characters: 258 bits, where Web
// Authentication §13.4.3 asks for 128 at least.
const challengeLength = 43

// ErrNoDomain is returned where the address of the server is a number, such as
// 127.0.0.1: passkeys belong to a name (Web Authentication §5.1.3).
var ErrNoDomain = errors.New("passkeys need a name such as localhost in the address, not a number")

var (
	ruleSent = check.Rule{
		ID: "passkey.sent", Says: "The browser has sent what the passkey answered", Param: "credential",
		Ref: "Web Authentication §7.1, §7.2", Fix: "Press Continue with scripts allowed: the page’s script asks the passkey. Or choose another way.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The browser sent no passkey"},
	}
	ruleDomain = check.Rule{
		ID: "passkey.domain", Says: "The server's address has a name: a passkey belongs to one",
		Ref: "Web Authentication §5.1.3", Fix: "Begin at http://localhost instead of http://127.0.0.1, or choose another way.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Passkeys need a name such as localhost in the address"},
	}
	ruleFresh = check.Rule{
		ID: "passkey.challenge", Says: "The page has a challenge that was not answered yet", Param: "credential",
		Ref: "Web Authentication §13.4.3", Fix: "Press Continue on the page as it is now: a challenge is good for one answer.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "That challenge was answered before"},
	}
	ruleRegistered = check.Rule{
		ID: "passkey.registered", Says: "The new passkey answers this page's challenge, for this address", Param: "credential",
		Ref: "Web Authentication §7.1", Fix: "Make the passkey anew on the page, in the browser that shows it.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "access_denied", Description: "That passkey could not be set up"},
	}
	ruleProved = check.Rule{
		ID: "passkey.proved", Says: "A passkey of the user has signed this page's challenge, for this address", Param: "credential",
		Ref: "Web Authentication §7.2", Fix: "Use a passkey of this account, at the address at which it was made; or choose another way.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "That passkey was not accepted"},
	}
	ruleNoClone = check.Rule{
		ID: "passkey.counter", Says: "The passkey's counter went up: there is no copy of it", Param: "credential",
		Ref: "Web Authentication §6.1.1, §7.2 step 22", Fix: "Remove the passkey from the user's factors, and set it up anew.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "access_denied", Description: "That passkey may have been copied, and was not accepted"},
	}
)

// Challenge makes a challenge, to be answered once.
func Challenge(s *step.Step) (string, error) { return secret.New(s.Rand, challengeLength) }

// RPID is the host that the passkeys of this address belong to. It returns
// ErrNoDomain where there can be none.
func RPID(s *step.Step) (string, error) {
	u, err := url.Parse(s.Issuer)
	if err != nil {
		return "", fmt.Errorf("issuer: %w", err)
	}
	host := u.Hostname()
	if net.ParseIP(host) != nil {
		return "", ErrNoDomain
	}
	return host, nil
}

// party is this server as passkeys know it.
func party(s *step.Step) (*webauthn.WebAuthn, error) {
	id, err := RPID(s)
	if err != nil {
		return nil, err
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: id, RPDisplayName: "Playgrant", RPOrigins: []string{strings.TrimSuffix(s.Issuer, "/")},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("relying party: %w", err)
	}
	return w, nil
}

// account is a user as the library asks for them.
type account struct {
	*model.User
	list []*model.Authenticator
}

func (a account) WebAuthnID() []byte          { return []byte(a.UserID) }
func (a account) WebAuthnName() string        { return a.Email }
func (a account) WebAuthnDisplayName() string { return a.Name }
func (a account) WebAuthnCredentials() []webauthn.Credential {
	var out []webauthn.Credential
	for _, authenticator := range a.list {
		if p := authenticator.Passkey; p != nil {
			out = append(out, webauthn.Credential{
				ID: p.ID, PublicKey: p.PublicKey, Transport: transports(p.Transports),
				Flags:         webauthn.NewCredentialFlags(protocol.AuthenticatorFlags(p.Flags)),
				Authenticator: webauthn.Authenticator{SignCount: p.SignCount},
			})
		}
	}
	return out
}

func transports(names []string) []protocol.AuthenticatorTransport {
	out := make([]protocol.AuthenticatorTransport, len(names))
	for i, name := range names {
		out[i] = protocol.AuthenticatorTransport(name)
	}
	return out
}

// sent requires an answer to a challenge that waits for one.
func sent(s *step.Step, challenge, response string) error {
	host, err := RPID(s)
	if err != nil && !errors.Is(err, ErrNoDomain) {
		return err
	}
	if err := s.Require(ruleDomain, host != "", "a name such as localhost", got(host != "", "a number")); err != nil {
		return err
	}
	if err := s.Require(ruleSent, response != "", "what the passkey answered", ""); err != nil {
		return err
	}
	return s.Require(ruleFresh, challenge != "", "a challenge that waits", got(challenge != "", "none"))
}

// why says what the library found wrong. Of the answer itself it says nothing,
// so that none of it gets into the checks.
func why(err error) string {
	if told := (*protocol.Error)(nil); errors.As(err, &told) {
		return told.Details
	}
	if err != nil {
		return "an answer that cannot be read"
	}
	return ""
}

func got(ok bool, no string) string {
	if ok {
		return ""
	}
	return no
}

func options(v any) (string, error) {
	raw, err := json.Marshal(v)
	return string(raw), err
}
