package introspect_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const (
	trusted  = "client_id=trusted-app&client_secret=trusted-app-secret"
	expenses = "https://expenses.example/api"
)

// tokens logs the user in with the trusted app.
func tokens(t *testing.T, s *enginetest.Server, more string) map[string]any {
	t.Helper()
	a := s.Form("/oauth/token", trusted+"&grant_type=password&username=user@example.com&password=opensesame&scope=openid+offline_access"+more)
	if a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Text)
	}
	return a.Object()
}

func ask(s *enginetest.Server, who string, token any) enginetest.Answer {
	text, _ := token.(string)
	return s.Form("/oauth/introspect", who+"&token="+url.QueryEscape(text))
}

func TestAClientLearnsOfItsOwnTokens(t *testing.T) {
	s := enginetest.New(t)
	given, plain := tokens(t, s, "+read:expenses&audience="+expenses), tokens(t, s, "")
	for _, row := range []struct {
		name  string
		token any
		want  map[string]any
	}{
		{"a JWT", given["access_token"], map[string]any{"token_type": "Bearer", "scope": "openid offline_access read:expenses"}},
		{"an opaque token", plain["access_token"], map[string]any{"token_type": "Bearer", "aud": s.URL + "/userinfo"}},
		{"a refresh token", given["refresh_token"], map[string]any{"aud": expenses, "token_type": nil}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := ask(s, trusted, row.token)
			row.want["active"], row.want["client_id"], row.want["iss"] = true, "trusted-app", s.URL+"/"
			for name, want := range row.want {
				if got.Object()[name] != want {
					t.Errorf("%s is %v, want %v", name, got.Object()[name], want)
				}
			}
			if sub, _ := got.Object()["sub"].(string); !strings.HasPrefix(sub, "auth0|") || got.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %v", got.Text, got.Header)
			}
		})
	}
}

// TestNothingIsSaidOfOtherTokens: every reason has the same answer.
func TestNothingIsSaidOfOtherTokens(t *testing.T) {
	s := enginetest.New(t)
	given, plain := tokens(t, s, "&audience="+expenses), tokens(t, s, "")
	revoked := tokens(t, s, "")["refresh_token"]
	text, _ := revoked.(string)
	s.Form("/oauth/revoke", trusted+"&token="+url.QueryEscape(text))
	silent := func(name, who string, token any) {
		t.Helper()
		if got := ask(s, who, token); got.Status != 200 || strings.TrimSpace(got.Text) != `{"active":false}` {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
	const web = "client_id=web-app&client_secret=web-app-secret"
	silent("another's JWT", web, given["access_token"])
	silent("another's opaque token", web, plain["access_token"])
	silent("another's refresh token", web, given["refresh_token"])
	silent("an ID token", trusted, given["id_token"])
	silent("a revoked token", trusted, revoked)
	silent("an unknown token", trusted, "x")
	s.Do("PATCH", "/sandbox/users/user@example.com", `{"blocked":true}`)
	silent("a blocked user's refresh token", trusted, given["refresh_token"])
	silent("a blocked user's access token", trusted, given["access_token"])
	silent("a blocked user's opaque token", trusted, plain["access_token"])
	s.Do("PATCH", "/sandbox/users/user@example.com", `{"blocked":false}`)
	s.Now = s.Now.Add(24 * time.Hour)
	silent("an expired JWT", trusted, given["access_token"])
	silent("an expired opaque token", trusted, plain["access_token"])
	s.Now = s.Now.Add(14 * 24 * time.Hour)
	silent("an idle refresh token", trusted, given["refresh_token"])
}

// TestAskingIsNotUsing: a token that was rotated away does not end its family
// by being asked about.
func TestAskingIsNotUsing(t *testing.T) {
	s := enginetest.New(t)
	s.Do("PATCH", "/sandbox/clients/trusted-app", `{"refresh_token":{"rotation_type":"rotating"}}`)
	first, _ := tokens(t, s, "")["refresh_token"].(string)
	second, _ := s.Form("/oauth/token", trusted+"&grant_type=refresh_token&refresh_token="+first).Object()["refresh_token"].(string)
	if got := ask(s, trusted, first); got.Object()["active"] != false {
		t.Errorf("used up: %s", got.Text)
	}
	if got := ask(s, trusted, second); second == "" || got.Object()["active"] != true {
		t.Errorf("the family was ended: %s", got.Text)
	}
}

func TestWhoMayNotAsk(t *testing.T) {
	for _, row := range []struct {
		name, form string
		status     int
		code, oidc string
	}{
		{"a public client", "client_id=spa&token=x", 401, "invalid_client", "invalid_client"},
		{"a wrong secret", "client_id=web-app&client_secret=x&token=x", 401, "access_denied", "invalid_client"},
		{"nobody", "token=x", 400, "invalid_request", "invalid_request"},
		{"about nothing", trusted, 400, "invalid_request", "invalid_request"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			if got := s.Form("/oauth/introspect", row.form); got.Status != row.status || got.Object()["error"] != row.code {
				t.Errorf("%d %s", got.Status, got.Text)
			}
			s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
			if got := s.Form("/oauth/introspect", row.form); got.Status != row.status || got.Object()["error"] != row.oidc {
				t.Errorf("oidc: %d %s", got.Status, got.Text)
			}
		})
	}
}
