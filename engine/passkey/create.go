package passkey

import (
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// Create returns what navigator.credentials.create is to be called with, as
// JSON, for a passkey of a kind: model.KindRoaming or KindPlatform. list are
// the user's authenticators: one that has a passkey already gets no other.
func Create(s *step.Step, u *model.User, list []*model.Authenticator, kind, challenge string) (string, error) {
	creation, _, err := create(s, u, list, kind, challenge)
	if err != nil {
		return "", err
	}
	return options(creation.Response)
}

func create(s *step.Step, u *model.User, list []*model.Authenticator, kind, challenge string) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	w, err := party(s)
	if err != nil {
		return nil, nil, err
	}
	who := account{u, list}
	selection := protocol.AuthenticatorSelection{
		AuthenticatorAttachment: protocol.CrossPlatform, UserVerification: protocol.VerificationPreferred,
		// Such a passkey can log in without an email being typed.
		ResidentKey: protocol.ResidentKeyRequirementPreferred,
	}
	if kind == model.KindPlatform {
		selection.AuthenticatorAttachment, selection.UserVerification = protocol.Platform, protocol.VerificationRequired
	}
	return w.BeginRegistration(who,
		webauthn.WithAuthenticatorSelection(selection),
		webauthn.WithExclusions(webauthn.Credentials(who.WebAuthnCredentials()).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge = protocol.URLEncodedBase64(challenge)
			return nil
		},
	)
}

// Created checks what the browser answered to Create and returns the record of
// the new passkey. It refuses an answer to another challenge, from another
// address, or without the user's presence.
func Created(s *step.Step, u *model.User, list []*model.Authenticator, kind, challenge, response string) (*model.Passkey, error) {
	if err := sent(s, challenge, response); err != nil {
		return nil, err
	}
	_, session, err := create(s, u, list, kind, challenge)
	if err != nil {
		return nil, err
	}
	made, fault := registered(s, account{u, list}, session, response)
	if err := s.Require(ruleRegistered, fault == nil, "an answer to this page's challenge", why(fault)); err != nil {
		return nil, err
	}
	id, err := RPID(s)
	if err != nil {
		return nil, err
	}
	p := &model.Passkey{
		ID: made.ID, PublicKey: made.PublicKey, SignCount: made.Authenticator.SignCount,
		Flags: byte(made.Flags.ProtocolValue()), RPID: id,
	}
	for _, t := range made.Transport {
		p.Transports = append(p.Transports, string(t))
	}
	return p, nil
}

func registered(s *step.Step, who account, session *webauthn.SessionData, response string) (*webauthn.Credential, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(response))
	if err != nil {
		return nil, err
	}
	w, err := party(s)
	if err != nil {
		return nil, err
	}
	return w.CreateCredential(who, *session, parsed)
}
