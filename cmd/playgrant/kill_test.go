package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// sandboxOnDisk is a served sandbox that is killed and opened again.
type sandboxOnDisk struct {
	*server
	t    *testing.T
	args []string
}

func openOnDisk(t *testing.T) *sandboxOnDisk {
	dir := t.TempDir()
	s := &sandboxOnDisk{t: t}
	s.server = serve(t, "--data", dir, "--listen", "localhost:0")
	// The issuer is in what was issued, so the address stays.
	s.args = []string{"--data", dir, "--listen", strings.TrimPrefix(s.base, "http://")}
	return s
}

// again kills the process, without a chance to finish anything, and opens the
// sandbox in a new one.
func (s *sandboxOnDisk) again() {
	s.t.Helper()
	s.kill()
	s.server = serve(s.t, s.args...)
}

// post sends a form and returns the answer.
func (s *sandboxOnDisk) post(path string, form url.Values) (int, map[string]any) {
	s.t.Helper()
	return sendRaw(s.t, s.server, path, "Host: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n", form.Encode())
}

// granted posts to /oauth/token and returns the tokens.
func (s *sandboxOnDisk) granted(form url.Values) map[string]any {
	s.t.Helper()
	status, tokens := s.post("/oauth/token", form)
	if status != http.StatusOK {
		s.t.Fatalf("%s answered %d %v", form.Get("grant_type"), status, tokens)
	}
	return tokens
}

// refused posts to /oauth/token what must not work.
func (s *sandboxOnDisk) refused(what, code string, form url.Values) map[string]any {
	s.t.Helper()
	status, got := s.post("/oauth/token", form)
	if got["error"] != code {
		s.t.Errorf("%s answered %d %v, want %s", what, status, got, code)
	}
	return got
}

// A process killed between any two steps has lost nothing that it answered,
// and what was spent stays spent.
func TestAKilledServerHoldsWhatItAnswered(t *testing.T) {
	s := openOnDisk(t)
	b := newBrowser(t)
	address := s.base + "/authorize?response_type=code&client_id=spa&redirect_uri=" + url.QueryEscape(callback) +
		"&scope=openid+offline_access&state=one&audience=" + url.QueryEscape(expenses) +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256" // RFC 7636 Appendix B

	login := b.open(address, callback)
	s.again()
	back := b.submit(login, callback, url.Values{"username": {"user@example.com"}, "password": {"opensesame"}})
	if back.status != 0 || back.at.Query().Get("code") == "" {
		t.Fatalf("the login page no longer works: %d %s", back.status, back.text)
	}
	s.again()
	redeem := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"spa"}, "redirect_uri": {callback},
		"code": {back.at.Query().Get("code")}, "code_verifier": {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
	}
	first := s.granted(redeem)
	s.again()
	s.refused("a spent code", "invalid_grant", redeem)
	if status, _ := get(t, s.base+"/userinfo", "Bearer "+first["access_token"].(string)); status != http.StatusOK {
		t.Errorf("an access token no longer opens /userinfo: %d", status)
	}
	if back := b.open(address, callback); back.at.Query().Get("code") == "" {
		t.Errorf("the session is gone: %d %s", back.status, back.text)
	}

	refresh := func(tokens map[string]any) url.Values {
		return url.Values{"grant_type": {"refresh_token"}, "client_id": {"spa"}, "refresh_token": {tokens["refresh_token"].(string)}}
	}
	second := s.granted(refresh(first))
	s.again()
	third := s.granted(refresh(second))
	s.again()
	s.refused("a rotated refresh token", "invalid_grant", refresh(first))
	s.again()
	s.refused("the newest of a family that reuse has ended", "invalid_grant", refresh(third))
}

func TestAKilledServerHoldsAnMFATransaction(t *testing.T) {
	s := openOnDisk(t)
	app := url.Values{"client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}}
	with := func(pairs ...string) url.Values {
		form := url.Values{}
		maps.Copy(form, app)
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	asked := s.refused("a password of a user with a factor", "mfa_required", with("grant_type", "password",
		"username", "otp@example.com", "password", "opensesame", "scope", "openid offline_access", "audience", expenses))
	mfaToken, _ := asked["mfa_token"].(string)
	s.again()
	status, list := get(t, s.base+"/mfa/authenticators", "Bearer "+mfaToken)
	if status != http.StatusOK || !strings.Contains(list, "totp|") {
		t.Fatalf("the mfa_token no longer lists authenticators: %d %s", status, list)
	}
	s.again()
	if status, got := s.post("/mfa/challenge", with("mfa_token", mfaToken, "challenge_type", "otp")); status != http.StatusOK {
		t.Fatalf("the challenge answered %d %v", status, got)
	}
	s.again()
	const grant = "http://auth0.com/oauth/grant-type/mfa-otp"
	code := totp(t, s)
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	s.refused("a wrong code", "invalid_grant", with("grant_type", grant, "mfa_token", mfaToken, "otp", wrong))
	s.again()
	finish := with("grant_type", grant, "mfa_token", mfaToken, "otp", totp(t, s))
	tokens := s.granted(finish)
	s.again()
	if status, got := s.post("/oauth/token", finish); status == http.StatusOK {
		t.Errorf("a spent mfa_token and code gave %v", got)
	}
	s.granted(with("grant_type", "refresh_token", "refresh_token", tokens["refresh_token"].(string)))
}

func totp(t *testing.T, s *sandboxOnDisk) string {
	t.Helper()
	_, text := get(t, s.base+"/sandbox/totp?user=otp@example.com", "")
	var app struct{ Code string }
	if err := json.Unmarshal([]byte(text), &app); err != nil || app.Code == "" {
		t.Fatalf("the authenticator app says %s, %v", text, err)
	}
	return app.Code
}
