package model

import "time"

// Connection is the one database connection there is; it is also the realm of
// the password-realm grant.
const Connection = "Username-Password-Authentication"

// User is an account, in the field names of Auth0's Management API.
type User struct {
	UserID        string `json:"user_id"`
	Email         string `json:"email"`
	EmailVerified bool   `json:"email_verified"`
	PhoneNumber   string `json:"phone_number,omitempty"`
	Name          string `json:"name"`
	Nickname      string `json:"nickname"`
	GivenName     string `json:"given_name,omitempty"`
	FamilyName    string `json:"family_name,omitempty"`
	Picture       string `json:"picture,omitempty"`
	// Metadata is what an app has said of the user at sign-up.
	Metadata map[string]string `json:"user_metadata,omitempty"`
	// Permissions were given to the user directly, and Roles are the ids of
	// the roles that give more. They count where an API enforces policies.
	Permissions []Permission `json:"permissions,omitempty"`
	Roles       []string     `json:"roles,omitempty"`
	// MFA is what the user meets instead of the policy, and of the client's
	// own; nil: those.
	MFA *MFAOverride `json:"mfa,omitempty"`
	// Claims are what the standard knows of a user and Auth0 has no field for;
	// they are given in the oidc dialect. A user without any has made-up ones.
	Claims    StandardClaims `json:"standard_claims,omitzero"`
	Blocked   bool           `json:"blocked"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
	// PasswordHash is made by secret.HashPassword; it never leaves the engine.
	PasswordHash string `json:"password_hash,omitempty"`
}

// SharedPassword is the one of every user in a fresh sandbox.
const SharedPassword = "opensesame"

// PasswordOrNone is the hash of the user's password; "" if they have none, and
// of no user.
func (u *User) PasswordOrNone() string {
	if u == nil {
		return ""
	}
	return u.PasswordHash
}

// Kinds of authenticator: the first part of its id, before "|dev_".
const (
	KindTOTP         = "totp"
	KindSMS          = "sms"
	KindVoice        = "voice"
	KindPush         = "push"
	KindEmail        = "email"
	KindRecoveryCode = "recovery-code"
)

// Factors: the "type" of an authenticator, as mfa_requirements names it.
const (
	FactorOTP          = "otp"
	FactorPhone        = "phone"
	FactorPush         = "push-notification"
	FactorEmail        = "email"
	FactorRecoveryCode = "recovery-code"
)

// Authenticator is one enrolled factor of a user.
type Authenticator struct {
	ID        string    `json:"id"` // {kind}|dev_{16 alphanumerics}
	UserID    string    `json:"user_id"`
	Kind      string    `json:"kind"`
	Name      string    `json:"name,omitempty"` // the address, or the device's name
	Active    bool      `json:"active"`
	CreatedAt time.Time `json:"created_at"`
	// Pair is the id of the authenticator that was enrolled along with this
	// one, and goes with it: SMS and voice, a push and its app.
	Pair string `json:"pair,omitempty"`
	// Secret is the base32 TOTP secret, which has to be kept to compute codes.
	Secret string `json:"secret,omitempty"`
	// LastStep is the TOTP time step that was accepted last: a code works
	// once (RFC 6238 §5.2).
	LastStep int64 `json:"last_step,omitempty"`
	// CodeHash is the SHA-256 of a recovery code.
	CodeHash string `json:"code_hash,omitempty"`
	// Passkey is what a WebAuthn authenticator is known by, once it is
	// confirmed.
	Passkey *Passkey `json:"passkey,omitempty"`
}

// Factor is the authenticator's "type" on the wire.
func (a *Authenticator) Factor() string {
	switch a.Kind {
	case KindTOTP:
		return FactorOTP
	case KindSMS, KindVoice:
		return FactorPhone
	case KindPush:
		return FactorPush
	default:
		return a.Kind
	}
}
