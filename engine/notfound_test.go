package engine_test

import (
	"io"
	"net"
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
		{"GET", "/", 404, "; /.well-known/openid-configuration lists the endpoints"},
		{"GET", "/%00%0a" + strings.Repeat("x", 4000), 404, "/.well-known/openid-configuration lists"},
		{"GET", "/authorize/", 404, "is /authorize"},
		{"GET", "/api", 404, "; /.well-known/openid-configuration lists the endpoints"}, // not /readyz, three letters away
		{"GET", "/callback", 404, "; /.well-known/openid-configuration lists the endpoints"},
		{"POST", "/token", 404, "is /oauth/token"},
		{"POST", "/connect/token", 404, "is /oauth/token"},
		{"GET", "/realms/x/protocol/openid-connect/auth", 404, "is /authorize"},
		{"GET", "/realms/x/.well-known/openid-configuration", 404, "is /.well-known/openid-configuration"},
		{"GET", "/login", 404, "is /authorize"},
		{"GET", "/logout", 404, "is /oidc/logout"},
		{"GET", "/oauth2/v1/keys", 404, "is /.well-known/jwks.json"},
		{"POST", "/revoke", 404, "is /oauth/revoke"},
		{"GET", "/sandbox/nothing/else/that/is/there", 404, "; /.well-known"},
		{"GET", "/sandbox/user", 404, "is /sandbox/users"},
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

// TestTargetsThatAreNoPath are of the two other forms of RFC 9112 §3.2.
func TestTargetsThatAreNoPath(t *testing.T) {
	s := enginetest.New(t)
	host := strings.TrimPrefix(s.URL, "http://")
	for _, line := range []string{"CONNECT " + host, "OPTIONS *"} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, line+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		got, _ := io.ReadAll(conn)
		_ = conn.Close()
		if !strings.HasPrefix(string(got), "HTTP/1.1 404 ") || !strings.Contains(string(got), "lists the endpoints") {
			t.Errorf("%s: %s", line, got)
		}
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

// TestWhatOthersCallItIsServed: an endpoint that is named to who is lost is one
// that there is.
func TestWhatOthersCallItIsServed(t *testing.T) {
	s := enginetest.New(t)
	for _, last := range []string{
		"auth", "login", "token", "logout", "endsession", "end_session", "jwks", "keys", "certs",
		"me", "introspection", "revocation", "device_authorization", "device", "signup",
	} {
		says, _ := s.Do("GET", "/elsewhere/"+last, "").Object()["error_description"].(string)
		_, named, found := strings.Cut(says, "nearest endpoint is ")
		if got := s.Do("GET", named, ""); !found || got.Status == 404 {
			t.Errorf("%s: %q, which answers %d", last, says, got.Status)
		}
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
