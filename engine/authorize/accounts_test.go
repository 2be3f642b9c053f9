package authorize_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func TestChooseAnAccount(t *testing.T) {
	for _, row := range []struct {
		name   string
		params []string
		do     func(t *testing.T, b *browser, p page) page
		user   string // whom the code is for; empty: nobody is logged in
		again  bool   // by a login of its own
	}{
		{"the one there is", nil, func(_ *testing.T, b *browser, p page) page { return b.submit(p, "action", "default") }, "user@example.com", false},
		{"another", nil, func(t *testing.T, b *browser, p page) page {
			p = b.submit(p, "action", "other")
			wantPage(t, p, 200, "Log in")
			if strings.Contains(p.text, `required value="user@example.com"`) {
				t.Error("the account that was not chosen is filled in")
			}
			return b.logIn(p, "otp@example.com")
		}, "otp@example.com", true},
		{"none", nil, func(_ *testing.T, b *browser, p page) page { return b.submit(p, "action", "deny") }, "", false},
		{"the one there is, which is too old for the app", []string{"max_age", "30"}, func(t *testing.T, b *browser, p page) page {
			p = b.submit(p, "action", "default")
			wantPage(t, p, 200, "Log in")
			if !strings.Contains(p.text, `value="user@example.com"`) {
				t.Error("the account that was chosen is not filled in")
			}
			return b.logIn(p, "user@example.com")
		}, "user@example.com", true},
		{"the one there is, which has logged out meanwhile", nil, func(t *testing.T, b *browser, p page) page {
			b.get("/v2/logout")
			p = b.submit(p, "action", "default")
			wantPage(t, p, 200, "Log in")
			return b.logIn(p, "user@example.com")
		}, "user@example.com", true},
		{"one who has logged in in another tab", nil, func(t *testing.T, b *browser, p page) page {
			wantCode(t, b.logIn(b.authorize("prompt", "login"), "otp@example.com"))
			p = b.submit(p, "action", "default")
			wantPage(t, p, 200, "Log in") // not silently the other's
			return b.logIn(p, "user@example.com")
		}, "user@example.com", true},
		{"in the dialect of a hint", []string{"login_hint", "all@example.com"}, func(_ *testing.T, b *browser, p page) page {
			return b.submit(p, "action", "default")
		}, "user@example.com", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFANever })
			b := open(t, s)
			wantCode(t, b.logIn(b.authorize(), "user@example.com"))
			began := s.Now
			s.Now = s.Now.Add(time.Minute)
			p := b.authorize(append([]string{"prompt", "select_account"}, row.params...)...)
			wantPage(t, p, 200, "Choose an account")
			if !strings.Contains(p.text, "Uma Usher") || !strings.Contains(p.text, "user@example.com") {
				t.Errorf("the page does not say whose session it is: %s", p.text)
			}
			p = row.do(t, b, p)
			if row.user == "" {
				wantError(t, p, "access_denied", "The user cancelled the login")
				return
			}
			login := codeOf(t, s, wantCode(t, p)).Authenticated
			if login.UserID != idOf(t, s, row.user) || login.AuthTime.Equal(began) == row.again {
				t.Errorf("the code is for %+v", login)
			}
		})
	}
}

func idOf(t *testing.T, s *enginetest.Server, email string) (id string) {
	t.Helper()
	user(t, s, email, func(u *model.User) { id = u.UserID })
	return id
}

// The page of another browser's login, or a form of another site, chooses
// nothing.
func TestAnAccountIsChosenWhereItWasAsked(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	p := b.authorize("prompt", "select_account")
	wantPage(t, open(t, s).submit(p, "action", "default"), 400, "This login belongs to another browser")
}

func TestSignUpPage(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize("screen_hint", "signup", "login_hint", "hint@example.com")
	wantPage(t, p, 200, "Sign up")
	if !strings.Contains(p.text, `value="hint@example.com"`) {
		t.Error("the hint is not filled in")
	}
	for _, row := range []struct {
		email, password, alert string
	}{
		{"", "opensesame", "That is not an email address."},
		{"new", "opensesame", "That is not an email address."},
		{"<b>@example.com", "opensesame", "That is not an email address."},
		{"new@example.com", "1234567", "The password is too short."},
		{"User@example.com", "opensesame", "There is an account with this email already."},
	} {
		got := b.submit(p, "email", row.email, "password", row.password, "action", "default")
		wantPage(t, got, 400, "Sign up")
		if !strings.Contains(got.text, row.alert) || strings.Contains(got.text, row.password+`"`) || strings.Contains(got.text, "<b>") {
			t.Errorf("%v: the page says\n%s", row, got.text)
		}
	}
	code := wantCode(t, b.submit(p, "email", "new@example.com", "password", "a new secret", "action", "default"))
	if login := codeOf(t, s, code).Authenticated; login.UserID != idOf(t, s, "new@example.com") || login.SID == "" {
		t.Errorf("the code is for %+v", login)
	}
	wantCode(t, b.authorize("screen_hint", "signup")) // there is a session now
	other := open(t, s)
	wantCode(t, other.submit(other.authorize(), "username", "new@example.com", "password", "a new secret", "action", "default"))
	wantPage(t, b.authorize("screen_hint", "signup", "prompt", "login"), 200, "Sign up")
}

func TestSignUpAndLogInLeadToEachOther(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	state := url.QueryEscape(b.authorize().url.Query().Get("state"))
	wantPage(t, b.get("/u/signup?state="+state), 200, "Sign up")
	p := b.get("/u/login?state=" + state)
	for _, link := range []string{`href="/u/signup?state=` + state} {
		if !strings.Contains(p.text, link) {
			t.Errorf("no link %s on the page:\n%s", link, p.text)
		}
	}
	p = b.get("/u/signup?state=" + state)
	if !strings.Contains(p.text, `href="/u/login?state=`+state) {
		t.Errorf("no way back to the login:\n%s", p.text)
	}
	wantError(t, b.submit(p, "action", "deny"), "access_denied", "The user cancelled the login")
}

// Apps of other companies get the login page, and silence stays silent.
func TestSignUpIsNotForEveryone(t *testing.T) {
	s := enginetest.New(t)
	wantPage(t, open(t, s).authorize(partner("screen_hint", "signup")...), 200, "Log in")
	wantError(t, open(t, s).authorize("screen_hint", "signup", "prompt", "none"), "login_required", "Login required")
	wantPage(t, open(t, s).authorize("screen_hint", "login"), 200, "Log in")
}

// The login page leads to a new password, and back; the link is mailed to who
// has an account, and the page says the same of who has none.
func TestForgotPassword(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	first := b.authorize()
	if !strings.Contains(first.text, `href="/u/forgot-password?state=`) {
		t.Fatalf("no link on the page:\n%s", first.text)
	}
	ask := func() page {
		p := b.get("/u/forgot-password?state=" + url.QueryEscape(first.url.Query().Get("state")))
		wantPage(t, p, 200, "Set a new password")
		return p
	}
	wantPage(t, b.submit(ask(), "action", "deny"), 200, "Log in")
	wantPage(t, b.submit(ask(), "email", "", "action", "default"), 200, "Set a new password")
	nobody := b.submit(ask(), "email", "nobody@example.com", "action", "default")
	somebody := b.submit(ask(), "email", "User@example.com", "action", "default")
	wantPage(t, somebody, 200, "Look into your mail")
	same := strings.NewReplacer("nobody@", "User@", "nobody%40", "User%40").Replace(nobody.text)
	if same != somebody.text {
		t.Error("the page tells who has an account")
	}
	list := s.Do("GET", "/sandbox/inbox?to=user@example.com", "").List()
	if len(list) != 1 || len(s.Do("GET", "/sandbox/inbox?to=nobody@example.com", "").List()) != 0 {
		t.Fatalf("%d mails", len(list))
	}
	body, _ := list[0]["body"].(string)
	_, link, _ := strings.Cut(body, s.URL)
	link, _, _ = strings.Cut(link, " ")
	wantPage(t, b.submit(b.get(link), "password", "another secret", "action", "default"), 200, "Your password is changed")
	wantCode(t, b.submit(first, "username", "user@example.com", "password", "another secret", "action", "default"))
}
