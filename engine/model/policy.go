package model

// Policy is the sandbox's tenant-wide settings.
type Policy struct {
	MFA                     MFAPolicy `json:"mfa"`
	RevokeRefreshTokenGrant bool      `json:"revoke_refresh_token_grant"`
	DefaultAudience         string    `json:"default_audience"`
	AutoLogin               string    `json:"auto_login"`
	Dialect                 string    `json:"dialect"` // auth0, oidc
}

// Dialects.
const (
	DialectAuth0 = "auth0"
	DialectOIDC  = "oidc"
)

// MFAPolicy says when a second factor is asked for, in which flows, and which
// factors there are.
type MFAPolicy struct {
	When    string   `json:"when"`  // enrolled, always, never
	Flows   []string `json:"flows"` // authorize, password, refresh_token
	Factors []string `json:"factors"`
}

// Standard reports whether the engine answers as the RFCs say where they
// differ from Auth0.
func (p Policy) Standard() bool { return p.Dialect == DialectOIDC }

// Values of MFAPolicy.
const (
	MFANever         = "never"
	MFAEnrolled      = "enrolled"
	MFAAlways        = "always"
	FlowAuthorize    = "authorize"
	FlowPassword     = "password"
	FlowRefreshToken = "refresh_token"
)
