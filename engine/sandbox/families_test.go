package sandbox_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// family begins a refresh-token family and returns its first token.
func family(t *testing.T, s *enginetest.Server) string {
	t.Helper()
	got := s.Form("/oauth/token", url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {"user@example.com"}, "password": {"opensesame"},
		"audience": {"https://expenses.example/api"}, "scope": {"offline_access read:expenses"},
	}.Encode())
	token, ok := got.Object()["refresh_token"].(string)
	if !ok {
		t.Fatalf("no refresh token: %s", got.Text)
	}
	return token
}

func refresh(s *enginetest.Server, token string) enginetest.Answer {
	return s.Form("/oauth/token", "grant_type=refresh_token&client_id=trusted-app&client_secret=trusted-app-secret&refresh_token="+token)
}

// only is the one family there is.
func only(t *testing.T, s *enginetest.Server) map[string]any {
	t.Helper()
	list := s.Do("GET", "/sandbox/families?user=user@example.com", "").List()
	if len(list) != 1 {
		t.Fatalf("%d families", len(list))
	}
	return list[0]
}

func TestAFamilyIsShownAsItIsNow(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		name         string
		after        []time.Duration // each followed by a refresh, but the last
		state, cause string
	}{
		{"fresh", []time.Duration{0}, "active", ""},
		{"just before it is idle for too long", []time.Duration{15*day - time.Second}, "active", ""},
		{"idle for too long", []time.Duration{15 * day}, "expired", "idle"},
		{"kept in use", []time.Duration{14 * day, 14 * day}, "active", ""},
		{"in use to its absolute end", []time.Duration{14 * day, 14 * day, 2 * day}, "expired", "absolute"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := enginetest.New(t)
			token := family(t, s)
			for i, d := range tt.after {
				s.Now = s.Now.Add(d)
				if i < len(tt.after)-1 {
					if got := refresh(s, token); got.Status != 200 {
						t.Fatalf("refresh %d: %s", i, got.Text)
					}
				}
			}
			f := only(t, s)
			cause, _ := f["cause"].(string)
			if f["state"] != tt.state || cause != tt.cause {
				t.Errorf("state %v, cause %v", f["state"], f["cause"])
			}
			last := f["tokens"].([]any)[0].(map[string]any)
			if last["state"] != tt.state {
				t.Errorf("its token is %v", last["state"])
			}
			// What is shown is what the token endpoint does.
			if got := refresh(s, token); (got.Status == 200) != (tt.state == "active") {
				t.Errorf("shown as %s, but a refresh answers %d", tt.state, got.Status)
			}
		})
	}
}

func TestReuseShowsInTheFamily(t *testing.T) {
	s := enginetest.New(t)
	s.Do("PATCH", "/sandbox/clients/trusted-app", `{"refresh_token": {"rotation_type": "rotating"}}`)
	first := family(t, s)
	second, _ := refresh(s, first).Object()["refresh_token"].(string)
	s.Now = s.Now.Add(time.Minute)
	if got := refresh(s, first); got.Status != 403 {
		t.Fatalf("reuse: %d %s", got.Status, got.Text)
	}
	f := only(t, s)
	tokens := f["tokens"].([]any)
	if f["state"] != "revoked" || f["cause"] != "reuse" || f["rotating"] != true || len(tokens) != 2 {
		t.Fatalf("%v", f)
	}
	one, two := tokens[0].(map[string]any), tokens[1].(map[string]any)
	if two["parent"] != one["id"] || two["state"] != "revoked" || one["used_at"] == nil || two["used_at"] != nil {
		t.Errorf("tokens: %v", tokens)
	}
	text := s.Do("GET", "/sandbox/families", "").Text
	if strings.Contains(text, first) || strings.Contains(text, second) {
		t.Error("a token is shown")
	}
	if got := s.Do("GET", "/sandbox/families?user=otp@example.com", ""); got.Text != "[]" {
		t.Errorf("another user's: %s", got.Text)
	}
	if got := s.Do("GET", "/sandbox/families?user=nobody@example.com", ""); got.Status != 404 {
		t.Errorf("nobody's: %d", got.Status)
	}
}
