package model

import "slices"

// Grant types (RFC 6749, RFC 8628, and Auth0's own; auth0.com/docs/get-started/applications/application-grant-types).
const (
	GrantAuthorizationCode = "authorization_code"
	GrantRefreshToken      = "refresh_token"
	GrantPassword          = "password"
	GrantPasswordRealm     = "http://auth0.com/oauth/grant-type/password-realm"
	GrantPasswordlessOTP   = "http://auth0.com/oauth/grant-type/passwordless/otp"
	GrantClientCredentials = "client_credentials"
	GrantDeviceCode        = "urn:ietf:params:oauth:grant-type:device_code"
	GrantTokenExchange     = "urn:ietf:params:oauth:grant-type:token-exchange"
	GrantImplicit          = "implicit"
	GrantMFAOTP            = "http://auth0.com/oauth/grant-type/mfa-otp"
	GrantMFAOOB            = "http://auth0.com/oauth/grant-type/mfa-oob"
	GrantMFARecoveryCode   = "http://auth0.com/oauth/grant-type/mfa-recovery-code"
)

// Client is an application, in the field names of Auth0's Management API.
type Client struct {
	ClientID                string `json:"client_id"`
	ClientSecret            string `json:"client_secret,omitempty"`
	Name                    string `json:"name"`
	Description             string `json:"description,omitempty"`
	AppType                 string `json:"app_type"` // native, spa, regular_web, non_interactive
	IsFirstParty            bool   `json:"is_first_party"`
	OIDCConformant          bool   `json:"oidc_conformant"`
	TokenEndpointAuthMethod string `json:"token_endpoint_auth_method"` // none, client_secret_post, client_secret_basic, private_key_jwt
	// AuthenticationMethods hold the keys of private_key_jwt; nil: there are
	// none.
	AuthenticationMethods *AuthenticationMethods `json:"client_authentication_methods,omitempty"`
	GrantTypes            []string               `json:"grant_types"`
	Callbacks             []string               `json:"callbacks"`
	AllowedLogoutURLs     []string               `json:"allowed_logout_urls"`
	WebOrigins            []string               `json:"web_origins"`
	AllowedOrigins        []string               `json:"allowed_origins"`
	RequirePKCE           bool                   `json:"require_pkce"` // ours: third-party clients must use PKCE
	// RequirePushedAuthorizationRequests refuses requests that come to
	// /authorize without having been pushed (RFC 9126 §6).
	RequirePushedAuthorizationRequests bool `json:"require_pushed_authorization_requests"`
	// RequireProofOfPossession refuses tokens to who does not prove to hold a
	// key (RFC 9449).
	RequireProofOfPossession bool             `json:"require_proof_of_possession"`
	RedirectionPolicy        string           `json:"redirection_policy,omitempty"`
	JWTConfiguration         JWTConfiguration `json:"jwt_configuration"`
	RefreshToken             RefreshSettings  `json:"refresh_token"`
	OIDCLogout               OIDCLogout       `json:"oidc_logout,omitzero"`
	// MFA is what the client's users meet instead of the policy; nil: that.
	MFA *MFAOverride `json:"mfa,omitempty"`
}

// OIDCLogout says how a client hears that its user has logged out
// (auth0.com/docs/authenticate/login/logout/back-channel-logout).
type OIDCLogout struct {
	BackchannelLogoutURLs []string `json:"backchannel_logout_urls,omitempty"`
}

// JWTConfiguration says how a client's ID tokens are made.
type JWTConfiguration struct {
	Alg               string `json:"alg"`                 // RS256, PS256; HS256 with the client's secret
	LifetimeInSeconds int    `json:"lifetime_in_seconds"` // 36000 unless set
}

// RefreshSettings is a client's refresh_token object. Lifetimes are in seconds
// (auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration).
type RefreshSettings struct {
	RotationType              string          `json:"rotation_type"`   // rotating, non-rotating
	ExpirationType            string          `json:"expiration_type"` // expiring, non-expiring
	Leeway                    int             `json:"leeway"`
	TokenLifetime             int             `json:"token_lifetime"`
	InfiniteTokenLifetime     bool            `json:"infinite_token_lifetime"`
	IdleTokenLifetime         int             `json:"idle_token_lifetime"`
	InfiniteIdleTokenLifetime bool            `json:"infinite_idle_token_lifetime"`
	Policies                  []RefreshPolicy `json:"policies,omitempty"`
}

// RefreshPolicy lets a client's refresh tokens serve one more API
// (multi-resource refresh tokens).
type RefreshPolicy struct {
	Audience string   `json:"audience"`
	Scope    []string `json:"scope"`
}

// Rotating reports whether each exchange replaces the refresh token.
func (r RefreshSettings) Rotating() bool { return r.RotationType == "rotating" }

// Public reports whether the client has no secret to prove itself with
// (RFC 6749 §2.1).
func (c *Client) Public() bool { return c.TokenEndpointAuthMethod == "none" }

// ByKey reports whether the client proves itself by assertions that it signs.
func (c *Client) ByKey() bool { return c.TokenEndpointAuthMethod == "private_key_jwt" }

// Has reports whether the client may use a grant type.
func (c *Client) Has(grantType string) bool { return slices.Contains(c.GrantTypes, grantType) }
