package authorize_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

const rememberBox = `<input id="remember" name="remember" type="checkbox"`

// rememberMe logs otp@example.com in and has the browser remembered.
func rememberMe(t testing.TB) (*enginetest.Server, *browser) {
	t.Helper()
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "otp@example.com")
	if !strings.Contains(p.text, rememberBox) {
		t.Fatalf("the page does not offer to remember the browser:\n%s", p.text)
	}
	wantCode(t, b.submit(p, "code", otp(t, s), "remember", "true", "action", "default"))
	return s, b
}

func TestRememberedBrowser(t *testing.T) {
	s, b := rememberMe(t)
	for _, days := range []int{0, 29} {
		s.Now = s.Now.Add(time.Duration(days) * 24 * time.Hour)
		if got := codeOf(t, s, wantCode(t, b.logIn(b.authorize("prompt", "login"), "otp@example.com"))).Authenticated; got.MFA {
			t.Errorf("%+v claims a second factor", got)
		}
	}
	s.Now = s.Now.Add(24*time.Hour - time.Second)
	wantCode(t, b.logIn(b.authorize("prompt", "login"), "otp@example.com"))
	s.Now = s.Now.Add(time.Second)
	wantPage(t, b.logIn(b.authorize("prompt", "login"), "otp@example.com"), 200, "Enter the code")
}

func TestWhatRememberingDoesNotSpare(t *testing.T) {
	ask := func(email string, params ...string) func(*testing.T, *enginetest.Server, *browser) page {
		return func(_ *testing.T, _ *enginetest.Server, b *browser) page {
			return b.logIn(b.authorize(append(params, "prompt", "login")...), email)
		}
	}
	for _, row := range []struct {
		name, title string
		ask         func(t *testing.T, s *enginetest.Server, b *browser) page
	}{
		{"another user", "Check your phone", ask("phone@example.com")},
		{"a step-up", "Enter the code", ask("otp@example.com", "acr_values", multiFactor)},
		{"a token that manages factors", "Enter the code", func(t *testing.T, s *enginetest.Server, b *browser) page {
			return ask("otp@example.com", "audience", s.URL+"/mfa/", "scope", "enroll")(t, s, b)
		}},
		{"another browser", "Enter the code", func(t *testing.T, s *enginetest.Server, _ *browser) page {
			other := open(t, s)
			return other.logIn(other.authorize(), "otp@example.com")
		}},
		{"a cookie that was made up", "Enter the code", func(t *testing.T, s *enginetest.Server, _ *browser) page {
			other := open(t, s)
			plant(t, other, "playgrant_remembered", strings.Repeat("a", 43))
			return other.logIn(other.authorize(), "otp@example.com")
		}},
		{"the cookie of the browser in place of it", "Enter the code", func(t *testing.T, s *enginetest.Server, b *browser) page {
			other := open(t, s)
			plant(t, other, "playgrant_browser", cookie(b, "playgrant_browser"))
			plant(t, other, "playgrant_remembered", cookie(b, "playgrant_browser"))
			return other.logIn(other.authorize(), "otp@example.com")
		}},
		{"a cookie from before it was renewed", "Enter the code", func(t *testing.T, s *enginetest.Server, b *browser) page {
			old := cookie(b, "playgrant_remembered")
			p := b.logIn(b.authorize("prompt", "login"), "phone@example.com")
			wantCode(t, b.submit(p, "code", latest(t, s, "phone@example.com"), "remember", "true", "action", "default"))
			wantCode(t, b.logIn(b.authorize("prompt", "login"), "otp@example.com")) // is remembered still
			other := open(t, s)
			plant(t, other, "playgrant_remembered", old)
			return other.logIn(other.authorize(), "otp@example.com")
		}},
		{"setting one up", "Set up a second factor", func(t *testing.T, s *enginetest.Server, b *browser) page {
			policy(t, s, func(p *model.Policy) { p.MFA.When, p.MFA.Factors = model.MFAAlways, []string{"phone"} })
			return b.logIn(b.authorize("prompt", "login"), "otp@example.com")
		}},
		{"having the user's browsers forgotten", "Enter the code", func(t *testing.T, s *enginetest.Server, b *browser) page {
			p := b.logIn(b.authorize("prompt", "login"), "phone@example.com")
			wantCode(t, b.submit(p, "code", latest(t, s, "phone@example.com"), "remember", "true", "action", "default"))
			if a := s.Do("POST", "/sandbox/users/otp@example.com/multifactor/actions/invalidate-remember-browser", ""); a.Status != 204 || a.Text != "" {
				t.Fatalf("%d %s", a.Status, a.Text)
			}
			wantCode(t, b.logIn(b.authorize("prompt", "login"), "phone@example.com")) // is remembered still
			if a := s.Do("POST", "/sandbox/users/nobody@example.com/multifactor/actions/invalidate-remember-browser", ""); a.Status != 404 {
				t.Errorf("a user who is not there: %d %s", a.Status, a.Text)
			}
			return b.logIn(b.authorize("prompt", "login"), "otp@example.com")
		}},
		{"a reset", "Enter the code", func(t *testing.T, s *enginetest.Server, b *browser) page {
			if a := s.Do("POST", "/sandbox/reset", ""); a.Status != 200 {
				t.Fatal(a.Text)
			}
			return b.logIn(b.authorize("prompt", "login"), "otp@example.com")
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, b := rememberMe(t)
			wantPage(t, row.ask(t, s, b), 200, row.title)
		})
	}
}

func TestNotRemembered(t *testing.T) {
	for _, row := range []struct {
		name   string
		policy func(*model.Policy)
		params []string
		fields []string // beside the code
		offers bool
	}{
		{"the box is not ticked", nil, nil, nil, true},
		{"a wrong code", nil, nil, []string{"code", "x", "remember", "true"}, true},
		{"a step-up", nil, []string{"acr_values", multiFactor}, []string{"remember", "true"}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			b := open(t, s)
			p := b.logIn(b.authorize(row.params...), "otp@example.com")
			if strings.Contains(p.text, rememberBox) != row.offers {
				t.Errorf("the box is offered: %v, want %v", !row.offers, row.offers)
			}
			b.submit(p, append([]string{"code", otp(t, s), "action", "default"}, row.fields...)...)
			if cookie(b, "playgrant_remembered") != "" {
				t.Error("the browser is remembered")
			}
		})
	}
	t.Run("a recovery code", func(t *testing.T) {
		s := enginetest.New(t)
		b := open(t, s)
		p := b.submit(b.submit(b.logIn(b.authorize(), "otp@example.com"), "action", "other"), "factor", "recovery-code")
		b.submit(p, "code", "RECOVERYCODEFORTHEOTPUSE", "remember", "true", "action", "default")
		if strings.Contains(p.text, rememberBox) || cookie(b, "playgrant_remembered") != "" {
			t.Error("the browser is remembered")
		}
	})
}

// plant puts a cookie into a browser.
func plant(t testing.TB, b *browser, name, value string) {
	t.Helper()
	at, err := url.Parse(b.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}
