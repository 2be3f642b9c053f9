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

// Standard reports whether the engine answers as the RFCs say where they
// differ from Auth0.
func (p Policy) Standard() bool { return p.Dialect == DialectOIDC }
