package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const page = "http://localhost:3000" // one of the fixtures' web origins

func TestPreflights(t *testing.T) {
	s := enginetest.New(t)
	tests := []struct {
		path, origin string
		allowed      string
	}{
		{"/oauth/token", page, page},
		{"/oauth/revoke", page, page},
		{"/userinfo", page, page},
		{"/mfa/challenge", page, page},
		{"/passwordless/start", page, page},
		{"/dbconnections/signup", page, page},
		{"/oauth/token", "https://yourapp.example", "https://yourapp.example"}, // a callback's origin
		{"/.well-known/jwks.json", "https://anyone.example", "*"},
		{"/oauth/token", "https://evil.example", ""},
		{"/oauth/token", "null", ""},
		{"/oauth/token", page + ".evil.example", ""},
		{"/oauth/token", "https://localhost:3000", ""},
		{"/oauth/token", "http://localhost:3001", ""},
		{"/authorize", page, ""},
		{"/oauth/par", page, ""},
		{"/sandbox", page, ""},
		{"/sandbox/clock", "https://anyone.example", ""},
	}
	for _, tt := range tests {
		t.Run(tt.path+" from "+tt.origin, func(t *testing.T) {
			got := s.Do("OPTIONS", tt.path, "", "Origin: "+tt.origin,
				"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: auth0-client,content-type")
			if allowed := got.Header.Get("Access-Control-Allow-Origin"); allowed != tt.allowed {
				t.Errorf("allowed %q", allowed)
			}
			if tt.allowed == "" {
				if got.Status != 403 || !strings.Contains(got.Text, "not allowed") {
					t.Errorf("%d %s", got.Status, got.Text)
				}
				if got.Header.Get("Access-Control-Allow-Credentials") != "" {
					t.Error("credentials are allowed to a foreign page")
				}
				return
			}
			for _, name := range []string{"authorization", "content-type", "auth0-client", "dpop", "x-request-language"} {
				if !strings.Contains(got.Header.Get("Access-Control-Allow-Headers"), name) {
					t.Errorf("%s may not be sent", name)
				}
			}
			// keycloak-js fetches tokens with credentials. No page may read
			// what a cookie had a part in.
			credentials := ""
			if slices.Contains([]string{"/oauth/token", "/oauth/revoke", "/userinfo"}, tt.path) {
				credentials = "true"
			}
			if got.Status != 204 || got.Header.Get("Access-Control-Allow-Credentials") != credentials {
				t.Errorf("%d %v", got.Status, got.Header)
			}
		})
	}
}

func TestAnswersToPages(t *testing.T) {
	s := enginetest.New(t)
	tests := []struct{ name, path, form, origin, allowed string }{
		{"an error can be read too", "/oauth/token", "client_id=spa&grant_type=refresh_token&refresh_token=x", page, page},
		{"before the client is known", "/oauth/token", "", page, page},
		{"at the origin of another client", "/oauth/token", "client_id=backend&client_secret=backend-secret&grant_type=x", page, ""},
		{"a foreign page", "/oauth/token", "client_id=spa&grant_type=refresh_token&refresh_token=x", "https://evil.example", ""},
		{"without a page", "/oauth/token", "client_id=spa", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var headers []string
			if tt.origin != "" {
				headers = append(headers, "Origin: "+tt.origin)
			}
			got := s.Form(tt.path, tt.form, headers...)
			if allowed := got.Header.Get("Access-Control-Allow-Origin"); allowed != tt.allowed {
				t.Errorf("allowed %q", allowed)
			}
			if got.Header.Get("Vary") != "Origin" {
				t.Error("a cache would give one page another's answer")
			}
			if exposed := got.Header.Get("Access-Control-Expose-Headers"); tt.allowed != "" && !strings.Contains(exposed, "retry-after") {
				t.Errorf("exposed %q", exposed)
			}
		})
	}
	if got := s.Do("GET", "/.well-known/openid-configuration", ""); got.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("discovery is not for everybody")
	}
}
