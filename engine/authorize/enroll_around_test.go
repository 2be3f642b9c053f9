package authorize_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// TestEnrolmentIsNoWayAround has somebody who knows a password try to get past
// the second factor by setting one up.
func TestEnrolmentIsNoWayAround(t *testing.T) {
	t.Run("for a user who has one", func(t *testing.T) {
		s := enginetest.New(t)
		policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFAAlways })
		b := open(t, s)
		p := b.logIn(b.authorize(), "otp@example.com")
		for _, path := range enrolPaths {
			for _, extra := range []string{"", "totp", "push", "sms"} {
				form := p.hidden()
				form.Set("factor", extra)
				form.Set("phone_number", "+15555550199")
				form.Set("code", otp(t, s))
				form.Set("action", "default")
				wantPage(t, b.do("POST", path, form), 200, "Enter the code")
				wantPage(t, b.get(path+"?"+p.url.RawQuery), 200, "Enter the code")
			}
		}
		if diff := cmp.Diff([]string{"recovery-code", "totp"}, factorsOf(t, s, "otp@example.com")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("once one was set up elsewhere", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		late := b.submit(p, "factor", "totp")
		first := open(t, s)
		q := first.submit(first.logIn(first.authorize(), newcomer), "factor", "push")
		thumb(t, s, newcomer, "approve")
		wantRecoveryCode(t, first, first.submit(q, "action", "default"))

		wantPage(t, b.submit(late, "code", app(t, s, late), "action", "default"), 200, waitingTitle)
		if got := factorsOf(t, s, newcomer); !slices.Equal(got, []string{"push", "recovery-code", "totp"}) {
			t.Errorf("enrolled %v", got)
		}
	})
	t.Run("with an app that another login put in its place", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		mine := b.submit(p, "factor", "totp")
		theirs := open(t, s)
		q := theirs.submit(theirs.logIn(theirs.authorize(), newcomer), "factor", "totp")
		if key(t, q) == key(t, mine) {
			t.Fatal("two logins share a key")
		}
		// Mine is gone; what I am shown next must not be theirs.
		wantPage(t, b.submit(mine, "code", app(t, s, q), "action", "default"), 200, "Set up a second factor")
		wantPage(t, b.get(mine.url.RequestURI()), 200, "Set up a second factor")
	})
	t.Run("as somebody else in the middle", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		mine := b.submit(p, "factor", "totp")
		if a := s.Do("POST", "/sandbox/users", `{"email":"new@example.com","password":"opensesame"}`, "Content-Type: application/json"); a.Status != 201 {
			t.Fatal(a.Text)
		}
		theirs := b.logIn(b.get("/u/login?"+p.url.RawQuery), "new@example.com")
		wantPage(t, theirs, 200, "Set up a second factor")
		wantPage(t, b.get(mine.url.RequestURI()), 200, "Set up a second factor")
		wantPage(t, b.submit(mine, "code", app(t, s, mine), "action", "default"), 200, "Set up a second factor")
		if got := append(factorsOf(t, s, "new@example.com"), factorsOf(t, s, newcomer)...); len(got) > 0 {
			t.Errorf("enrolled %v", got)
		}
	})
	t.Run("on the page of another factor", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		p = b.submit(p, "factor", "totp")
		form := p.hidden()
		form.Set("code", app(t, s, p))
		form.Set("action", "default")
		wantPage(t, b.do("POST", "/u/mfa-enroll-push", form), 200, "Scan it with your app")
	})
	t.Run("before the password", func(t *testing.T) {
		s, _, _ := mustEnrol(t)
		b := open(t, s)
		p := b.authorize()
		for _, path := range enrolPaths {
			form := url.Values{"state": p.hidden()["state"], "factor": {"totp"}, "action": {"default"}}
			wantPage(t, b.do("POST", path, form), 200, "Log in")
			wantPage(t, b.get(path+"?"+p.url.RawQuery), 200, "Log in")
		}
	})
	t.Run("with a factor that is switched off", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		q := b.submit(p, "factor", "totp")
		code := app(t, s, q)
		policy(t, s, func(p *model.Policy) { p.MFA.Factors = []string{"phone", "email"} })
		wantPage(t, b.submit(q, "code", code, "action", "default"), 200, "Set up a second factor")
		for _, off := range []string{"totp", "push", "email", "recovery-code", "", "pigeon"} {
			wantPage(t, b.submit(p, "factor", off), 200, "Set up a second factor")
		}
		policy(t, s, func(p *model.Policy) { p.MFA.Factors = []string{"email"} })
		none := b.get(p.url.RequestURI())
		wantPage(t, none, 200, "A second factor is needed")
		wantError(t, b.submit(none, "action", "deny"), "access_denied", "The user cancelled the login")
	})
	t.Run("without a page", func(t *testing.T) {
		_, b, _ := mustEnrol(t)
		wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
	})
	t.Run("by guessing", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		p = b.submit(p, "factor", "totp")
		code := app(t, s, p)
		for range 10 {
			wantPage(t, b.submit(p, "code", another(code), "action", "default"), 400, "Scan it with your app")
		}
		wantPage(t, b.submit(p, "code", code, "action", "default"), 429, "Scan it with your app")
	})
	t.Run("after an hour", func(t *testing.T) {
		s, b, p := mustEnrol(t)
		p = b.submit(p, "factor", "totp")
		s.Now = s.Now.Add(time.Hour)
		wantPage(t, b.submit(p, "code", app(t, s, p), "action", "default"), 400, "This login is over")
	})
}
