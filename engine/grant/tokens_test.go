package grant_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/model"
)

// claims reads a JWT's claims; that its signature holds is the business of
// the clients' tests.
func (s *server) claims(token string) map[string]any {
	s.t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		s.t.Fatalf("%q is not a JWT", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		s.t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(raw, &claims); err != nil {
		s.t.Fatal(err)
	}
	return claims
}

func TestClaimsOfACodeExchange(t *testing.T) {
	s := newServer(t)
	a := s.post(codeForm(s.code(nil)))
	now := float64(s.time().Unix())
	access := s.claims(a.text("access_token"))
	sub := access["sub"]
	want := map[string]any{
		"iss": issuer, "sub": sub, "aud": []any{expenses, issuer + "userinfo"}, "azp": "web-app",
		"iat": now, "exp": now + 86400, "scope": "openid profile email offline_access read:expenses",
	}
	if diff := cmp.Diff(want, access); diff != "" {
		t.Errorf("access token (-want +got):\n%s", diff)
	}
	id := s.claims(a.text("id_token"))
	for name, want := range map[string]any{
		"iss": issuer, "sub": sub, "aud": "web-app", "iat": now, "exp": now + 36000, "nonce": "n-1", "sid": "sid-1",
		"email": "user@example.com", "email_verified": true, "auth_time": nil, "amr": nil, "acr": nil, "azp": nil,
	} {
		if id[name] != want {
			t.Errorf("ID token: %s is %v, want %v", name, id[name], want)
		}
	}
	if at, _ := id["updated_at"].(string); at == "" {
		t.Errorf("updated_at is %v, not a time as text", id["updated_at"])
	} else if _, err := time.Parse(time.RFC3339, at); err != nil {
		t.Error(err)
	}
}

func TestClaimsFollowTheLogin(t *testing.T) {
	s := newServer(t)
	age := 60
	a := s.post(codeForm(s.code(func(c *model.Code) {
		c.Authorization.MaxAge = &age
		c.Authenticated.MFA = true
	})))
	id := s.claims(a.text("id_token"))
	if id["auth_time"] != float64(s.time().Unix()) || id["acr"] != "http://schemas.openid.net/pape/policies/2007/06/multi-factor" || !cmp.Equal(id["amr"], []any{"mfa"}) {
		t.Errorf("ID token %v", id)
	}
	at := s.time().Unix()
	s.advance(time.Hour)
	refreshed := s.claims(s.post(refreshForm(a.text("refresh_token"))).text("id_token"))
	if refreshed["auth_time"] != float64(at) || refreshed["acr"] != nil || refreshed["amr"] != nil {
		t.Errorf("refreshed ID token %v", refreshed)
	}
}

// The rules of the seed page: no refresh token is no error.
func TestWhenARefreshTokenIsGiven(t *testing.T) {
	scope := func(sc ...string) func(*model.Code) {
		return func(c *model.Code) { c.Authorization.Scope = sc }
	}
	rows := []struct {
		name   string
		code   func(*model.Code)
		before func(*server)
		want   bool
		scope  string
	}{
		{name: "asked for, allowed, granted", code: scope("openid", "offline_access"), want: true, scope: "openid offline_access"},
		{name: "without openid", code: scope("offline_access"), want: true, scope: "offline_access"},
		{name: "without an audience", code: func(c *model.Code) { c.Authorization.Audience = "" }, want: true, scope: "openid profile email offline_access read:expenses"},
		{name: "not asked for", code: scope("openid"), scope: "openid"},
		{name: "API that does not allow it", code: func(c *model.Code) {
			c.Authorization.Audience, c.Authorization.Scope = reports, []string{"openid", "offline_access", "read:reports"}
		}, scope: "openid read:reports"},
		{name: "client without the grant", code: scope("openid", "offline_access"), before: func(s *server) {
			s.client("web-app", func(c *model.Client) { c.GrantTypes = []string{"authorization_code"} })
		}, scope: "openid"},
		{name: "single-page app without rotation", code: scope("openid", "offline_access"), before: func(s *server) {
			s.client("web-app", func(c *model.Client) { c.AppType = "spa" })
		}, scope: "openid"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			if row.before != nil {
				row.before(s)
			}
			a := s.post(codeForm(s.code(row.code)))
			_, got := a.body["refresh_token"]
			if a.status != http.StatusOK || got != row.want || a.text("scope") != row.scope {
				t.Errorf("got %d %v", a.status, a.body)
			}
		})
	}
}

func TestOpaqueAccessToken(t *testing.T) {
	s := newServer(t)
	a := s.post(codeForm(s.code(func(c *model.Code) { c.Authorization.Audience = "" })))
	if len(a.text("access_token")) != 32 || strings.Contains(a.text("access_token"), ".") {
		t.Errorf("got %v", a.body)
	}
}

func TestPassword(t *testing.T) {
	form := url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {"user@example.com"}, "password": {"opensesame"},
	}
	realm := "http://auth0.com/oauth/grant-type/password-realm"
	rows := []struct {
		name   string
		form   []string
		status int
		err    string
		scope  string
	}{
		{name: "no scope, no audience", status: 200, scope: "openid profile email address phone"},
		{name: "no scope with an audience", form: []string{"audience", expenses}, status: 200, scope: "read:expenses write:expenses"},
		{name: "a scope", form: []string{"audience", expenses, "scope", "openid offline_access read:expenses fly"}, status: 200, scope: "openid offline_access read:expenses"},
		{name: "address in another case", form: []string{"username", "User@Example.com", "scope", "openid"}, status: 200, scope: "openid"},
		{name: "realm", form: []string{"grant_type", realm, "realm", "Username-Password-Authentication", "scope", "openid"}, status: 200, scope: "openid"},
		{name: "unknown realm", form: []string{"grant_type", realm, "realm", "google"}, status: 403, err: "unauthorized"},
		{name: "no realm", form: []string{"grant_type", realm}, status: 400, err: "invalid_request"},
		{name: "wrong password", form: []string{"password", "Opensesame"}, status: 403, err: "invalid_grant"},
		{name: "unknown user", form: []string{"username", "who@example.com"}, status: 403, err: "invalid_grant"},
		{name: "no password", form: []string{"password", ""}, status: 400, err: "invalid_request"},
		{name: "blocked user", form: []string{"username", "blocked@example.com"}, status: 403, err: "unauthorized"},
		{name: "unknown audience", form: []string{"audience", "https://nobody.example"}, status: 403, err: "access_denied"},
		{name: "client without the grant", form: []string{"client_id", "web-app", "client_secret", "web-app-secret"}, status: 403, err: "unauthorized_client"},
		{name: "second factor", form: []string{"username", "otp@example.com"}, status: 403, err: "mfa_required"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			a := newServer(t).post(with(form, row.form...))
			if a.status != row.status || a.text("error") != row.err || a.text("scope") != row.scope {
				t.Errorf("got %d %v", a.status, a.body)
			}
			if a.status == http.StatusOK && strings.Contains(row.scope, "offline_access") != (a.text("refresh_token") != "") {
				t.Errorf("refresh token %q", a.text("refresh_token"))
			}
		})
	}
}

func TestJSONBodies(t *testing.T) {
	s := newServer(t)
	payload, err := json.Marshal(map[string]string{
		"grant_type": "authorization_code", "client_id": "web-app", "client_secret": "web-app-secret",
		"code": s.code(nil), "redirect_uri": callback,
	})
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, issuer+"oauth/token", bytes.NewReader(payload))
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	if a := s.send(req); a.status != http.StatusOK || a.text("refresh_token") == "" {
		t.Errorf("got %d %v", a.status, a.body)
	}
}
