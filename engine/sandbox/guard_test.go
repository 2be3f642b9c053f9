package sandbox_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestPagesOfOthersAreKeptOut(t *testing.T) {
	s := enginetest.New(t)
	tests := []struct {
		name   string
		header []string
		status int
	}{
		{"a script", nil, 200},
		{"our own page", []string{"Origin: " + s.URL, "Sec-Fetch-Site: same-origin"}, 200},
		{"typed into the address bar", []string{"Sec-Fetch-Site: none"}, 200},
		{"a foreign origin", []string{"Origin: https://evil.example"}, 403},
		{"a client's own origin", []string{"Origin: http://localhost:3000"}, 403},
		{"null", []string{"Origin: null"}, 403},
		{"an empty origin", []string{"Origin: "}, 403},
		{"two origins", []string{"Origin: " + s.URL, "Origin: https://evil.example"}, 403},
		{"an origin that begins like ours", []string{"Origin: " + s.URL + ".evil.example"}, 403},
		{"an origin with ours as its user", []string{"Origin: " + s.URL + "@evil.example"}, 403},
		{"cross-site without an origin", []string{"Sec-Fetch-Site: cross-site"}, 403},
		{"cross-site with our origin", []string{"Origin: " + s.URL, "Sec-Fetch-Site: cross-site"}, 403},
		{"cross-site beside another", []string{"Sec-Fetch-Site: none", "Sec-Fetch-Site: Cross-Site"}, 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, path := range []string{"/sandbox", "/sandbox/setup", "/sandbox/clock", "/sandbox/exchanges", "/sandbox/totp?user=otp@example.com", "/sandbox/inbox", "/sandbox/families", "/sandbox/progress"} {
				if got := s.Do("GET", path, "", tt.header...); got.Status != tt.status {
					t.Errorf("GET %s: %d %s", path, got.Status, got.Text)
				}
			}
			got := s.Do("POST", "/sandbox/clock", `{"freeze": false}`, tt.header...)
			if got.Status != tt.status {
				t.Errorf("POST /sandbox/clock: %d %s", got.Status, got.Text)
			}
			if got.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("a page may read the answer")
			}
		})
	}
}

func TestTheTokenOpensTheSandbox(t *testing.T) {
	s := enginetest.New(t, func(c *engine.Config) { c.SandboxToken = "the-printed-token" })
	tests := []struct {
		name, header string
		status       int
	}{
		{"the token", "Authorization: Bearer the-printed-token", 200},
		{"the scheme in lower case", "Authorization: bearer the-printed-token", 200},
		{"none", "X-Nothing: here", 401},
		{"another", "Authorization: Bearer the-other-token", 401},
		{"a part of it", "Authorization: Bearer the-printed", 401},
		{"empty", "Authorization: Bearer ", 401},
		{"another scheme", "Authorization: Basic the-printed-token", 401},
		{"by the query", "Cookie: token=the-printed-token", 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Do("GET", "/sandbox", "", tt.header)
			if got.Status != tt.status || (tt.status == 401) != (got.Header.Get("WWW-Authenticate") != "") {
				t.Errorf("%d %v", got.Status, got.Header)
			}
		})
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost:2884/sandbox", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.Inside.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("inside the process: %d %v", resp.StatusCode, err)
	}
	if got := s.Do("GET", "/healthz", ""); got.Status != 200 {
		t.Errorf("the token is asked for at %d", got.Status)
	}
}
