package authorize_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestLogInGivesACodeThatIsGoodForTokens(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize("audience", expenses, "scope", "openid offline_access read:expenses")
	wantPage(t, p, 200, "Log in")
	code := wantCode(t, b.logIn(p, "user@example.com"))

	kept := codeOf(t, s, code)
	if life := kept.ExpiresAt.Sub(kept.CreatedAt); life != 10*time.Minute {
		t.Errorf("the code lives %s, want 10 minutes", life)
	}
	tokens := s.Form("/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"},
		"code": {code}, "redirect_uri": {callback},
	}.Encode())
	if tokens.Status != 200 || tokens.Object()["refresh_token"] == nil || tokens.Object()["id_token"] == nil {
		t.Fatalf("got %d %s, want tokens", tokens.Status, tokens.Text)
	}
}

func TestLoginsThatDoNotWork(t *testing.T) {
	for _, row := range []struct {
		name, username, password string
		status                   int
		alert                    string
	}{
		{"a wrong password", "user@example.com", "opensesamE", 400, "Wrong email or password."},
		{"no password", "user@example.com", "", 400, "Wrong email or password."},
		{"a space after the password", "user@example.com", "opensesame ", 400, "Wrong email or password."},
		{"nobody's email", "nobody@example.com", "opensesame", 400, "Wrong email or password."},
		{"no email", "", "opensesame", 400, "Wrong email or password."},
		{"a very long email", strings.Repeat("a", 100_000), "opensesame", 400, "Wrong email or password."},
		{"a blocked user", "blocked@example.com", "opensesame", 403, "This account is blocked."},
		{"a blocked user's wrong password tells nothing", "blocked@example.com", "x", 400, "Wrong email or password."},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			b := open(t, s)
			p := b.submit(b.authorize(), "username", row.username, "password", row.password, "action", "default")
			wantPage(t, p, row.status, "Log in")
			if !strings.Contains(p.text, row.alert) || !strings.Contains(p.text, `value="`+row.username+`"`) {
				t.Errorf("the page does not say %q and keep %q:\n%s", row.alert, row.username, p.text)
			}
			if strings.Contains(p.text, "opensesamE") {
				t.Error("the password came back")
			}
			wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
			wantCode(t, b.logIn(p, "user@example.com")) // nothing was lost
		})
	}
}

func TestLoginPage(t *testing.T) {
	s := enginetest.New(t)
	p := open(t, s).authorize("login_hint", "otp@example.com")
	for _, want := range []string{`id="username" name="username"`, `id="password" name="password"`, `value="otp@example.com"`, "<strong>Web App</strong>",
		`<button type="submit" name="action" value="default" data-action-button-primary="true">Continue</button>`, `value="deny"`, ">Cancel</button>", "opensesame"} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize(), "  USER@example.COM "))
}

func TestOneClickLogsIn(t *testing.T) {
	s := enginetest.New(t)
	s.Do("POST", "/sandbox/users", `{"email":"a@example.com","password":"one of her own"}`)
	b := open(t, s)
	p := b.authorize()
	if !strings.Contains(p.text, `<button name="persona" value="user@example.com" class="choice" formnovalidate>user@example.com</button>`) || strings.Contains(p.text, "a@example.com") {
		t.Errorf("the page offers others:\n%s", p.text)
	}
	if n := strings.Count(p.text, `type="hidden"`); n != 1 {
		t.Errorf("a script that collects the hidden fields of the page sends %d", n)
	}
	for persona, alert := range map[string]string{"a@example.com": "Wrong email or password.", "nobody@example.com": "Wrong email or password.", "blocked@example.com": "This account is blocked."} {
		p = b.submit(p, "persona", persona)
		if !strings.Contains(p.text, alert) || !strings.Contains(p.text, `value="`+persona+`"`) {
			t.Errorf("%s: %d\n%s", persona, p.status, p.text)
		}
	}
	wantCode(t, b.submit(p, "persona", "user@example.com"))
}

func TestCancel(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize()
	wantError(t, b.submit(p, "action", "deny", "username", "user@example.com", "password", "opensesame"), "access_denied", "The user cancelled the login")
	wantPage(t, b.logIn(p, "user@example.com"), 400, "This login is over")
	wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
}

func TestALoginIsBoundToItsBrowser(t *testing.T) {
	s := enginetest.New(t)
	mine := open(t, s)
	p := mine.authorize()
	link := p.url.RequestURI()
	for name, b := range map[string]*browser{"another browser": open(t, s), "one with a login of its own": open(t, s)} {
		t.Run(name, func(t *testing.T) {
			if name != "another browser" {
				b.authorize()
			}
			wantPage(t, b.get(link), 400, "This login belongs to another browser")
			wantPage(t, b.logIn(p, "user@example.com"), 400, "This login belongs to another browser")
			wantPage(t, b.submit(p, "action", "deny"), 400, "This login belongs to another browser")
		})
	}
	wantCode(t, mine.logIn(p, "user@example.com"))
}

func TestLoginsThatAreOver(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	for _, state := range []string{"", "?state=", "?state=nonsense", "?state=" + strings.Repeat("x", 5000), "?state=%00", "?state=a%0Ab"} {
		for _, path := range []string{"/u/login", "/u/mfa-otp", "/u/mfa-options", "/u/mfa-recovery-code", "/u/consent"} {
			wantPage(t, b.get(path+state), 400, "This login is over")
			wantPage(t, b.do(http.MethodPost, path, url.Values{"state": {strings.TrimPrefix(state, "?state=")}}), 400, "This login is over")
		}
	}
	t.Run("after an hour", func(t *testing.T) {
		p := b.authorize()
		s.Now = s.Now.Add(time.Hour - time.Second)
		wantPage(t, b.get(p.url.RequestURI()), 200, "Log in")
		s.Now = s.Now.Add(time.Second)
		wantPage(t, b.get(p.url.RequestURI()), 400, "This login is over")
		wantPage(t, b.logIn(p, "user@example.com"), 400, "This login is over")
	})
	t.Run("sent twice", func(t *testing.T) {
		p := b.authorize()
		wantCode(t, b.logIn(p, "user@example.com"))
		wantPage(t, b.logIn(p, "user@example.com"), 400, "This login is over")
	})
}

func TestALoginSentManyTimesAtOnceGivesOneCode(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize()
	var (
		wait  sync.WaitGroup
		pages = make([]page, 16)
	)
	for i := range pages {
		wait.Go(func() { pages[i] = b.logIn(p, "user@example.com") })
	}
	wait.Wait()
	codes := 0
	for _, p := range pages {
		if strings.HasPrefix(p.url.String(), callback) {
			codes++
			continue
		}
		wantPage(t, p, 400, "This login is over")
	}
	if codes != 1 {
		t.Errorf("%d codes, want 1", codes)
	}
}
