package authorize_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sandbox"
)

const multiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

// otp is what the authenticator app of otp@example.com shows.
func otp(t testing.TB, s *enginetest.Server) string {
	t.Helper()
	code, _, err := mfa.Code(sandbox.TOTPSecret, s.Now)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// giveOTP answers the page that asks for the app's code.
func giveOTP(t testing.TB, b *browser, p page) page {
	t.Helper()
	wantPage(t, p, 200, "Enter the code")
	return b.submit(p, "code", otp(t, b.server), "action", "default")
}

func TestSecondFactor(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "otp@example.com")
	for _, want := range []string{`id="code" name="code"`, `inputmode="numeric"`, `autocomplete="one-time-code"`, ">Try another way</button>"} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if cookie(b, "playgrant_session") != "" {
		t.Error("a session began before the second factor")
	}
	wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
	if got := codeOf(t, s, wantCode(t, giveOTP(t, b, p))).Authenticated; !got.MFA {
		t.Errorf("%+v knows of no second factor", got)
	}
	// The session knows of it, and nobody is asked again; but what the app
	// gets says only what happened at this login.
	for _, silent := range []string{"none", ""} {
		if got := codeOf(t, s, wantCode(t, b.authorize("prompt", silent))).Authenticated; got.MFA {
			t.Errorf("%+v claims a second factor that was given before", got)
		}
	}
	// A new login asks for it again, but not for a code that was used.
	p = b.logIn(b.authorize("prompt", "login"), "otp@example.com")
	wantPage(t, giveOTP(t, b, p), 400, "Enter the code")
	s.Now = s.Now.Add(30 * time.Second)
	wantCode(t, giveOTP(t, b, b.get(p.url.RequestURI())))
}

func TestWrongCodes(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(), "otp@example.com")
	right := otp(t, s)
	for _, wrong := range []string{"", "000000", right[:5], right + "0", "abcdef", strings.Repeat("9", 10_000), "'; --"} {
		p = b.submit(p, "code", wrong, "action", "default")
		wantPage(t, p, 400, "Enter the code")
		if !strings.Contains(p.text, "That code is not right") {
			t.Errorf("%.20q: the page does not say what was wrong", wrong)
		}
	}
	for range 3 { // ten in all
		p = b.submit(p, "code", "000000", "action", "default")
	}
	p = b.submit(p, "code", right, "action", "default")
	wantPage(t, p, 429, "Enter the code")
	if !strings.Contains(p.text, "Too many wrong codes") {
		t.Error("the page does not say that attempts are spent")
	}
	s.Now = s.Now.Add(6 * time.Minute)
	wantCode(t, b.submit(p, "code", " "+otp(t, s)[:3]+" "+otp(t, s)[3:], "action", "default"))
}

func TestNobodyGetsPastTheSecondFactor(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	login := b.authorize()
	for _, path := range []string{"/u/mfa-otp", "/u/mfa-options", "/u/mfa-recovery-code", "/u/consent"} {
		state := "?" + login.url.RawQuery
		t.Run("before the password "+path, func(t *testing.T) {
			wantPage(t, b.get(path+state), 200, "Log in")
			form := login.hidden()
			form.Set("code", otp(t, s))
			form.Set("action", "default")
			wantPage(t, b.do("POST", path, form), 200, "Log in")
		})
	}
	challenge := b.logIn(login, "otp@example.com")
	t.Run("by consent", func(t *testing.T) {
		form := challenge.hidden()
		form.Set("action", "default")
		wantPage(t, b.do("POST", "/u/consent", form), 200, "Enter the code")
		wantPage(t, b.get("/u/consent?"+challenge.url.RawQuery), 200, "Enter the code")
	})
	t.Run("in another browser", func(t *testing.T) {
		wantPage(t, giveOTP(t, open(t, s), challenge), 400, "This login belongs to another browser")
	})
	t.Run("as somebody else, who has none", func(t *testing.T) {
		p := b.get("/u/login?" + challenge.url.RawQuery)
		if got := codeOf(t, s, wantCode(t, b.logIn(p, "user@example.com"))).Authenticated; got.MFA {
			t.Errorf("%+v has a second factor", got)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		p := b.logIn(b.authorize("prompt", "login"), "otp@example.com")
		wantError(t, b.submit(p, "action", "deny", "code", otp(t, s)), "access_denied", "The user cancelled the login")
	})
}

func TestTryAnotherWay(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.submit(b.logIn(b.authorize(), "otp@example.com"), "action", "other")
	wantPage(t, p, 200, "Choose another way")
	for _, want := range []string{`<button name="factor" value="otp" class="choice">Authenticator app</button>`, `<button name="factor" value="recovery-code" class="choice">Recovery code</button>`} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page lacks %s:\n%s", want, p.text)
		}
	}
	wantPage(t, b.submit(p, "factor", "otp"), 200, "Enter the code")
	wantPage(t, b.submit(p, "factor", "carrier pigeon"), 200, "Enter the code")
	recovery := b.submit(p, "factor", "recovery-code")
	wantPage(t, recovery, 200, "Enter your recovery code")
	wantPage(t, b.submit(recovery, "code", otp(t, s), "action", "default"), 400, "Enter your recovery code")

	shown := b.submit(recovery, "code", strings.ToLower(sandbox.RecoveryCode), "action", "default")
	wantPage(t, shown, 200, "Your new recovery code")
	next := regexp.MustCompile(`<code>([A-Z0-9]{24})</code>`).FindStringSubmatch(shown.text)
	if len(next) != 2 || next[1] == sandbox.RecoveryCode {
		t.Fatalf("the page shows no new code:\n%s", shown.text)
	}
	wantCode(t, b.submit(shown, "action", "default"))

	b = open(t, s)
	recovery = b.submit(b.submit(b.logIn(b.authorize(), "otp@example.com"), "action", "other"), "factor", "recovery-code")
	wantPage(t, b.submit(recovery, "code", sandbox.RecoveryCode, "action", "default"), 400, "Enter your recovery code")
	wantPage(t, b.submit(recovery, "code", next[1], "action", "default"), 200, "Your new recovery code")
}

// TestWhoIsAsked logs in and sees whether a second factor is asked for.
func TestWhoIsAsked(t *testing.T) {
	only := func(flow string) func(*model.Policy) {
		return func(p *model.Policy) { p.MFA.Flows = []string{flow} }
	}
	never := func(p *model.Policy) { p.MFA.When = model.MFANever }
	for _, row := range []struct {
		name, email string
		policy      func(*model.Policy)
		params      []string
		asked       bool
	}{
		{"an enrolled user", "otp@example.com", nil, nil, true},
		{"one who is not", "user@example.com", nil, nil, false},
		{"a policy of never", "otp@example.com", never, nil, false},
		{"another flow", "otp@example.com", only(model.FlowPassword), nil, false},
		{"step-up under a policy of never", "otp@example.com", never, []string{"acr_values", multiFactor}, true},
		{"step-up in another flow", "otp@example.com", only(model.FlowPassword), []string{"acr_values", "x " + multiFactor}, true},
		{"step-up of a user without a factor", "user@example.com", never, []string{"acr_values", multiFactor}, false},
		{"acr_values of another kind", "otp@example.com", never, []string{"acr_values", "urn:mace:incommon:iap:silver"}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			if row.policy != nil {
				policy(t, s, row.policy)
			}
			b := open(t, s)
			p := b.logIn(b.authorize(row.params...), row.email)
			if row.asked {
				p = giveOTP(t, b, p)
			}
			if got := codeOf(t, s, wantCode(t, p)).Authenticated; got.MFA != row.asked {
				t.Errorf("%+v: a second factor %v, want %v", got, got.MFA, row.asked)
			}
		})
	}
	t.Run("the MFA API, under a policy of never", func(t *testing.T) {
		s := enginetest.New(t)
		policy(t, s, never)
		b := open(t, s)
		wantCode(t, giveOTP(t, b, b.logIn(b.authorize("audience", s.URL+"/mfa/", "scope", "enroll"), "otp@example.com")))
	})
}

func TestStepUp(t *testing.T) {
	s := enginetest.New(t)
	policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFANever })
	b := open(t, s)
	before := codeOf(t, s, wantCode(t, b.logIn(b.authorize(), "otp@example.com"))).Authenticated
	was := cookie(b, "playgrant_session")
	wantError(t, b.authorize("acr_values", multiFactor, "prompt", "none"), "login_required", "Multifactor authentication required")
	after := codeOf(t, s, wantCode(t, giveOTP(t, b, b.authorize("acr_values", multiFactor)))).Authenticated
	if before.MFA || !after.MFA || before.SID != after.SID || !before.AuthTime.Equal(after.AuthTime) {
		t.Errorf("%+v became %+v; want the same session with a second factor", before, after)
	}
	if cookie(b, "playgrant_session") == was {
		t.Error("the cookie from before the second factor still serves")
	}
	// It is given anew each time that an app asks for it: the ID token says so.
	wantError(t, b.authorize("acr_values", multiFactor, "prompt", "none"), "login_required", "Multifactor authentication required")
	wantPage(t, b.authorize("acr_values", multiFactor), 200, "Enter the code")
}
