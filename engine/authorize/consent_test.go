package authorize_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// partner asks for something as the third-party app does.
func partner(params ...string) []string {
	return append([]string{
		"client_id", "partner-app", "code_challenge", challenge, "code_challenge_method", "S256",
		"audience", expenses, "scope", "openid read:expenses",
	}, params...)
}

const asks = "Let Partner App in?"

func TestConsent(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(partner()...), "user@example.com")
	wantPage(t, p, 200, asks)
	for _, want := range []string{"Read your expenses", "<code>read:expenses</code>", "<strong>Expenses</strong>", "user@example.com",
		`<button type="submit" name="action" value="default" data-action-button-primary="true">Continue</button>`, `value="deny" class="quiet">Deny</button>`} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page lacks %s:\n%s", want, p.text)
		}
	}
	wantError(t, b.authorize(partner("prompt", "none")...), "consent_required", "Consent required")
	wantCode(t, b.submit(p, "action", "default"))

	for _, row := range []struct {
		name   string
		params []string
		asked  bool
	}{
		{"the same again", nil, false},
		{"the same without a page", []string{"prompt", "none"}, false},
		{"less", []string{"scope", "openid"}, false},
		{"a scope that nobody knows", []string{"scope", "openid read:expenses fly"}, false},
		{"one more scope", []string{"scope", "openid read:expenses write:expenses"}, true},
		{"offline access", []string{"scope", "openid read:expenses offline_access"}, true},
		{"another API", []string{"audience", reports, "scope", "openid"}, true},
		{"no API", []string{"audience", "", "scope", "openid"}, true},
		{"prompt=consent", []string{"prompt", "consent"}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := b.authorize(partner(row.params...)...)
			if !row.asked {
				wantCode(t, p)
				return
			}
			wantPage(t, p, 200, asks)
			if row.name != "prompt=consent" {
				wantError(t, b.authorize(partner(append(row.params, "prompt", "none")...)...), "consent_required", "Consent required")
			}
		})
	}
	t.Run("another user", func(t *testing.T) {
		p := b.logIn(b.authorize(partner("prompt", "login")...), "otp@example.com")
		wantPage(t, giveOTP(t, b, p), 200, asks)
	})
	t.Run("once for each time it is asked", func(t *testing.T) {
		wantCode(t, b.submit(b.logIn(b.authorize(partner("prompt", "login consent")...), "user@example.com"), "action", "default"))
	})
	t.Run("scopes add up", func(t *testing.T) {
		b := open(t, s)
		wantCode(t, b.submit(b.logIn(b.authorize(partner("scope", "write:expenses")...), "user@example.com"), "action", "default"))
		wantCode(t, b.authorize(partner("scope", "openid read:expenses write:expenses", "prompt", "none")...))
	})
}

func TestConsentOfFirstPartyApps(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize("audience", expenses, "scope", "write:expenses"), "user@example.com"))
	p := b.authorize("prompt", "consent")
	wantPage(t, p, 200, "Let Web App in?")
	if strings.Contains(p.text, "another company") {
		t.Error("the sandbox's own app is said to be another company's")
	}
	wantError(t, b.submit(p, "action", "deny"), "access_denied", "The user declined to give the app access")
}

func TestDeny(t *testing.T) {
	for policy, told := range map[string]bool{"allow_always": true, "open_redirect_protection": false, "": false} {
		t.Run("redirection_policy "+policy, func(t *testing.T) {
			s := enginetest.New(t)
			client(t, s, "partner-app", func(c *model.Client) { c.RedirectionPolicy = policy })
			b := open(t, s)
			asked := b.logIn(b.authorize(partner()...), "user@example.com")
			p := b.submit(asked, "action", "deny")
			if told {
				wantError(t, p, "access_denied", "The user declined to give the app access")
			} else {
				wantPage(t, p, 403, "Access denied")
			}
			wantPage(t, b.submit(asked, "action", "default"), 400, "This login is over")
			wantError(t, b.authorize(partner("prompt", "none")...), "consent_required", "Consent required")
		})
	}
}

func TestConsentOfASessionThatIsOver(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	asked := b.logIn(b.authorize(partner()...), "user@example.com")
	wantPage(t, asked, 200, asks)
	// In another tab somebody else logs in.
	p := b.logIn(b.authorize("prompt", "login"), "otp@example.com")
	wantCode(t, giveOTP(t, b, p))
	// Continue must not speak for either of them.
	p = b.submit(asked, "action", "default")
	wantPage(t, p, 200, "Log in")
	wantPage(t, b.logIn(p, "user@example.com"), 200, asks)
}

func TestConsentIsNotGivenUnseen(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.logIn(b.authorize(partner()...), "otp@example.com")
	form := p.hidden()
	form.Set("action", "default")
	wantPage(t, b.do("POST", "/u/consent", form), 200, "Enter the code")
	wantPage(t, giveOTP(t, b, p), 200, asks)
}

func TestSomebodyElseAtTheConsentPage(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	first := codeOf(t, s, wantCode(t, b.logIn(b.authorize(), "user@example.com"))).Authenticated
	asked := b.authorize(partner()...)
	wantPage(t, asked, 200, asks)
	other := b.logIn(b.get("/u/login?"+asked.url.RawQuery), "otp@example.com")
	asked = giveOTP(t, b, other)
	wantPage(t, asked, 200, asks)
	got := codeOf(t, s, wantCode(t, b.submit(asked, "action", "default"))).Authenticated
	if got.UserID == first.UserID || got.SID == first.SID || !got.MFA {
		t.Errorf("the code is for %+v, in a browser where %+v was logged in", got, first)
	}
	if now := codeOf(t, s, wantCode(t, b.authorize("prompt", "none"))).Authenticated; now.UserID != got.UserID || now.SID != got.SID {
		t.Errorf("the session is that of %+v, want %+v", now, got)
	}
}

func TestASecondFactorIsNobodyElses(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	asked := giveOTP(t, b, b.logIn(b.authorize(partner()...), "otp@example.com"))
	wantPage(t, asked, 200, asks)
	other := b.logIn(b.get("/u/login?"+asked.url.RawQuery), "phone@example.com")
	wantPage(t, other, 200, "Check your phone")
	form := asked.hidden()
	form.Set("action", "default")
	wantPage(t, b.do("POST", "/u/consent", form), 200, "Check your phone")
}
