package grant_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
)

var machine = url.Values{
	"grant_type": {"client_credentials"}, "client_id": {"backend"}, "client_secret": {"backend-secret"}, "audience": {expenses},
}

// payload is what a JWT says; its signature is held elsewhere.
func payload(t *testing.T, token string) map[string]any {
	t.Helper()
	var claims map[string]any
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(raw, &claims) != nil {
		t.Fatalf("%q is no JWT", token)
	}
	return claims
}

func TestAClientGetsATokenForItself(t *testing.T) {
	s := newServer(t)
	got := s.post(machine)
	if got.status != 200 || got.body["refresh_token"] != nil || got.body["id_token"] != nil || got.body["token_type"] != "Bearer" || got.body["expires_in"] != 86400.0 {
		t.Fatalf("%d %v", got.status, got.body)
	}
	claims := payload(t, got.text("access_token"))
	for name, want := range map[string]any{
		"sub": "backend@clients", "azp": "backend", "aud": expenses, "gty": "client-credentials", "scope": "read:expenses write:expenses", "iss": issuer,
	} {
		if claims[name] != want {
			t.Errorf("%s is %v, want %v", name, claims[name], want)
		}
	}
	if less := s.post(with(machine, "scope", "read:expenses openid offline_access nonsense")); less.text("scope") != "read:expenses" || less.body["id_token"] != nil || less.body["refresh_token"] != nil {
		t.Errorf("narrowed: %v", less.body)
	}
	s.policy(func(p *model.Policy) { p.DefaultAudience = expenses })
	if other := s.post(with(machine, "audience", "")); other.status != 200 {
		t.Errorf("by the default audience: %v", other.body)
	}
}

func TestAClientIsRefusedATokenForItself(t *testing.T) {
	for _, row := range []struct {
		name           string
		pairs          []string
		status         int
		code           string
		standardStatus int
		standardCode   string
	}{
		{"no audience", []string{"audience", ""}, 403, "access_denied", 400, "invalid_target"},
		{"an unknown audience", []string{"audience", "https://nowhere.example"}, 403, "access_denied", 400, "invalid_target"},
		{"an API without a grant", []string{"audience", reports}, 403, "access_denied", 400, "unauthorized_client"},
		{"the server's own API", []string{"audience", issuer + "mfa/"}, 403, "access_denied", 400, "unauthorized_client"},
		{"the Management API, which no client has a grant for", []string{"audience", issuer + "api/v2/"}, 403, "access_denied", 400, "unauthorized_client"},
		{"a wrong secret", []string{"client_secret", "wrong"}, 401, "access_denied", 401, "invalid_client"},
		{"a client without the grant", []string{"client_id", "web-app", "client_secret", "web-app-secret"}, 403, "unauthorized_client", 400, "unauthorized_client"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			if got := s.post(with(machine, row.pairs...)); got.status != row.status || got.text("error") != row.code {
				t.Errorf("auth0: %d %v", got.status, got.body)
			}
			s.policy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
			if got := s.post(with(machine, row.pairs...)); got.status != row.standardStatus || got.text("error") != row.standardCode {
				t.Errorf("oidc: %d %v", got.status, got.body)
			}
		})
	}
}

// TestAPublicClientHasNoTokenForItself: anybody can say its name.
func TestAPublicClientHasNoTokenForItself(t *testing.T) {
	s := newServer(t)
	s.client("backend", func(c *model.Client) { c.TokenEndpointAuthMethod = "none" })
	if got := s.post(with(machine, "client_secret", "")); got.status != 403 || got.text("error") != "unauthorized_client" {
		t.Errorf("%d %v", got.status, got.body)
	}
}
