package grant_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

func refreshForm(token string) url.Values {
	return url.Values{
		"grant_type": {"refresh_token"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "refresh_token": {token},
	}
}

func rotatingForm(client, token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "client_id": {client}, "refresh_token": {token}}
}

// login gets a first refresh token for a client.
func (s *server) login(client string) string {
	s.t.Helper()
	form := codeForm(s.code(func(c *model.Code) { c.Authorization.ClientID = client }))
	a := s.post(with(form, "client_id", client))
	if a.text("refresh_token") == "" {
		s.t.Fatalf("no refresh token: %d %v", a.status, a.body)
	}
	return a.text("refresh_token")
}

const day = 24 * time.Hour

func TestRefreshWithoutRotation(t *testing.T) {
	s := newServer(t)
	token := s.login("web-app")
	for range 3 {
		s.advance(14 * day / 2)
		a := s.post(refreshForm(token))
		if a.status != http.StatusOK || a.text("access_token") == "" || a.text("id_token") == "" {
			t.Fatalf("got %d %v", a.status, a.body)
		}
		if _, there := a.body["refresh_token"]; there {
			t.Error("a token that does not rotate came back")
		}
		if claims := s.claims(a.text("id_token")); claims["nonce"] != nil || claims["sub"] != s.claims(a.text("access_token"))["sub"] || claims["sid"] != "sid-1" {
			t.Errorf("ID token %v", claims)
		}
	}
}

func TestRefreshIsRefused(t *testing.T) {
	bad := "Unknown or invalid refresh token."
	rows := []struct {
		name   string
		form   []string
		before func(*server)
		status int
		err    string
		text   string
	}{
		{name: "unknown", form: []string{"refresh_token", "v1.Mguess"}, status: 403, err: "invalid_grant", text: bad},
		{name: "missing", form: []string{"refresh_token", ""}, status: 400, err: "invalid_request", text: "Missing required parameter: refresh_token"},
		{name: "foreign client", form: []string{"client_id", "trusted-app", "client_secret", "trusted-app-secret"}, status: 403, err: "invalid_grant", text: bad},
		{name: "wrong secret", form: []string{"client_secret", "no"}, status: 401, err: "access_denied", text: "Unauthorized"},
		{name: "idle too long", before: func(s *server) { s.advance(15 * day) }, status: 403, err: "invalid_grant", text: bad},
		{name: "absolutely over", before: func(s *server) {
			s.client("web-app", func(c *model.Client) { c.RefreshToken.InfiniteIdleTokenLifetime = true })
			s.advance(30 * day)
		}, status: 403, err: "invalid_grant", text: bad},
		{name: "blocked", before: func(s *server) { s.user("user@example.com", func(u *model.User) { u.Blocked = true }) }, status: 403, err: "unauthorized", text: "user is blocked"},
		{name: "deleted user", before: func(s *server) {
			s.update(func(tx store.Tx) error {
				u, err := store.UserWithEmail(tx, "user@example.com")
				if err != nil {
					return err
				}
				return store.Users.Delete(tx, u.UserID)
			})
		}, status: 403, err: "invalid_grant", text: "The refresh_token was generated for a user who doesn't exist anymore."},
		{name: "grant taken from the client", before: func(s *server) {
			s.client("web-app", func(c *model.Client) { c.GrantTypes = []string{"authorization_code"} })
		}, status: 403, err: "unauthorized_client", text: "Grant type 'refresh_token' not allowed for the client."},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			token := s.login("web-app")
			if row.before != nil {
				row.before(s)
			}
			a := s.post(with(refreshForm(token), row.form...))
			if a.status != row.status || a.text("error") != row.err || a.text("error_description") != row.text {
				t.Errorf("got %d %v, want %d %s %q", a.status, a.body, row.status, row.err, row.text)
			}
		})
	}
}

func TestNarrowingDoesNotShrinkTheGrant(t *testing.T) {
	s := newServer(t)
	token := s.login("web-app")
	a := s.post(with(refreshForm(token), "scope", "read:expenses write:expenses"))
	if a.text("scope") != "read:expenses" || a.text("id_token") != "" || s.claims(a.text("access_token"))["aud"] != expenses {
		t.Errorf("narrowed: %v", a.body)
	}
	if a := s.post(refreshForm(token)); a.text("scope") != "openid profile email offline_access read:expenses" || a.text("id_token") == "" {
		t.Errorf("afterwards: %v", a.body)
	}
}

func TestRotation(t *testing.T) {
	s := newServer(t)
	first := s.login("spa")
	second := s.post(rotatingForm("spa", first)).text("refresh_token")
	third := s.post(rotatingForm("spa", second)).text("refresh_token")
	if second == "" || third == "" || second == first || third == second {
		t.Fatalf("did not rotate: %q %q %q", first, second, third)
	}
	// Leeway 0: the first token again is reuse, and the newest dies of it.
	if a := s.post(rotatingForm("spa", first)); a.status != http.StatusForbidden || a.text("error_description") != "Unknown or invalid refresh token." {
		t.Errorf("reuse got %d %v", a.status, a.body)
	}
	if a := s.post(rotatingForm("spa", third)); a.status != http.StatusForbidden {
		t.Errorf("the newest survived reuse: %d %v", a.status, a.body)
	}
}

func TestRotationNeverExtendsTheAbsoluteLifetime(t *testing.T) {
	s := newServer(t)
	token := s.login("spa")
	for range 2 {
		s.advance(14 * day)
		if token = s.post(rotatingForm("spa", token)).text("refresh_token"); token == "" {
			t.Fatal("an idle lifetime of 15 days ended after 14")
		}
	}
	s.advance(2*day - time.Second)
	if token = s.post(rotatingForm("spa", token)).text("refresh_token"); token == "" {
		t.Fatal("ended a second before its 30 days")
	}
	s.advance(time.Second)
	if a := s.post(rotatingForm("spa", token)); a.status != http.StatusForbidden {
		t.Errorf("lives on after 30 days: %v", a.body)
	}
}

func TestLeeway(t *testing.T) {
	rows := []struct {
		name  string
		after time.Duration
		chain bool // the successor was exchanged in between
		want  int
	}{
		{"at once", 0, false, 200},
		{"inside", 10*time.Second - time.Millisecond, false, 200},
		{"at its end", 10 * time.Second, false, 403},
		{"inside, but no longer the previous", time.Second, true, 403},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			first := s.login("mobile-app")
			second := s.post(rotatingForm("mobile-app", first)).text("refresh_token")
			if row.chain {
				second = s.post(rotatingForm("mobile-app", second)).text("refresh_token")
			}
			s.advance(row.after)
			if a := s.post(rotatingForm("mobile-app", first)); a.status != row.want {
				t.Errorf("the previous token got %d %v", a.status, a.body)
			}
			if a := s.post(rotatingForm("mobile-app", second)); a.status != row.want {
				t.Errorf("the newest then got %d %v", a.status, a.body)
			}
		})
	}
}
