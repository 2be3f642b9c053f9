package grant_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

const (
	ownKind    = "urn:example:legacy-token"
	accessKind = "urn:ietf:params:oauth:token-type:access_token"
)

// exchanger is a server where trusted-app may exchange tokens.
func exchanger(t *testing.T) *server {
	t.Helper()
	s := newServer(t)
	s.client("trusted-app", func(c *model.Client) { c.GrantTypes = append(c.GrantTypes, model.GrantTokenExchange) })
	return s
}

// logIn gives the tokens of a user's login with trusted-app.
func (s *server) logIn(email string) answer {
	s.t.Helper()
	a := s.post(url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {email}, "password": {"opensesame"}, "audience": {expenses}, "scope": {"openid read:expenses"},
	})
	if a.status != 200 {
		s.t.Fatalf("%d %v", a.status, a.body)
	}
	return a
}

func exchangeForm(token string) url.Values {
	return url.Values{
		"grant_type": {model.GrantTokenExchange}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"subject_token": {token}, "subject_token_type": {ownKind}, "audience": {reports}, "scope": {"openid read:reports"},
	}
}

func TestATokenIsExchangedForAnother(t *testing.T) {
	s := exchanger(t)
	given := s.logIn("user@example.com")
	for _, kind := range []string{"access_token", "id_token"} {
		got := s.post(exchangeForm(given.text(kind)))
		if got.status != 200 || got.text("issued_token_type") != accessKind || got.text("id_token") == "" || got.text("token_type") != "Bearer" {
			t.Fatalf("%s: %d %v", kind, got.status, got.body)
		}
		claims := s.claims(got.text("access_token"))
		if claims["sub"] != s.claims(given.text("access_token"))["sub"] || claims["scope"] != "openid read:reports" || claims["act"] != nil {
			t.Errorf("%s: %v", kind, claims)
		}
	}
}

func TestAnActorActsForTheUser(t *testing.T) {
	s := exchanger(t)
	given := s.logIn("user@example.com").text("access_token")
	got := s.post(with(exchangeForm(given), "actor_token", given, "actor_token_type", ownKind, "audience", expenses, "scope", "openid offline_access"))
	act, _ := s.claims(got.text("access_token"))["act"].(map[string]any)
	if got.status != 200 || act["sub"] != s.claims(given)["sub"] || got.text("refresh_token") != "" || got.text("scope") != "openid" {
		t.Errorf("%d %v %v", got.status, got.body, act)
	}
	alone := s.post(with(exchangeForm(given), "audience", expenses, "scope", "offline_access"))
	if alone.text("refresh_token") == "" {
		t.Errorf("without an actor: %v", alone.body)
	}
}

// TestARevokedTokenIsNotExchanged: what a code used twice has ended gives
// nothing new either.
func TestARevokedTokenIsNotExchanged(t *testing.T) {
	s := newServer(t)
	s.client("web-app", func(c *model.Client) { c.GrantTypes = append(c.GrantTypes, model.GrantTokenExchange) })
	s.policy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
	form := codeForm(s.code(nil))
	exchange := with(exchangeForm(s.post(form).text("access_token")), "client_id", "web-app", "client_secret", "web-app-secret")
	if got := s.post(exchange); got.status != 200 {
		t.Fatalf("before: %d %v", got.status, got.body)
	}
	s.post(form)
	if got := s.post(exchange); got.status != 400 || got.text("error") != "invalid_request" || got.text("access_token") != "" {
		t.Errorf("after: %d %v", got.status, got.body)
	}
}

// TestARevokedTokenManagesNoFactors: nor is it good at the MFA API.
func TestARevokedTokenManagesNoFactors(t *testing.T) {
	s := newServer(t)
	s.policy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
	form := codeForm(s.code(func(c *model.Code) {
		c.Authorization.Audience, c.Authorization.Scope = issuer+"mfa/", []string{"openid", "read:authenticators"}
	}))
	token := s.post(form).text("access_token")
	factors := func() int {
		req := httptest.NewRequest(http.MethodGet, issuer+"mfa/authenticators", nil)
		req.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		s.http.ServeHTTP(w, req)
		return w.Code
	}
	if got := factors(); got != http.StatusOK {
		t.Fatalf("before: %d", got)
	}
	s.post(form)
	if got := factors(); got != http.StatusUnauthorized {
		t.Errorf("after: %d", got)
	}
}

// TestAnExchangeWaitsForASecondFactor: a token is no way around the policy.
func TestAnExchangeWaitsForASecondFactor(t *testing.T) {
	s := exchanger(t)
	s.policy(func(p *model.Policy) { p.MFA.When = model.MFANever })
	given := s.logIn("otp@example.com").text("access_token")
	s.policy(func(p *model.Policy) { p.MFA.When = model.MFAEnrolled })
	got := s.post(exchangeForm(given))
	if got.status != 403 || got.text("error") != "mfa_required" || got.body["mfa_requirements"] == nil {
		t.Fatalf("%d %v", got.status, got.body)
	}
	done := s.post(url.Values{
		"grant_type": {model.GrantMFARecoveryCode}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"mfa_token": {got.text("mfa_token")}, "recovery_code": {"RECOVERYCODEFORTHEOTPUSE"},
	})
	if done.status != 200 || done.text("issued_token_type") != accessKind || done.text("recovery_code") == "" {
		t.Errorf("%d %v", done.status, done.body)
	}
}

func TestTokensThatAreNotExchanged(t *testing.T) {
	for _, row := range []struct {
		name   string
		pairs  []string
		before func(*server)
		status int
		code   string
		oidc   int
	}{
		{name: "no token", pairs: []string{"subject_token", ""}, status: 400, code: "invalid_request", oidc: 400},
		{name: "no type", pairs: []string{"subject_token_type", ""}, status: 400, code: "invalid_request", oidc: 400},
		{name: "a type of RFC 8693", pairs: []string{"subject_token_type", accessKind}, status: 400, code: "invalid_request", oidc: 200},
		{name: "an unknown type of the IETF", pairs: []string{"subject_token_type", "urn:ietf:x"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "a type of Auth0", pairs: []string{"subject_token_type", "http://auth0.com/oauth/token-type/apple-authz-code"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "a type in other case", pairs: []string{"subject_token_type", "URN:Okta:x"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "a type that is no URI", pairs: []string{"subject_token_type", "jwt"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "nonsense", pairs: []string{"subject_token", "nonsense"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "an unsigned token", pairs: []string{"subject_token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."}, status: 400, code: "invalid_request", oidc: 400},
		{name: "an actor without a type", pairs: []string{"actor_token", "x"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "an actor's type alone", pairs: []string{"actor_token_type", ownKind}, status: 400, code: "invalid_request", oidc: 400},
		{name: "an actor that is none", pairs: []string{"actor_token", "x", "actor_token_type", ownKind}, status: 400, code: "invalid_request", oidc: 400},
		{name: "a refresh token asked for", pairs: []string{"requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"}, status: 400, code: "invalid_request", oidc: 400},
		{name: "an unknown API", pairs: []string{"audience", "https://nobody.example"}, status: 403, code: "access_denied", oidc: 400},
		{name: "an expired token", before: func(s *server) { s.advance(24 * time.Hour) }, status: 400, code: "invalid_request", oidc: 400},
		{name: "a blocked user", before: func(s *server) { s.user("user@example.com", func(u *model.User) { u.Blocked = true }) }, status: 403, code: "unauthorized", oidc: 400},
		{name: "a third-party client", before: func(s *server) { s.client("trusted-app", func(c *model.Client) { c.IsFirstParty = false }) }, status: 403, code: "unauthorized_client", oidc: 400},
		{name: "a client without the grant", before: func(s *server) { s.client("trusted-app", func(c *model.Client) { c.GrantTypes = nil }) }, status: 403, code: "unauthorized_client", oidc: 400},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := exchanger(t)
			given := s.logIn("user@example.com").text("access_token")
			if row.before != nil {
				row.before(s)
			}
			if got := s.post(with(exchangeForm(given), row.pairs...)); got.status != row.status || got.text("error") != row.code {
				t.Errorf("auth0: %d %v", got.status, got.body)
			}
			s.policy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
			if got := s.post(with(exchangeForm(given), row.pairs...)); got.status != row.oidc {
				t.Errorf("oidc: %d %v", got.status, got.body)
			}
		})
	}
}

// TestTokensOfOthersAreNotExchanged: an ID token shown to another app is not a
// way into it, and a client's own token is nobody's login.
func TestTokensOfOthersAreNotExchanged(t *testing.T) {
	s := exchanger(t)
	foreign := s.post(codeForm(s.code(nil))).text("id_token") // web-app's
	own := s.post(machine).text("access_token")
	for name, token := range map[string]string{"another client's ID token": foreign, "a client's own token": own} {
		if got := s.post(exchangeForm(token)); token == "" || got.status != 400 || got.text("error") != "invalid_request" {
			t.Errorf("%s: %d %v", name, got.status, got.body)
		}
	}
}
