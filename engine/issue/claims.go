package issue

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/claims"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/verify"
)

// MultiFactor is the acr of a login with a second factor, and the acr_values
// that asks for one (OpenID PAPE;
// auth0.com/docs/secure/multi-factor-authentication/step-up-authentication).
const MultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

// SingleFactor is the acr of a login by password alone, told in the oidc
// dialect to apps that ask: the first level of assurance of ISO/IEC 29115
// (OpenID Connect Core §2 takes 0 from there).
const SingleFactor = "1"

var (
	ruleIDToken = check.Rule{
		ID: "token.id", Says: "An ID token is given when openid was granted",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Add openid to the scope.", Param: "scope",
	}
	ruleAudience = check.Rule{
		ID: "token.audience", Says: "The access token is a JWT for one API when an audience was named",
		Ref: "Auth0 “Get Access Tokens”", Fix: "Name an API as the audience at /authorize.", Param: "audience",
	}
)

// accessSpec is how an access token is signed: as its API is set to, with the
// typ of its dialect (RFC 9068 §2.1).
func accessSpec(s *step.Step, o *Order) sign.Spec {
	spec := sign.Spec{Type: "JWT", Algorithm: o.API.SigningAlg, Secret: o.API.SigningSecret, Rand: s.Rand, For: o.Client.ClientID}
	if o.API.RFC9068() {
		spec.Type = "at+jwt"
	}
	return spec
}

// IDSpec is how tokens are signed that are for the client itself. A client
// that has lost its secret gets them signed by the server's key.
func IDSpec(s *step.Step, c *model.Client, typ string) sign.Spec {
	spec := sign.Spec{Type: typ, Algorithm: c.JWTConfiguration.Alg, Rand: s.Rand, For: c.ClientID}
	switch {
	case verify.BySecret(c):
		spec.Secret = c.ClientSecret
	case spec.Algorithm == sign.HS256:
		spec.Algorithm = sign.RS256
	}
	return spec
}

// accessClaims are the claims of a JWT access token, in Auth0's own profile or
// in that of RFC 9068
// (auth0.com/docs/secure/tokens/access-tokens/access-token-profiles). It lives
// for so many seconds.
func accessClaims(s *step.Step, o *Order, lifetime int) (map[string]any, error) {
	c := map[string]any{
		"iss": s.Issuer,
		"sub": o.subject(),
		"aud": audience(s, o),
		"iat": s.Now.Unix(),
		"exp": s.Now.Unix() + int64(lifetime),
	}
	if o.API.RFC9068() || s.Standard { // in the oidc dialect a token can be revoked, and has to have a name
		id, err := secret.New(s.Rand, jtiLength)
		if err != nil {
			return nil, err
		}
		c["jti"] = id
	}
	if o.API.RFC9068() {
		c["client_id"] = o.Client.ClientID
	} else {
		c["azp"] = o.Client.ClientID
		if g := gty(o.GrantType); g != "" {
			c["gty"] = g
		}
	}
	if len(o.Scope) > 0 {
		c["scope"] = scope.Join(o.Scope)
	}
	if o.API.ListsPermissions() {
		c["permissions"] = o.permissions
	}
	if o.key != "" {
		c["cnf"] = map[string]any{"jkt": o.key}
	}
	if o.Actor != "" {
		c["act"] = map[string]any{"sub": o.Actor}
	}
	return c, nil
}

// jtiLength is how many characters name an access token of RFC 9068.
const jtiLength = 22

// audience is the API, and /userinfo too when the token may be used there. An
// API that could sign by itself, by a secret, cannot have the second.
func audience(s *step.Step, o *Order) any {
	if slices.Contains(o.Scope, scope.OpenID) && o.API.Identifier != s.Issuer+"mfa/" && o.API.SigningAlg != sign.HS256 {
		return []string{o.API.Identifier, s.Issuer + "userinfo"}
	}
	return o.API.Identifier
}

// gty names the grant in an access token, for the grants where Auth0 does.
func gty(grantType string) string {
	switch grantType {
	case model.GrantPassword, model.GrantPasswordRealm:
		return "password"
	case model.GrantRefreshToken:
		return "refresh_token"
	case model.GrantClientCredentials:
		return "client-credentials"
	}
	return ""
}

// idClaims are the claims of an ID token (OpenID Connect Core §2). A refreshed
// one has no nonce (§12.2) and no amr or acr
// (auth0.com/docs/secure/multi-factor-authentication/step-up-authentication).
func idClaims(s *step.Step, o *Order) map[string]any {
	c := map[string]any{
		"iss": s.Issuer,
		"sub": o.User.UserID,
		"aud": o.Client.ClientID,
		"iat": s.Now.Unix(),
		"exp": s.Now.Unix() + int64(o.Client.JWTConfiguration.LifetimeInSeconds),
	}
	if !s.Standard {
		maps.Copy(c, claims.User(o.User, o.Scope, false))
	}
	maps.Copy(c, claims.Named(o.User, o.IDClaims, s.Standard))
	if o.Auth.SID != "" {
		c["sid"] = o.Auth.SID
	}
	if o.Nonce != "" {
		c["nonce"] = o.Nonce
	}
	if !o.Auth.AuthTime.IsZero() && (o.AuthTime || s.Standard || slices.Contains(o.IDClaims, "auth_time")) {
		c["auth_time"] = o.Auth.AuthTime.Unix()
	}
	switch {
	case o.Auth.MFA && o.GrantType == model.GrantAuthorizationCode:
		c["acr"] = MultiFactor
		if s.Standard && len(o.ACREssential) > 0 && !slices.Contains(o.ACREssential, MultiFactor) {
			c["acr"] = SingleFactor // the one that the app insists on, which two factors are too
		}
		c["amr"] = []string{"mfa"}
	case s.Standard && o.ACRAsked:
		c["acr"] = SingleFactor
	}
	return c
}

// withExtra adds members to the answer.
func withExtra(res Response, extra map[string]any) any {
	out := maps.Clone(extra)
	raw, err := json.Marshal(res)
	if err != nil {
		return res
	}
	fields := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &fields) == nil {
		for name, value := range fields {
			out[name] = value
		}
	}
	return out
}
