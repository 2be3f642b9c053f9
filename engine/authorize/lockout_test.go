package authorize_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func TestTheLoginPageLocksOutAfterTenWrongPasswords(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	p := b.authorize()
	for range 10 {
		p = b.submit(p, "username", "user@example.com", "password", "wrong", "action", "default")
		wantPage(t, p, 400, "Log in")
	}
	p = b.logIn(p, "user@example.com")
	wantPage(t, p, 429, "Log in")
	if !strings.Contains(p.text, "Your account has been blocked after multiple consecutive login attempts.") {
		t.Errorf("the page does not say why: %s", p.text)
	}
	if !strings.Contains(p.text, `href="/sandbox/inbox?user=user%40example.com"`) {
		t.Error("the page does not lead to the mail")
	}
	// Somebody else gets in on the same page, and another browser at the same
	// address does not.
	policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFANever })
	wantCode(t, b.logIn(p, "email@example.com"))
	other := open(t, s)
	wantPage(t, other.logIn(other.authorize(), "user@example.com"), 429, "Log in")
}

// As Auth0 does: the sessions end, in every browser, and refresh tokens live.
func TestANewPasswordEndsSessionsAndSparesRefreshTokens(t *testing.T) {
	s := enginetest.New(t)
	b, other := open(t, s), open(t, s)
	code := wantCode(t, b.logIn(b.authorize("audience", expenses, "scope", "openid offline_access"), "user@example.com"))
	policy(t, s, func(p *model.Policy) { p.MFA.When = model.MFANever })
	wantCode(t, other.logIn(other.authorize(), "otp@example.com"))
	tokens := s.Form("/oauth/token", "grant_type=authorization_code&client_id=web-app&client_secret=web-app-secret&redirect_uri="+callback+"&code="+code).Object()
	s.Do("POST", "/dbconnections/change_password", `{"client_id":"web-app","connection":"Username-Password-Authentication","email":"user@example.com"}`, "Content-Type: application/json")
	body, _ := s.Do("GET", "/sandbox/inbox?to=user@example.com", "").List()[0]["body"].(string)
	_, link, _ := strings.Cut(body, s.URL)
	link, _, _ = strings.Cut(link, " ")
	path, ticket, _ := strings.Cut(link, "?")
	if got := s.Form(path, ticket+"&password=another+secret"); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	wantError(t, b.authorize("prompt", "none"), "login_required", "Login required")
	wantCode(t, other.authorize("prompt", "none")) // another user's
	refresh, _ := tokens["refresh_token"].(string)
	if got := s.Form("/oauth/token", "grant_type=refresh_token&client_id=web-app&client_secret=web-app-secret&refresh_token="+refresh); got.Status != 200 {
		t.Errorf("the refresh token: %d %s", got.Status, got.Text)
	}
}
