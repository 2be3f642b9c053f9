package mfa_test

import (
	"strings"
	"sync"
	"testing"
	"time"
)

const pia = "push@example.com"

// pushed challenges pia's phone.
func (a *api) pushed() (token, oob string) {
	a.t.Helper()
	token = a.token(pia)
	asked := a.post("/mfa/challenge", "mfa_token", token, "challenge_type", "oob")
	if want := `{"challenge_type":"oob","oob_code":"OOB"}`; asked.status != 200 || asked.shape() != want {
		a.t.Fatalf("%d %s", asked.status, asked.body)
	}
	return token, asked.member(a.t, "oob_code")
}

const pendingText = "Authorization pending: please repeat the request in a few seconds."

func TestAPushIsPolled(t *testing.T) {
	bothDialects(t, func(t *testing.T, a *api, standard bool) {
		tooSoon := 429
		if standard {
			tooSoon = 400
		}
		token, oob := a.pushed()
		poll := func(pairs ...string) answer {
			return a.finish("oob", token, append([]string{"oob_code", oob}, pairs...)...)
		}
		m := a.message(pia)
		if m["channel"] != "push" || m["to"] != "Pia's phone" || m["state"] != "pending" || m["code"] != "" {
			t.Errorf("delivered %v", m)
		}
		for _, part := range []string{pia, "Trusted", a.URL} { // who, what, where
			if !strings.Contains(m["body"].(string), part) {
				t.Errorf("%q does not name %s", m["body"], part)
			}
		}
		wantError(t, poll(), 400, "authorization_pending", pendingText)
		wantError(t, poll(), tooSoon, "slow_down", "")
		a.advance(5*time.Second - time.Millisecond)
		wantError(t, poll(), tooSoon, "slow_down", "")
		a.advance(time.Millisecond)
		wantError(t, poll("binding_code", "123456"), 400, "authorization_pending", pendingText)
		a.press(pia, "approve")
		got := poll() // an answer that is there is not kept back
		if got.status != 200 {
			t.Fatalf("approved: %d %s", got.status, got.body)
		}
		got.member(t, "access_token")
		refused := 403
		if standard {
			refused = 400
		}
		wantError(t, poll(), refused, "invalid_grant", "Malformed mfa_token")
		wantError(t, a.finish("oob", a.token(pia), "oob_code", oob), refused, "invalid_grant", "Invalid oob_code.")
	})
}

func TestAPushThatIsDenied(t *testing.T) {
	bothDialects(t, func(t *testing.T, a *api, standard bool) {
		status := 403
		if standard {
			status = 400
		}
		token, oob := a.pushed()
		a.press(pia, "deny")
		for range 3 { // for good, however often
			wantError(t, a.finish("oob", token, "oob_code", oob), status, "invalid_grant", "MFA Authorization rejected.")
		}
		// It is the challenge that is over, not the mfa_token.
		if got := a.finish("otp", token, "otp", a.app(pia)); got.status != 200 {
			t.Errorf("another factor: %d %s", got.status, got.body)
		}
	})
}

func TestAPushIsRefused(t *testing.T) {
	approved := func(a *api) { a.press(pia, "approve") }
	for _, row := range []struct {
		name   string
		before func(*api)
		status int
		err    string
		text   string
	}{
		{"no answer", func(*api) {}, 400, "authorization_pending", pendingText},
		{"no answer for too long", func(a *api) { a.advance(5 * time.Minute) }, 403, "invalid_grant", "Invalid oob_code."},
		{"approved, but asked too late", func(a *api) { approved(a); a.advance(5 * time.Minute) }, 403, "invalid_grant", "Invalid oob_code."},
		{"another push approved", func(a *api) { a.pushed(); approved(a) }, 400, "authorization_pending", pendingText},
		{"another user's push approved", func(a *api) {
			a.challenge(a.token("all@example.com"), "challenge_type", "oob", "oob_channel", "auth0")
			a.press("all@example.com", "approve")
		}, 400, "authorization_pending", pendingText},
		{"the factor switched off meanwhile", func(a *api) { approved(a); a.policy(`{"mfa": {"factors": ["otp"]}}`) }, 403, "invalid_grant", "Invalid oob_code."},
		{"the phone removed meanwhile", func(a *api) {
			access := a.manage(pia, "remove:authenticators")
			approved(a)
			id := strings.ReplaceAll(a.authenticatorID(pia, "push"), "|", "%7C")
			if got := a.json("DELETE", "/mfa/authenticators/"+id, access, ""); got.status != 204 {
				a.t.Fatalf("%d %s", got.status, got.body)
			}
		}, 403, "invalid_grant", "Invalid oob_code."},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newAPI(t)
			token, oob := a.pushed()
			row.before(a)
			wantError(t, a.finish("oob", token, "oob_code", oob), row.status, row.err, row.text)
		})
	}
}

// authenticatorID finds a user's authenticator in the sandbox.
func (a *api) authenticatorID(user, kind string) string {
	a.t.Helper()
	for _, u := range a.Do("GET", "/sandbox", "").Object()["users"].([]any) {
		u := u.(map[string]any)
		for _, f := range u["factors"].([]any) {
			if id := f.(map[string]any)["id"].(string); u["email"] == user && strings.HasPrefix(id, kind+"|") {
				return id
			}
		}
	}
	a.t.Fatalf("%s has no %s", user, kind)
	return ""
}

func TestAnApprovedPushGivesTokensOnce(t *testing.T) {
	a := newAPI(t)
	token, oob := a.pushed()
	a.press(pia, "approve")
	wins := make(chan int, 64)
	var wg sync.WaitGroup
	for range cap(wins) {
		wg.Go(func() {
			if got := a.finish("oob", token, "oob_code", oob); got.status == 200 {
				wins <- 1
			} else if got.status != 403 {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
	wg.Wait()
	if len(wins) != 1 {
		t.Errorf("%d polls got tokens", len(wins))
	}
}
