package engine_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// TestTheChecksSayWhatIsSo: they are read as lessons, so none may advise what
// would not help, or tell of something that did not come.
func TestTheChecksSayWhatIsSo(t *testing.T) {
	s := enginetest.New(t)
	machine := "grant_type=client_credentials&client_id=backend&client_secret=backend-secret&audience=https://expenses.example/api"
	last := func() string { return s.Do("GET", "/sandbox/exchanges?limit=1", "").Text }

	old, _ := s.Form("/oauth/token", machine).Object()["access_token"].(string)
	if got := last(); strings.Contains(got, "openid") {
		t.Errorf("a client that acts for itself is told to ask for openid, which gets it no ID token: %s", got)
	}

	kid, _ := s.Do("GET", "/.well-known/jwks.json", "").Object()["keys"].([]any)[0].(map[string]any)["kid"].(string)
	call := func(token string) string {
		s.Do("GET", "/samples/expenses", "", "Authorization: Bearer "+token)
		return last()
	}
	if got := call(old + "AAAA"); !strings.Contains(got, "one that does not verify") {
		t.Errorf("of a changed token: %s", got)
	}
	s.Do("POST", "/sandbox/keys/signing/rotate", "")
	if got := s.Do("PUT", "/sandbox/keys/signing/"+kid+"/revoke", ""); got.Status >= 300 {
		t.Fatalf("revoking: %d %s", got.Status, got.Text)
	}
	if got := call(old); !strings.Contains(got, "a key that is not in the JWKS: revoked") || !strings.Contains(got, "get a new one") {
		t.Errorf("of a token whose key was revoked: %s", got)
	}

	s.Do("GET", "/oidc/logout?client_id=web-app&post_logout_redirect_uri="+url.QueryEscape("http://localhost:3000"), "")
	if got := last(); !strings.Contains(got, "logout.target.client") || strings.Contains(got, "neither") {
		t.Errorf("of a logout that names its client: %s", got)
	}
}
