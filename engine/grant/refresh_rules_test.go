package grant_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// revoke sends a form to /oauth/revoke.
func (s *server) revoke(form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	req := httptest.NewRequest(http.MethodPost, issuer+"oauth/revoke", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.http.ServeHTTP(w, req)
	return w
}

func (s *server) causes() (causes []string) {
	s.update(func(tx store.Tx) error {
		for f, err := range store.Families.All(tx) {
			if err != nil {
				return err
			}
			causes = append(causes, f.State+" "+f.Cause)
		}
		return nil
	})
	return causes
}

func TestRotationSwitchedOn(t *testing.T) {
	s := newServer(t)
	one, other := s.login("web-app"), s.login("web-app")
	s.client("web-app", func(c *model.Client) { c.RefreshToken.RotationType = "rotating" })
	next := s.post(refreshForm(one)).text("refresh_token")
	if next == "" {
		t.Fatal("the exchange gave no rotating token")
	}
	for _, old := range []string{one, other} {
		if a := s.post(refreshForm(old)); a.status != http.StatusForbidden {
			t.Errorf("a non-rotating token lived on: %d", a.status)
		}
	}
	if a := s.post(refreshForm(next)); a.status != http.StatusOK || a.text("refresh_token") == "" {
		t.Errorf("the new token got %d %v", a.status, a.body)
	}
}

func TestRotationSwitchedOff(t *testing.T) {
	s := newServer(t)
	first := s.login("spa")
	second := s.post(rotatingForm("spa", first)).text("refresh_token")
	s.client("spa", func(c *model.Client) { c.RefreshToken.RotationType = "non-rotating"; c.AppType = "native" })
	stays := s.post(rotatingForm("spa", second)).text("refresh_token")
	if stays == "" || stays == second {
		t.Fatalf("got %q for a rotating token", stays)
	}
	for range 2 {
		if a := s.post(rotatingForm("spa", stays)); a.status != http.StatusOK || a.text("refresh_token") != "" {
			t.Errorf("the new token got %d %v", a.status, a.body)
		}
	}
	if a := s.post(rotatingForm("spa", second)); a.status != http.StatusForbidden {
		t.Errorf("the rotating family lived on: %d", a.status)
	}
}

func TestSwitchingRotationExtendsNothing(t *testing.T) {
	s := newServer(t)
	token := s.login("web-app")
	s.advance(14 * day)
	if a := s.post(refreshForm(token)); a.status != http.StatusOK {
		t.Fatal("idle after 14 days")
	}
	s.advance(14 * day)
	s.client("web-app", func(c *model.Client) { c.RefreshToken.RotationType = "rotating" })
	token = s.post(refreshForm(token)).text("refresh_token")
	s.advance(2 * day)
	if a := s.post(refreshForm(token)); a.status != http.StatusForbidden {
		t.Errorf("lives on after 30 days: %d %v", a.status, a.body)
	}
}

func TestLifetimesChangeUnderALivingToken(t *testing.T) {
	s := newServer(t)
	forever := func(c *model.Client) { c.RefreshToken.ExpirationType = "non-expiring" }
	s.client("web-app", forever)
	token := s.login("web-app")
	s.advance(400 * day)
	if a := s.post(refreshForm(token)); a.status != http.StatusOK {
		t.Fatalf("a token without an end ended: %v", a.body)
	}
	// Expiration switched on takes hold at the next exchange, and for good.
	s.client("web-app", func(c *model.Client) { c.RefreshToken.ExpirationType = "expiring" })
	if a := s.post(refreshForm(token)); a.status != http.StatusOK {
		t.Fatal("ended before its next exchange")
	}
	s.client("web-app", forever)
	s.advance(30*day - time.Second)
	if a := s.post(refreshForm(token)); a.status != http.StatusOK {
		t.Fatal("ended early")
	}
	s.advance(time.Second)
	if a := s.post(refreshForm(token)); a.status != http.StatusForbidden {
		t.Error("switching expiration off again took the end away")
	}
}

func TestTheOldestOfTooManyGoes(t *testing.T) {
	s := newServer(t)
	tokens := make([]string, 0, family.Limit+2)
	for range family.Limit + 2 {
		tokens = append(tokens, s.login("web-app"))
		s.advance(time.Second)
	}
	for i, token := range tokens {
		want := http.StatusOK
		if i < 2 {
			want = http.StatusForbidden
		}
		if a := s.post(refreshForm(token)); a.status != want {
			t.Fatalf("token %d got %d", i, a.status)
		}
	}
	if other := s.login("mobile-app"); s.post(rotatingForm("mobile-app", other)).status != http.StatusOK {
		t.Error("another client's tokens were counted in")
	}
	if got := strings.Count(fmt.Sprint(s.causes()), "revoked limit"); got != 2 {
		t.Errorf("%d families were ended by the limit", got)
	}
}

func TestExpiredFamiliesMakeRoomFirst(t *testing.T) {
	s := newServer(t)
	for range family.Limit {
		s.login("web-app")
	}
	s.advance(31 * day)
	kept := s.login("web-app")
	if got := fmt.Sprint(s.causes()); strings.Contains(got, "limit") || strings.Count(got, "expired absolute") != family.Limit {
		t.Errorf("families: %s", got)
	}
	if a := s.post(refreshForm(kept)); a.status != http.StatusOK {
		t.Errorf("the new one got %d", a.status)
	}
}

func TestManyResources(t *testing.T) {
	rows := []struct {
		name     string
		audience string
		scope    string
		policies []model.RefreshPolicy
		edit     func(*model.Client)
		status   int
		aud      any
		granted  string
	}{
		{name: "no policies: the audience changes nothing", audience: reports, status: 200, aud: []any{expenses, issuer + "userinfo"}, granted: "openid profile email offline_access read:expenses"},
		{name: "the API of a policy", audience: reports, policies: both, status: 200, aud: []any{reports, issuer + "userinfo"}, granted: "openid profile email offline_access read:reports"},
		{name: "narrowed there", audience: reports, scope: "read:reports fly", policies: both, status: 200, aud: reports, granted: "read:reports"},
		{name: "the original with what its policy adds", policies: both, status: 200, aud: []any{expenses, issuer + "userinfo"}, granted: "openid profile email offline_access read:expenses write:expenses"},
		{name: "an API in no policy", audience: reports, policies: both[:1], status: 403},
		{name: "an unknown API", audience: "https://nobody.example", policies: both, status: 403},
		{name: "the MFA API", audience: issuer + "mfa/", policies: append(both[:2:2], model.RefreshPolicy{Audience: issuer + "mfa/", Scope: []string{"enroll"}}), status: 403},
		{name: "a third-party client", audience: reports, policies: both, edit: func(c *model.Client) { c.IsFirstParty = false }, status: 403},
		{name: "a third-party client's original: a policy is no consent", policies: both, edit: func(c *model.Client) { c.IsFirstParty = false }, status: 200, aud: []any{expenses, issuer + "userinfo"}, granted: "openid profile email offline_access read:expenses"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			s.client("web-app", func(c *model.Client) {
				c.RefreshToken.Policies = row.policies
				if row.edit != nil {
					row.edit(c)
				}
			})
			a := s.post(with(refreshForm(s.login("web-app")), "audience", row.audience, "scope", row.scope))
			if a.status != row.status || a.text("scope") != row.granted {
				t.Fatalf("got %d %v", a.status, a.body)
			}
			if a.status == http.StatusOK && fmt.Sprint(s.claims(a.text("access_token"))["aud"]) != fmt.Sprint(row.aud) {
				t.Errorf("aud %v", s.claims(a.text("access_token"))["aud"])
			}
		})
	}
}

var both = []model.RefreshPolicy{
	{Audience: expenses, Scope: []string{"write:expenses", "no:such"}},
	{Audience: reports, Scope: []string{"read:reports"}},
}

func TestRevoke(t *testing.T) {
	rows := []struct {
		name   string
		form   []string
		status int
		dead   bool
	}{
		{name: "its token", status: 200, dead: true},
		{name: "with a hint", form: []string{"token_type_hint", "access_token"}, status: 200, dead: true},
		{name: "unknown token", form: []string{"token", "v1.Mguess"}, status: 200},
		{name: "no token", form: []string{"token", ""}, status: 400},
		{name: "another client", form: []string{"client_id", "trusted-app", "client_secret", "trusted-app-secret"}, status: 400},
		{name: "wrong secret", form: []string{"client_secret", "no"}, status: 401},
		{name: "no client", form: []string{"client_id", "", "client_secret", ""}, status: 400},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			token := s.login("web-app")
			form := url.Values{"client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "token": {token}}
			for range 2 { // the second time nothing changes
				w := s.revoke(with(form, row.form...))
				if w.Code != row.status {
					t.Fatalf("got %d %s", w.Code, w.Body)
				}
				if _, typed := w.Header()["Content-Type"]; w.Code == http.StatusOK && (w.Body.Len() > 0 || typed && w.Header()["Content-Type"] != nil) {
					t.Errorf("a 200 with a body: %q %v", w.Body, w.Header())
				}
			}
			if a := s.post(refreshForm(token)); (a.status != http.StatusOK) != row.dead {
				t.Errorf("the token then got %d", a.status)
			}
		})
	}
}

// consent puts what a user allowed a client into the store.
func (s *server) consent(client string) (id string) {
	s.update(func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, "user@example.com")
		if err != nil {
			return err
		}
		id = model.GrantID(u.UserID, client, expenses)
		return store.Grants.Put(tx, &model.Grant{UserID: u.UserID, ClientID: client, Audience: expenses})
	})
	return id
}

func (s *server) consented(id string) (there bool) {
	s.update(func(tx store.Tx) error {
		_, err := store.Grants.Get(tx, id)
		there = err == nil
		return nil
	})
	return there
}

func TestRevokingTheGrant(t *testing.T) {
	for _, on := range []bool{false, true} {
		t.Run(fmt.Sprint(on), func(t *testing.T) {
			s := newServer(t)
			s.policy(func(p *model.Policy) { p.RevokeRefreshTokenGrant = on })
			one, sibling := s.login("web-app"), s.login("web-app")
			consent := s.consent("web-app")
			if w := s.revoke(url.Values{"client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "token": {one}}); w.Code != http.StatusOK {
				t.Fatal(w.Code)
			}
			if a := s.post(refreshForm(sibling)); (a.status == http.StatusOK) == on {
				t.Errorf("the sibling got %d", a.status)
			}
			if s.consented(consent) == on {
				t.Errorf("the consent outlived its grant: %v", !on)
			}
		})
	}
}

func TestScopeBeyondTheGrantByDialect(t *testing.T) {
	s := newServer(t)
	token := s.login("web-app")
	if a := s.post(with(refreshForm(token), "scope", "openid write:expenses")); a.status != http.StatusOK || a.text("scope") != "openid" {
		t.Errorf("auth0: %d %v", a.status, a.body)
	}
	s.policy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
	if a := s.post(with(refreshForm(token), "scope", "openid write:expenses")); a.status != http.StatusBadRequest || a.text("error") != "invalid_scope" {
		t.Errorf("oidc: %d %v", a.status, a.body)
	}
}
