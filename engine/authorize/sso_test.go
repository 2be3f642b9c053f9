package authorize_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// TestSingleSignOn asks again at /authorize, some time after a login.
func TestSingleSignOn(t *testing.T) {
	const (
		silent = "a code without a page"
		asked  = "the login page"
		told   = "the app is told"
		chosen = "the page of accounts"
	)
	for _, row := range []struct {
		name   string
		after  time.Duration
		params []string
		want   string
	}{
		{"at once", 0, nil, silent},
		{"another app", 0, []string{"client_id", "spa"}, silent},
		{"prompt=none", 0, []string{"prompt", "none"}, silent},
		{"prompt=login", 0, []string{"prompt", "login"}, asked},
		{"prompt=select_account", 0, []string{"prompt", "select_account"}, chosen},
		{"prompt=login select_account", 0, []string{"prompt", "login select_account"}, asked},
		{"prompt=select_account, idle for too long", 72 * time.Hour, []string{"prompt", "select_account"}, asked},
		{"max_age not over", time.Minute, []string{"max_age", "60"}, silent},
		{"max_age over", time.Minute + time.Second, []string{"max_age", "60"}, asked},
		{"max_age over, prompt=none", time.Minute + time.Second, []string{"max_age", "60", "prompt", "none"}, told},
		{"max_age=0", 0, []string{"max_age", "0"}, asked},
		{"max_age=0, prompt=none", 0, []string{"max_age", "0", "prompt", "none"}, told},
		{"max_age, prompt=login", 0, []string{"max_age", "3600", "prompt", "login"}, asked},
		{"just not idle for too long", 72*time.Hour - time.Second, nil, silent},
		{"idle for too long", 72 * time.Hour, nil, asked},
		{"idle for too long, prompt=none", 72 * time.Hour, []string{"prompt", "none"}, told},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			b := open(t, s)
			wantCode(t, b.logIn(b.authorize(), "user@example.com"))
			s.Now = s.Now.Add(row.after)
			p := b.authorize(row.params...)
			switch row.want {
			case silent:
				wantCode(t, p)
			case asked:
				wantPage(t, p, 200, "Log in")
				login := codeOf(t, s, wantCode(t, b.logIn(p, "user@example.com"))).Authenticated
				if !login.AuthTime.Equal(s.Now) {
					t.Errorf("auth_time is %s and not that of the new login", login.AuthTime)
				}
			case chosen:
				wantPage(t, p, 200, "Choose an account")
			case told:
				wantError(t, p, "login_required", "Login required")
			}
		})
	}
}

func TestNoSession(t *testing.T) {
	s := enginetest.New(t)
	wantError(t, open(t, s).authorize("prompt", "none"), "login_required", "Login required")
	wantPage(t, open(t, s).authorize("prompt", "consent"), 200, "Log in")
}

func TestSessionLivesSevenDaysInUse(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	began := s.Now
	for s.Now.Sub(began) < 6*24*time.Hour {
		s.Now = s.Now.Add(2 * 24 * time.Hour)
		wantCode(t, b.authorize("prompt", "none"))
	}
	s.Now = began.Add(7*24*time.Hour - time.Second)
	wantCode(t, b.authorize("prompt", "none"))
	s.Now = began.Add(7 * 24 * time.Hour)
	wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
}

func TestSessionKeepsTheFirstLogin(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	first := codeOf(t, s, wantCode(t, b.logIn(b.authorize(), "user@example.com"))).Authenticated
	s.Now = s.Now.Add(time.Hour)
	second := codeOf(t, s, wantCode(t, b.authorize())).Authenticated
	if first != second || first.SID == "" {
		t.Errorf("%+v, then %+v: not the same login", first, second)
	}
}

func TestEachLoginHasACookieOfItsOwn(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	at, _ := url.Parse(s.URL)
	// A session that somebody planted before the login, and one that is real.
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: "playgrant_session", Value: "PLANTEDPLANTEDPLANTEDPLANTEDPLANTEDPLANTEDX", Path: "/"}})
	seen := map[string]bool{"PLANTEDPLANTEDPLANTEDPLANTEDPLANTEDPLANTEDX": true}
	var old []string
	for range 3 {
		wantCode(t, b.logIn(b.authorize("prompt", "login"), "user@example.com"))
		value := cookie(b, "playgrant_session")
		if value == "" || seen[value] {
			t.Fatalf("the login kept the cookie %q", value)
		}
		seen[value] = true
		old = append(old, value)
	}
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: "playgrant_session", Value: old[0], Path: "/"}})
	wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
	count := 0
	_ = s.Store.View(t.Context(), func(r store.Reader) error {
		for range store.Sessions.All(r) {
			count++
		}
		return nil
	})
	if count != 1 {
		t.Errorf("%d sessions are kept, want the last alone", count)
	}
}

func cookie(b *browser, name string) string {
	at, _ := url.Parse(b.server.URL)
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func TestUsersWhoAreGone(t *testing.T) {
	t.Run("blocked meanwhile", func(t *testing.T) {
		s := enginetest.New(t)
		b := open(t, s)
		wantCode(t, b.logIn(b.authorize(), "user@example.com"))
		user(t, s, "user@example.com", func(u *model.User) { u.Blocked = true })
		wantError(t, b.authorize(), "unauthorized", "user is blocked")
		wantError(t, b.authorize("prompt", "none"), "unauthorized", "user is blocked")
		policy(t, s, func(p *model.Policy) { p.Dialect = model.DialectOIDC })
		wantError(t, b.authorize(), "access_denied", "user is blocked")
		// Somebody else can still log in.
		wantPage(t, b.logIn(b.authorize("prompt", "login"), "otp@example.com"), 200, "Enter the code")
	})
	t.Run("deleted meanwhile", func(t *testing.T) {
		s := enginetest.New(t)
		b := open(t, s)
		wantCode(t, b.logIn(b.authorize(), "user@example.com"))
		edit(t, s, func(tx store.Tx) error {
			u, err := store.UserWithEmail(tx, "user@example.com")
			if err != nil {
				return err
			}
			return store.Users.Delete(tx, u.UserID)
		})
		wantPage(t, b.authorize(), 200, "Log in")
		wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
	})
}

func TestAutoLogin(t *testing.T) {
	s := enginetest.New(t)
	policy(t, s, func(p *model.Policy) { p.AutoLogin = "User@Example.com" })
	b := open(t, s)
	first := codeOf(t, s, wantCode(t, b.authorize())).Authenticated
	if again := codeOf(t, s, wantCode(t, b.authorize("prompt", "none"))).Authenticated; again != first {
		t.Errorf("the session was not used: %+v, then %+v", first, again)
	}
	s.Now = s.Now.Add(time.Minute)
	if again := codeOf(t, s, wantCode(t, b.authorize("prompt", "login"))).Authenticated; !again.AuthTime.Equal(s.Now) {
		t.Errorf("prompt=login gave the login of %s", again.AuthTime)
	}
	policy(t, s, func(p *model.Policy) { p.AutoLogin = "blocked@example.com" })
	wantError(t, b.authorize(), "unauthorized", "user is blocked")
	policy(t, s, func(p *model.Policy) { p.AutoLogin = "otp@example.com" })
	wantPage(t, b.authorize(), 200, "Enter the code")
	policy(t, s, func(p *model.Policy) { p.AutoLogin = "nobody@example.com" })
	wantPage(t, open(t, s).authorize(), 200, "Log in")
}
