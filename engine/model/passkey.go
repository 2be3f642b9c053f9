package model

// Kinds of WebAuthn authenticator, which are its factors' names at Auth0 too
// (auth0.com/docs/secure/multi-factor-authentication/fido-authentication-with-webauthn).
const (
	KindRoaming  = "webauthn-roaming"  // a security key that goes from device to device
	KindPlatform = "webauthn-platform" // the device itself: its fingerprint, face or PIN
)

// IsPasskey reports whether a kind of authenticator is a WebAuthn one. Those
// live in a browser: neither the MFA API nor the simulated phone has them.
func IsPasskey(kind string) bool { return kind == KindRoaming || kind == KindPlatform }

// Passkey is the credential record of a WebAuthn authenticator (Web
// Authentication Level 3 §4). Nothing in it is secret.
type Passkey struct {
	ID        []byte `json:"id"`
	PublicKey []byte `json:"public_key"` // COSE
	// SignCount is the authenticator's signature counter at its last use.
	SignCount  uint32   `json:"sign_count"`
	Transports []string `json:"transports,omitempty"`
	// Flags are those of the authenticator data at the last use (§6.1).
	Flags byte `json:"flags"`
	// RPID is the host that it was made for; no other can use it.
	RPID string `json:"rp_id"`
}
