package userinfo_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// login gets an access token for the scopes; opaque unless an audience is
// given.
func login(t *testing.T, s *enginetest.Server, scope, audience string) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"username": {"user@example.com"}, "password": {"opensesame"}, "scope": {scope},
	}
	if audience != "" {
		form.Set("audience", audience)
	}
	got := s.Form("/oauth/token", form.Encode()).Object()
	access, ok := got["access_token"].(string)
	if !ok {
		t.Fatalf("no token: %v", got)
	}
	return access
}

func TestClaimsFollowTheScope(t *testing.T) {
	const api = "https://expenses.example/api"
	sub := "auth0|65f000000000000000000001"
	profile := map[string]any{
		"sub": sub, "name": "Uma Usher", "nickname": "user", "given_name": "Uma", "family_name": "Usher",
		"updated_at": "2026-11-23T09:00:00Z",
	}
	tests := []struct {
		name, scope, audience string
		want                  map[string]any
	}{
		{"openid alone", "openid", "", map[string]any{"sub": sub}},
		{"email", "openid email", "", map[string]any{"sub": sub, "email": "user@example.com", "email_verified": true}},
		{"profile", "openid profile", "", profile},
		{"profile with a JWT", "openid profile read:expenses", api, profile},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := enginetest.New(t)
			bearer := "Authorization: Bearer " + login(t, s, tt.scope, tt.audience)
			for _, method := range []string{"GET", "POST"} {
				got := s.Do(method, "/userinfo", "", bearer)
				if diff := cmp.Diff(tt.want, got.Object()); diff != "" {
					t.Errorf("%s %d: %s", method, got.Status, diff)
				}
			}
		})
	}
}

func TestTokenMayComeInTheForm(t *testing.T) {
	s := enginetest.New(t)
	token := login(t, s, "openid", "")
	if got := s.Form("/userinfo", "access_token="+token); got.Status != 200 {
		t.Errorf("in the form: %d %s", got.Status, got.Text)
	}
	if got := s.Form("/userinfo", "access_token="+token, "Authorization: Bearer "+token); got.Status != 400 {
		t.Errorf("twice: %d %s", got.Status, got.Text)
	}
	if got := s.Do("GET", "/userinfo?access_token="+token, ""); got.Status != 200 {
		t.Errorf("in the address: %d %s", got.Status, got.Text)
	}
	if got := s.Do("GET", "/userinfo?access_token="+token, "", "Authorization: Bearer "+token); got.Status != 400 {
		t.Errorf("in the address and the header: %d %s", got.Status, got.Text)
	}
	s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
	if got := s.Do("GET", "/userinfo?access_token="+token, ""); got.Status != 401 {
		t.Errorf("in the address: %d %s", got.Status, got.Text)
	}
}

func TestUpdatedAtIsANumberInTheOIDCDialect(t *testing.T) {
	s := enginetest.New(t)
	token := login(t, s, "openid profile", "")
	change(t, s, func(tx store.Tx) error {
		p, err := store.PolicySetting.Get(tx)
		if err != nil {
			return err
		}
		p.Dialect = model.DialectOIDC
		return store.PolicySetting.Put(tx, p)
	})
	if got := s.Do("GET", "/userinfo", "", "Authorization: Bearer "+token).Object()["updated_at"]; got != 1795424400.0 {
		t.Errorf("updated_at is %v", got)
	}
}

func TestTokensThatDoNotHold(t *testing.T) {
	user := func(t *testing.T, s *enginetest.Server, fn func(store.Tx, *model.User) error) {
		change(t, s, func(tx store.Tx) error {
			u, err := store.UserWithEmail(tx, "user@example.com")
			if err != nil {
				return err
			}
			return fn(tx, u)
		})
	}
	tests := []struct {
		name            string
		scope, audience string
		spoil           func(*testing.T, *enginetest.Server)
		edit            func(string) string
		status          int
		code            string
	}{
		{"unknown", "openid", "", nil, func(s string) string { return s[1:] }, 401, "invalid_token"},
		{"a NUL inside", "openid", "", nil, func(s string) string { return s + "%00" }, 401, "invalid_token"},
		{"a JWT cut short", "openid", "https://expenses.example/api", nil, func(s string) string { return s[:len(s)-4] }, 401, "invalid_token"},
		{"for an API only", "read:expenses", "https://expenses.example/api", nil, nil, 401, "invalid_token"},
		{"opaque without openid", "email", "", nil, nil, 403, "insufficient_scope"},
		{"opaque and expired", "openid", "", advance, nil, 401, "invalid_token"},
		{"a JWT that has expired", "openid", "https://expenses.example/api", advance, nil, 401, "invalid_token"},
		{"of a user who is blocked", "openid", "", func(t *testing.T, s *enginetest.Server) {
			user(t, s, func(tx store.Tx, u *model.User) error { u.Blocked = true; return store.Users.Put(tx, u) })
		}, nil, 401, "invalid_token"},
		{"of a user who is gone", "openid", "", func(t *testing.T, s *enginetest.Server) {
			user(t, s, func(tx store.Tx, u *model.User) error { return store.Users.Delete(tx, u.UserID) })
		}, nil, 401, "invalid_token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := enginetest.New(t)
			token := login(t, s, tt.scope, tt.audience)
			if tt.edit != nil {
				token = tt.edit(token)
			}
			if tt.spoil != nil {
				tt.spoil(t, s)
			}
			got := s.Do("GET", "/userinfo", "", "Authorization: Bearer "+token)
			if got.Status != tt.status || got.Object()["error"] != tt.code {
				t.Errorf("%d %s", got.Status, got.Text)
			}
			if want := `Bearer error="` + tt.code + `"`; !strings.HasPrefix(got.Header.Get("WWW-Authenticate"), want) {
				t.Errorf("challenge %q", got.Header.Get("WWW-Authenticate"))
			}
		})
	}
}

func advance(t *testing.T, s *enginetest.Server) {
	t.Helper()
	if got := s.Do("POST", "/sandbox/clock", `{"advance_seconds": 86400}`); got.Status != 200 {
		t.Fatal(got.Text)
	}
}

func change(t *testing.T, s *enginetest.Server, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Store.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}
