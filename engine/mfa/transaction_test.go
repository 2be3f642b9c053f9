package mfa_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

func TestBeginAnswers(t *testing.T) {
	for _, c := range []struct {
		user, when, requirements string
	}{
		{"otp@example.com", model.MFAEnrolled, `{"challenge":[{"type":"otp"},{"type":"recovery-code"}]}`},
		{"all@example.com", model.MFAEnrolled, `{"challenge":[{"type":"otp"},{"type":"push-notification"},{"type":"phone"},{"type":"recovery-code"},{"type":"email"}]}`},
		{"user@example.com", model.MFAAlways, `{"enroll":[{"type":"otp"},{"type":"push-notification"},{"type":"phone"}]}`},
	} {
		for _, dialect := range []string{model.DialectAuth0, model.DialectOIDC} {
			w := newWorld(t)
			w.setPolicy(func(p *model.Policy) { p.MFA.When, p.Dialect = c.when, dialect })
			a := w.post("/begin", "user", c.user, "client_id", "trusted-app")
			token := regexp.MustCompile(`"Fe26\.2\*[A-Za-z0-9_-]{64,}"`)
			got := token.ReplaceAllString(a.body, `"TOKEN"`)
			want := `{"error":"mfa_required","error_description":"Multifactor authentication required","mfa_requirements":` + c.requirements + `,"mfa_token":"TOKEN"}`
			if a.status != http.StatusForbidden || got != want {
				t.Errorf("%s, %s: %d\n got %s\nwant %s", c.user, dialect, a.status, got, want)
			}
			if a.header.Get("WWW-Authenticate") != "" {
				t.Error("WWW-Authenticate makes several SDKs lose the mfa_token")
			}
		}
	}
}

func TestNoRequirementIsStillAnObject(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(func(p *model.Policy) { p.MFA.When, p.MFA.Factors = model.MFAAlways, nil })
	if a := w.post("/begin", "user", "user@example.com"); !strings.Contains(a.body, `"mfa_requirements":{},`) {
		t.Errorf("got %s", a.body)
	}
}

func TestTokenIsKeptAsHashOnly(t *testing.T) {
	w := newWorld(t)
	token := w.begin("otp@example.com")
	err := w.store.View(t.Context(), func(r store.Reader) error {
		for e, err := range r.Scan("", "", false) {
			if err != nil {
				return err
			}
			if strings.Contains(e.Key, token) || strings.Contains(string(e.Value), token) {
				t.Errorf("the mfa_token stands in the store at %q", e.Key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTransactionRefuses(t *testing.T) {
	send := func(w *world, token string) answer {
		return w.post("/mfa/challenge", "client_id", "trusted-app", "client_secret", "trusted-app-secret", "mfa_token", token)
	}
	const malformed = "Malformed mfa_token"
	for _, c := range []struct {
		name        string
		spoil       func(w *world, token string) string // returns what is sent
		status      int
		code        string
		description string
		standard    int // the status in the oidc dialect
	}{
		{"none", func(*world, string) string { return "" }, 400, "invalid_request", "Missing required parameter: mfa_token", 400},
		{"garbage", func(*world, string) string { return "garbage" }, 403, "invalid_grant", malformed, 400},
		{"only the prefix", func(*world, string) string { return "Fe26.2*" }, 403, "invalid_grant", malformed, 400},
		{"without its prefix", func(_ *world, tok string) string { return strings.TrimPrefix(tok, "Fe26.2*") }, 403, "invalid_grant", malformed, 400},
		{"one character changed", func(_ *world, tok string) string { return tok[:len(tok)-1] + "~" }, 403, "invalid_grant", malformed, 400},
		{"one character more", func(_ *world, tok string) string { return tok + "A" }, 403, "invalid_grant", malformed, 400},
		{"with a space before", func(_ *world, tok string) string { return " " + tok }, 403, "invalid_grant", malformed, 400},
		{"very long", func(*world, string) string { return "Fe26.2*" + strings.Repeat("A", 100_000) }, 403, "invalid_grant", malformed, 400},
		{"a NUL in it", func(_ *world, tok string) string { return tok + "\x00" }, 400, "invalid_request", "", 400},
		{"another client's", func(w *world, _ string) string {
			a := w.post("/begin", "user", "otp@example.com", "client_id", "spa")
			return a.body[strings.Index(a.body, "Fe26") : len(a.body)-2]
		}, 403, "invalid_grant", malformed, 400},
		{"of another address", func(w *world, tok string) string { w.issuer = "https://localhost:2884/"; return tok }, 403, "invalid_grant", malformed, 400},
		{"spent", func(w *world, tok string) string {
			w.post("/spend", "user", "otp@example.com", "mfa_token", tok)
			return tok
		}, 403, "invalid_grant", malformed, 400},
		{"ten minutes old", func(w *world, tok string) string { w.advance(10 * time.Minute); return tok }, 401, "expired_token", "mfa_token is expired", 401},
		{"years old", func(w *world, tok string) string { w.advance(30000 * time.Hour); return tok }, 401, "expired_token", "mfa_token is expired", 401},
		{"of a user who was blocked since", func(w *world, tok string) string {
			u := w.user("otp@example.com")
			u.Blocked = true
			w.update(func(tx store.Tx) error { return store.Users.Put(tx, u) })
			return tok
		}, 403, "unauthorized", "user is blocked", 400},
		{"of a user who was deleted since", func(w *world, tok string) string {
			u := w.user("otp@example.com")
			w.update(func(tx store.Tx) error { return store.Users.Delete(tx, u.UserID) })
			return tok
		}, 403, "invalid_grant", malformed, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			token := c.spoil(w, w.begin("otp@example.com"))
			a := send(w, token)
			wantError(t, a, c.status, c.code, c.description)
			for _, r := range a.trail {
				if len(token) > 10 && strings.Contains(r.Expected+r.Got+r.Detail, token) {
					t.Errorf("the check %s repeats the token", r.ID)
				}
			}
			w.setPolicy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
			if a := send(w, token); a.status != c.standard {
				t.Errorf("oidc: %d %s, want %d", a.status, a.body, c.standard)
			}
		})
	}
	t.Run("the last moment is good", func(t *testing.T) {
		w := newWorld(t)
		token := w.begin("otp@example.com")
		w.advance(10*time.Minute - time.Millisecond)
		if a := send(w, token); a.status != 200 {
			t.Errorf("got %d %s", a.status, a.body)
		}
	})
}
