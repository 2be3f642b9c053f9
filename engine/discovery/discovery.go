// Package discovery tells clients what the server can do (OpenID Connect
// Discovery, RFC 8414) and which keys it signs with (RFC 7517).
package discovery

import (
	"slices"

	"github.com/playgrant/playgrant/engine/dpop"
	"github.com/playgrant/playgrant/engine/issue"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Metadata is the discovery document, in the fields that Auth0 gives
// (auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery)
// with those of RFC 9126, RFC 8628 and RP-Initiated Logout.
type Metadata struct {
	Issuer              string   `json:"issuer"`
	Authorization       string   `json:"authorization_endpoint"`
	Token               string   `json:"token_endpoint"`
	DeviceAuthorization string   `json:"device_authorization_endpoint"`
	PushedAuthorization string   `json:"pushed_authorization_request_endpoint"`
	EndSession          string   `json:"end_session_endpoint"`
	UserInfo            string   `json:"userinfo_endpoint"`
	MFAChallenge        string   `json:"mfa_challenge_endpoint,omitempty"`
	Revocation          string   `json:"revocation_endpoint,omitempty"`
	Introspection       string   `json:"introspection_endpoint,omitempty"`
	JWKS                string   `json:"jwks_uri"`
	Scopes              []string `json:"scopes_supported"`
	// What follows is told in the oidc dialect: Auth0 lists none of it.
	ResponseIssuer      bool     `json:"authorization_response_iss_parameter_supported,omitempty"`
	GrantTypes          []string `json:"grant_types_supported,omitempty"`
	ACRValues           []string `json:"acr_values_supported,omitempty"`
	ResponseTypes       []string `json:"response_types_supported"`
	ResponseModes       []string `json:"response_modes_supported"`
	ChallengeMethods    []string `json:"code_challenge_methods_supported"`
	SubjectTypes        []string `json:"subject_types_supported"`
	IDTokenAlgorithms   []string `json:"id_token_signing_alg_values_supported"`
	DPoPAlgorithms      []string `json:"dpop_signing_alg_values_supported"`
	AuthMethods         []string `json:"token_endpoint_auth_methods_supported"`
	AssertionAlgorithms []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	Claims              []string `json:"claims_supported"`
	ClaimsParameter     bool     `json:"claims_parameter_supported"`
	BackchannelLogout   bool     `json:"backchannel_logout_supported"`
	BackchannelSession  bool     `json:"backchannel_logout_session_supported"`
	RequestURIParameter bool     `json:"request_uri_parameter_supported"`
	RequestParameter    bool     `json:"request_parameter_supported"`
}

// Routes are the well-known addresses. served lists the paths of the server's
// other endpoints.
func Routes(served []string) []step.Route {
	metadata := step.Endpoint{Raw: true, Do: func(s *step.Step) (*step.Answer, error) {
		m := describe(s.Issuer, served)
		if s.Standard {
			m.standard()
		}
		return step.JSON(m), nil
	}}
	return []step.Route{
		{Pattern: "GET /.well-known/openid-configuration", Endpoint: metadata},
		{Pattern: "GET /.well-known/oauth-authorization-server", Endpoint: metadata},
		{Pattern: "GET /.well-known/jwks.json", Endpoint: step.Endpoint{Raw: true, Do: jwks}},
	}
}

// standard adds what the standards want to be told and Auth0 does not tell, and
// takes out what no standard names: conformance suites warn of it.
func (m *Metadata) standard() {
	m.MFAChallenge = ""
	m.GrantTypes = []string{
		model.GrantAuthorizationCode, model.GrantImplicit, model.GrantRefreshToken, model.GrantClientCredentials,
		model.GrantPassword, model.GrantDeviceCode, model.GrantTokenExchange,
	}
	m.ResponseIssuer = true
	m.ACRValues = []string{issue.SingleFactor, issue.MultiFactor}
	m.Claims = slices.Sorted(slices.Values(slices.Concat(m.Claims, []string{
		"address", "birthdate", "gender", "locale", "middle_name", "phone_number_verified", "preferred_username",
		"profile", "website", "zoneinfo",
	})))
}

// jwks publishes each key for RS256, and once more for PS256 where an API or a
// client is set to that: some libraries take a key only for the algorithm that
// it names.
func jwks(s *step.Step) (*step.Answer, error) {
	algorithms := []string{sign.RS256}
	pss, err := usesPSS(s.Tx)
	if pss {
		algorithms = append(algorithms, sign.PS256)
	}
	return step.JSON(s.Keys.JWKS(algorithms...)), err
}

func usesPSS(r store.Reader) (bool, error) {
	for api, err := range store.APIs.All(r) {
		if err != nil || api.SigningAlg == sign.PS256 {
			return true, err
		}
	}
	for c, err := range store.Clients.All(r) {
		if err != nil || c.JWTConfiguration.Alg == sign.PS256 {
			return true, err
		}
	}
	return false, nil
}

// describe tells what is served at an issuer. Clients take every field at its
// word, so nothing is listed that the server cannot do.
func describe(issuer string, served []string) Metadata {
	m := Metadata{
		Issuer:              issuer,
		Authorization:       issuer + "authorize",
		Token:               issuer + "oauth/token",
		DeviceAuthorization: issuer + "oauth/device/code",
		PushedAuthorization: issuer + "oauth/par",
		EndSession:          issuer + "oidc/logout",
		UserInfo:            issuer + "userinfo",
		MFAChallenge:        issuer + "mfa/challenge",
		JWKS:                issuer + ".well-known/jwks.json",
		Scopes:              slices.Concat(scope.Standard, []string{scope.OfflineAccess}),
		ResponseTypes:       []string{"code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token"},
		ResponseModes:       []string{"query", "fragment", "form_post"},
		ChallengeMethods:    []string{"S256", "plain"},
		SubjectTypes:        []string{"public"},
		IDTokenAlgorithms:   []string{sign.HS256, sign.RS256, sign.PS256},
		DPoPAlgorithms:      dpop.Algorithms,
		AuthMethods:         []string{"client_secret_basic", "client_secret_post", "private_key_jwt", "none"},
		AssertionAlgorithms: []string{"RS256", "RS384", "PS256", "PS384", "ES256", "ES384"},
		Claims: []string{
			"acr", "amr", "aud", "auth_time", "email", "email_verified", "exp", "family_name", "given_name", "iat",
			"iss", "name", "nickname", "nonce", "phone_number", "picture", "sid", "sub", "updated_at",
		},
	}
	m.ClaimsParameter = true
	m.BackchannelLogout = slices.Contains(served, "/oidc/logout")
	m.BackchannelSession = m.BackchannelLogout
	if slices.Contains(served, "/oauth/revoke") {
		m.Revocation = issuer + "oauth/revoke"
	}
	if slices.Contains(served, "/oauth/introspect") {
		m.Introspection = issuer + "oauth/introspect"
	}
	return m
}
