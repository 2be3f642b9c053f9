package sandbox_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
)

func TestFixtureClients(t *testing.T) {
	const (
		mfa   = " http://auth0.com/oauth/grant-type/mfa-otp http://auth0.com/oauth/grant-type/mfa-oob http://auth0.com/oauth/grant-type/mfa-recovery-code"
		codes = "authorization_code refresh_token"
	)
	type row struct {
		Kind, Secret, Grants, Rotation string
		Leeway, Callbacks              int
		Public, FirstParty, PKCE       bool
	}
	want := map[string]row{
		"web-app":    {"regular_web", "web-app-secret", codes + mfa, "non-rotating", 0, 6, false, true, false},
		"spa":        {"spa", "", codes + mfa, "rotating", 0, 6, true, true, false},
		"mobile-app": {"native", "", codes + mfa, "rotating", 10, 7, true, true, false},
		"tv":         {"native", "", "urn:ietf:params:oauth:grant-type:device_code refresh_token", "non-rotating", 0, 0, true, true, false},
		"backend":    {"non_interactive", "backend-secret", "client_credentials", "non-rotating", 0, 0, false, true, false},
		"trusted-app": {"regular_web", "trusted-app-secret", "password http://auth0.com/oauth/grant-type/password-realm" +
			" http://auth0.com/oauth/grant-type/passwordless/otp refresh_token" + mfa, "non-rotating", 0, 0, false, true, false},
		"partner-app": {"regular_web", "partner-app-secret", codes, "rotating", 0, 6, false, false, true},
	}
	s := enginetest.New(t)
	got := map[string]row{}
	for _, c := range view(t, s).Clients {
		r := c.RefreshToken
		got[c.ClientID] = row{
			c.AppType, c.ClientSecret, join(c.GrantTypes), r.RotationType, r.Leeway, len(c.Callbacks),
			c.Public(), c.IsFirstParty, c.RequirePKCE,
		}
		if r.TokenLifetime != 2592000 || r.IdleTokenLifetime != 1296000 || r.ExpirationType != "expiring" {
			t.Errorf("%s: refresh tokens live %+v", c.ClientID, r)
		}
		if browser := len(c.Callbacks) > 0; browser != (len(c.WebOrigins) == 2) || browser != (len(c.AllowedLogoutURLs) == 2) {
			t.Errorf("%s: origins %v, logout URLs %v", c.ClientID, c.WebOrigins, c.AllowedLogoutURLs)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clients (-want +got):\n%s", diff)
	}
}

func TestFixtureUsers(t *testing.T) {
	want := map[string]string{
		"user@example.com":    "",
		"otp@example.com":     "otp recovery-code",
		"phone@example.com":   "phone recovery-code",
		"email@example.com":   "email",
		"push@example.com":    "otp push-notification",
		"all@example.com":     "email otp phone push-notification recovery-code",
		"blocked@example.com": "",
	}
	s := enginetest.New(t)
	got := map[string]string{}
	for _, u := range view(t, s).Users {
		var factors []string
		for _, f := range u.Factors {
			if !f.Active {
				t.Errorf("%s: %s is not active", u.Email, f.ID)
			}
			factors = append(factors, f.Type)
		}
		got[u.Email] = sorted(factors)
		if u.Blocked != (u.Email == "blocked@example.com") {
			t.Errorf("%s: blocked is %v", u.Email, u.Blocked)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("factors (-want +got):\n%s", diff)
	}
}

func TestFixtureAPIs(t *testing.T) {
	s := enginetest.New(t)
	got := map[string]any{}
	v := view(t, s)
	for _, a := range v.APIs {
		got[a.Identifier] = []any{a.AllowOfflineAccess, a.TokenLifetime, a.SigningAlg, a.IsSystem, len(a.Scopes)}
	}
	want := map[string]any{
		"https://expenses.example/api": []any{true, 86400, "RS256", false, 2},
		"https://reports.example/api":  []any{false, 86400, "RS256", false, 1},
		s.URL + "/mfa/":                []any{false, 600, "RS256", true, 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("APIs (-want +got):\n%s", diff)
	}
	if len(v.ClientGrants) != 1 || v.ClientGrants[0].ClientID != "backend" || v.ClientGrants[0].Audience != "https://expenses.example/api" {
		t.Errorf("client grants: %+v", v.ClientGrants)
	}
}

func TestSameChanceMakesTheSameSandbox(t *testing.T) {
	one := enginetest.New(t).Do("GET", "/sandbox/setup", "").Text
	if diff := cmp.Diff(one, enginetest.New(t).Do("GET", "/sandbox/setup", "").Text); diff != "" {
		t.Errorf("two fresh sandboxes differ:\n%s", diff)
	}
}

// interrupted is a store that fails in the middle of a reset, as if the
// program had been killed there.
type interrupted struct {
	store.Store
	fails bool
}

func (i *interrupted) Drop(ctx context.Context, prefixes ...string) error {
	if !i.fails {
		return i.Store.Drop(ctx, prefixes...)
	}
	// Half of it is gone.
	return errors.Join(errors.New("killed"), i.Store.Drop(ctx, prefixes[:len(prefixes)/2]...))
}

func TestAnInterruptedResetIsFinishedAtTheNextOpen(t *testing.T) {
	db := &interrupted{Store: storetest.New()}
	open := func() *enginetest.Server {
		return enginetest.New(t, func(c *engine.Config) { c.Store = db })
	}
	s := open()
	keys := s.Do("GET", "/.well-known/jwks.json", "").Text
	s.Do("POST", "/sandbox/clock", `{"advance_seconds": 86400}`)
	s.Do("PATCH", "/sandbox/clients/web-app", `{"name": "Changed"}`)
	s.Do("PUT", "/sandbox/progress/a-demo", `{"at": 3}`)
	db.fails = true
	if got := s.Do("POST", "/sandbox/reset", ""); got.Status != 500 {
		t.Fatalf("a reset that was cut off answered %d", got.Status)
	}
	db.fails = false

	s = open()
	if got := s.Do("GET", "/.well-known/jwks.json", "").Text; got != keys {
		t.Error("the signing keys have changed")
	}
	for _, c := range view(t, s).Clients {
		if c.Name == "Changed" {
			t.Error("a client is still changed")
		}
	}
	if got := s.Do("GET", "/sandbox/progress/a-demo", ""); got.Status != 404 {
		t.Errorf("progress is still there: %s", got.Text)
	}
	if now := s.Do("GET", "/sandbox/clock", "").Object()["offset_seconds"]; now != 0.0 {
		t.Errorf("the clock is still off by %v", now)
	}
	if n := len(view(t, s).Users); n != 7 {
		t.Errorf("%d users", n)
	}
}

func TestReset(t *testing.T) {
	s := enginetest.New(t)
	fresh := s.Do("GET", "/sandbox", "").Object()
	keys := s.Do("GET", "/.well-known/jwks.json", "").Text
	s.Form("/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret"+
		"&username=user@example.com&password=opensesame&scope=offline_access&audience=https%3A%2F%2Fexpenses.example%2Fapi")
	s.Do("PATCH", "/sandbox/policy", `{"dialect": "oidc"}`)
	s.Do("DELETE", "/sandbox/users/otp@example.com", "")
	s.Do("POST", "/sandbox/clock", `{"freeze": true}`)
	if n := len(s.Do("GET", "/sandbox/families", "").List()); n != 1 {
		t.Fatalf("%d families before", n)
	}
	if got := s.Do("POST", "/sandbox/reset", ""); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	again := s.Do("GET", "/sandbox", "").Object()
	for _, part := range []string{"clients", "apis", "policy"} {
		if diff := cmp.Diff(fresh[part], again[part]); diff != "" {
			t.Errorf("%s (-before +after):\n%s", part, diff)
		}
	}
	if n := len(s.Do("GET", "/sandbox/families", "").List()); n != 0 {
		t.Errorf("%d families", n)
	}
	if n := len(s.Do("GET", "/sandbox/exchanges", "").List()); n != 0 {
		t.Errorf("%d exchanges", n)
	}
	if frozen := s.Do("GET", "/sandbox/clock", "").Object()["frozen"]; frozen != false {
		t.Error("the clock stands still")
	}
	if got := s.Do("GET", "/.well-known/jwks.json", ""); got.Text != keys || got.Header.Get(engine.ExchangeHeader) != "1" {
		t.Errorf("keys changed, or exchange %q is the first", got.Header.Get(engine.ExchangeHeader))
	}
}
