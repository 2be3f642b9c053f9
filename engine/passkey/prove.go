package passkey

import (
	"bytes"
	"errors"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Ask returns what navigator.credentials.get is to be called with, as JSON,
// for one of the user's passkeys in list.
func Ask(s *step.Step, u *model.User, list []*model.Authenticator, challenge string) (string, error) {
	assertion, _, err := ask(s, u, list, challenge)
	if err != nil {
		return "", err
	}
	return options(assertion.Response)
}

func ask(s *step.Step, u *model.User, list []*model.Authenticator, challenge string) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	w, err := party(s)
	if err != nil {
		return nil, nil, err
	}
	return w.BeginLogin(account{u, list}, webauthn.WithChallenge([]byte(challenge)), webauthn.WithUserVerification(protocol.VerificationPreferred))
}

// Proved checks what the browser answered to Ask, and returns which of the
// authenticators in list it was. Its counter is kept.
func Proved(s *step.Step, u *model.User, list []*model.Authenticator, challenge, response string) (*model.Authenticator, error) {
	if err := sent(s, challenge, response); err != nil {
		return nil, err
	}
	_, session, err := ask(s, u, list, challenge)
	if err != nil {
		return nil, err
	}
	used, fault := proved(s, account{u, list}, session, response)
	if err := s.Require(ruleProved, fault == nil, "a signature over this page's challenge", why(fault)); err != nil {
		return nil, err
	}
	return keep(s, list, used)
}

func proved(s *step.Step, who account, session *webauthn.SessionData, response string) (*webauthn.Credential, error) {
	w, err := party(s)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(response))
	if err != nil {
		return nil, err
	}
	return w.ValidateLogin(who, *session, parsed)
}

// AskAnybody returns what navigator.credentials.get is to be called with, as
// JSON, to log in with whichever passkey of this address the user picks.
func AskAnybody(s *step.Step, challenge string) (string, error) {
	assertion, _, err := askAnybody(s, challenge)
	if err != nil {
		return "", err
	}
	return options(assertion.Response)
}

func askAnybody(s *step.Step, challenge string) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	w, err := party(s)
	if err != nil {
		return nil, nil, err
	}
	// There is no password beside it, so the device has to know its user.
	return w.BeginDiscoverableLogin(webauthn.WithChallenge([]byte(challenge)), webauthn.WithUserVerification(protocol.VerificationRequired))
}

// ProvedBy checks what the browser answered to AskAnybody, and returns whose
// passkey it was. usable lists the authenticators that the user may log in with.
func ProvedBy(s *step.Step, challenge, response string, usable func(*model.User) ([]*model.Authenticator, error)) (*model.User, error) {
	if err := sent(s, challenge, response); err != nil {
		return nil, err
	}
	var (
		who   account
		fault error // of the store
	)
	find := func(_, handle []byte) (webauthn.User, error) {
		u, err := store.Users.Get(s.Tx, string(handle))
		if errors.Is(err, store.ErrNotFound) {
			return nil, protocol.ErrBadRequest.WithDetails("a passkey of nobody here")
		}
		if err == nil {
			who.User = u
			who.list, err = usable(u)
		}
		fault = err
		return who, err
	}
	used, refused := discovered(s, challenge, response, find)
	if fault != nil {
		return nil, fault
	}
	if err := s.Require(ruleProved, refused == nil, "a signature over this page's challenge", why(refused)); err != nil {
		return nil, err
	}
	_, err := keep(s, who.list, used)
	return who.User, err
}

func discovered(s *step.Step, challenge, response string, find webauthn.DiscoverableUserHandler) (*webauthn.Credential, error) {
	w, err := party(s)
	if err != nil {
		return nil, err
	}
	_, session, err := askAnybody(s, challenge)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(response))
	if err != nil {
		return nil, err
	}
	return w.ValidateDiscoverableLogin(find, *session, parsed)
}

// keep writes down the counter of the passkey that was used, unless it tells of
// a copy.
func keep(s *step.Step, list []*model.Authenticator, used *webauthn.Credential) (*model.Authenticator, error) {
	single := !used.Authenticator.CloneWarning
	if err := s.Require(ruleNoClone, single, "a counter above the last one", got(single, "one that is not")); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(a *model.Authenticator) bool {
		return a.Passkey != nil && bytes.Equal(a.Passkey.ID, used.ID)
	})
	a := list[i] // the library has found it among them
	a.Passkey.SignCount, a.Passkey.Flags = used.Authenticator.SignCount, byte(used.Flags.ProtocolValue())
	return a, store.Authenticators.Put(s.Tx, a)
}
