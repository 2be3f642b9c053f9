package engine_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestWhatIsNotServed(t *testing.T) {
	s := enginetest.New(t)
	tests := []struct {
		method, path string
		status       int
		says         string
	}{
		{"POST", "/oauth/tokens", 404, "/oauth/token"},
		{"GET", "/.well-known/openid-config", 404, "/.well-known/openid-configuration"},
		{"GET", "/user-info", 404, "/userinfo"},
		{"GET", "/", 404, "nearest endpoint is /.well-known/openid-configuration"},
		{"GET", "/%00%0a" + strings.Repeat("x", 4000), 404, "nearest endpoint"},
		{"GET", "/sandbox/nothing", 404, "/sandbox"},
		{"GET", "/oauth/token", 405, "/oauth/token takes POST"},
		{"DELETE", "/userinfo", 405, "/userinfo takes GET, POST"},
		{"PROPFIND", "/userinfo", 405, "/userinfo takes GET, POST"},
		{"OPTIONS", "/oauth/token", 405, "/oauth/token takes POST"},
		{"PUT", "/sandbox/policy", 405, "PATCH"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path[:min(len(tt.path), 40)], func(t *testing.T) {
			got := s.Do(tt.method, tt.path, "")
			body := got.Object()
			says, _ := body["error_description"].(string)
			if got.Status != tt.status || body["error"] == nil || !strings.Contains(says, tt.says) {
				t.Errorf("%d %s", got.Status, got.Text)
			}
			if allow := got.Header.Get("Allow"); (tt.status == 405) != (allow != "") {
				t.Errorf("Allow: %q", allow)
			}
		})
	}
}

// TestALostRequestIsToldWhereToGo: the log and Traffic read the check, not the
// answer.
func TestALostRequestIsToldWhereToGo(t *testing.T) {
	s := enginetest.New(t)
	s.Form("/oauth2/token", "grant_type=client_credentials")
	if got := s.Do("GET", "/sandbox/exchanges", "").Text; !strings.Contains(got, `"expected":"an endpoint; the nearest is /oauth/token"`) {
		t.Error(got)
	}
}

func TestEveryAnswerHasTheHeadersOfSafety(t *testing.T) {
	s := enginetest.New(t)
	for _, path := range []string{"/healthz", "/nowhere", "/userinfo", "/sandbox", "/.well-known/jwks.json"} {
		h := s.Do("GET", path, "").Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

func TestHealth(t *testing.T) {
	s := enginetest.New(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if got := s.Do("GET", path, ""); got.Status != 200 || got.Object()["status"] != "ok" {
			t.Errorf("%s: %d %s", path, got.Status, got.Text)
		}
	}
}
