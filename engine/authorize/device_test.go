package authorize_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

type tv struct {
	*enginetest.Server
	code, user string
}

func plugIn(t *testing.T, s *enginetest.Server) tv {
	t.Helper()
	got := s.Form("/oauth/device/code", "client_id=tv&scope=openid+offline_access+read:expenses&audience="+url.QueryEscape(expenses)).Object()
	d := tv{Server: s}
	d.code, _ = got["device_code"].(string)
	d.user, _ = got["user_code"].(string)
	if d.code == "" || len(d.user) != 9 || d.user[4] != '-' || strings.Trim(d.user, "BCDFGHJKLMNPQRSTVWXZ-") != "" ||
		got["verification_uri"] != s.URL+"/activate" || got["verification_uri_complete"] != s.URL+"/activate?user_code="+d.user ||
		got["expires_in"] != 900.0 || got["interval"] != 5.0 {
		t.Fatalf("the device got %v", got)
	}
	return d
}

// poll asks for the tokens, five seconds later.
func (d tv) poll() (int, map[string]any) {
	d.Now = d.Now.Add(5 * time.Second)
	got := d.Form("/oauth/token", url.Values{"grant_type": {model.GrantDeviceCode}, "client_id": {"tv"}, "device_code": {d.code}}.Encode())
	return got.Status, got.Object()
}

func TestADeviceIsConnected(t *testing.T) {
	s := enginetest.New(t)
	d := plugIn(t, s)
	if status, got := d.poll(); status != 403 || got["error"] != "authorization_pending" {
		t.Fatalf("before: %d %v", status, got)
	}
	b := open(t, s)
	p := b.get("/activate?user_code=" + d.user)
	if !strings.Contains(p.text, `id="user_code" name="user_code" value="`+d.user+`"`) {
		t.Errorf("the code is not filled in: %s", p.text)
	}
	p = b.submit(p, "user_code", " "+strings.ToLower(strings.ReplaceAll(d.user, "-", " ")), "action", "default")
	p = b.logIn(p, "user@example.com")
	wantPage(t, p, 200, "Is this your device?")
	p = b.submit(p, "action", "default")
	wantPage(t, p, 200, "Your device is connected")
	status, got := d.poll()
	if status != 200 || got["refresh_token"] == nil || got["id_token"] == nil || got["scope"] != "openid offline_access read:expenses" {
		t.Fatalf("after: %d %v", status, got)
	}
	if status, got := d.poll(); status != 403 || got["error"] != "invalid_grant" {
		t.Errorf("once more: %d %v", status, got)
	}
	// Its code leads nowhere any more.
	wantPage(t, b.submit(b.get("/activate"), "user_code", d.user), 400, "Connect a device")
}

func TestADeviceIsRefused(t *testing.T) {
	s := enginetest.New(t)
	d := plugIn(t, s)
	b := open(t, s)
	p := b.logIn(b.submit(b.get("/activate"), "user_code", d.user), "user@example.com")
	wantPage(t, b.submit(p, "action", "deny"), 200, "The device was not let in")
	if status, got := d.poll(); status != 403 || got["error"] != "access_denied" || got["error_description"] != "User cancelled the confirmation prompt." {
		t.Errorf("%d %v", status, got)
	}
	if status, got := d.poll(); status != 403 || got["error"] != "invalid_grant" {
		t.Errorf("once more: %d %v", status, got)
	}
}

func TestADeviceWithASecondFactor(t *testing.T) {
	s := enginetest.New(t)
	d := plugIn(t, s)
	b := open(t, s)
	p := b.logIn(b.submit(b.get("/activate"), "user_code", d.user), "otp@example.com")
	code, _ := s.Do("GET", "/sandbox/totp?user=otp@example.com", "").Object()["code"].(string)
	p = b.submit(p, "code", code, "action", "default")
	wantPage(t, p, 200, "Is this your device?")
	if status, got := d.poll(); status != 403 || got["error"] != "authorization_pending" {
		t.Errorf("before it was confirmed: %d %v", status, got)
	}
	b.submit(p, "action", "default")
	if status, got := d.poll(); status != 200 {
		t.Errorf("%d %v", status, got)
	}
}

func TestPollingADeviceCode(t *testing.T) {
	for dialect, want := range map[string][3]int{"auth0": {403, 429, 403}, "oidc": {400, 400, 400}} {
		t.Run(dialect, func(t *testing.T) {
			s := enginetest.New(t)
			s.Do("PATCH", "/sandbox/policy", `{"dialect":"`+dialect+`"}`)
			d := plugIn(t, s)
			at := func(after time.Duration, status int, code string) {
				t.Helper()
				s.Now = s.Now.Add(after)
				got := s.Form("/oauth/token", url.Values{"grant_type": {model.GrantDeviceCode}, "client_id": {"tv"}, "device_code": {d.code}}.Encode())
				if got.Status != status || got.Object()["error"] != code {
					t.Errorf("%d %s, want %d %s", got.Status, got.Text, status, code)
				}
			}
			at(0, want[0], "authorization_pending")
			at(4*time.Second, want[1], "slow_down")
			at(10*time.Second, want[0], "authorization_pending")
			at(15*time.Minute, want[2], "expired_token")
			at(5*time.Second, want[2], "invalid_grant") // told once
		})
	}
}

func TestDeviceRequestsThatAreRefused(t *testing.T) {
	s := enginetest.New(t)
	d := plugIn(t, s)
	for name, row := range map[string]struct {
		path, form string
		status     int
		code       string
	}{
		"a client without the grant": {"/oauth/device/code", "client_id=spa", 403, "unauthorized_client"},
		"an unknown client":          {"/oauth/device/code", "client_id=nobody", 401, "access_denied"},
		"an unknown API":             {"/oauth/device/code", "client_id=tv&audience=https://nowhere.example", 403, "access_denied"},
		"another's device code": {"/oauth/token", url.Values{"grant_type": {model.GrantDeviceCode}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "device_code": {d.code}}.Encode(),
			403, "unauthorized_client"},
		"an unknown device code": {"/oauth/token", url.Values{"grant_type": {model.GrantDeviceCode}, "client_id": {"tv"}, "device_code": {"x"}}.Encode(), 403, "invalid_grant"},
		"no device code":         {"/oauth/token", url.Values{"grant_type": {model.GrantDeviceCode}, "client_id": {"tv"}}.Encode(), 400, "invalid_request"},
	} {
		if got := s.Form(row.path, row.form); got.Status != row.status || got.Object()["error"] != row.code {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
}

// TestUserCodesCannotBeGuessed: after sixty wrong ones a right one has to wait
// too.
func TestUserCodesCannotBeGuessed(t *testing.T) {
	s := enginetest.New(t)
	d := plugIn(t, s)
	b := open(t, s)
	for range 60 {
		if p := b.do("POST", "/activate", url.Values{"user_code": {"BBBB-BBBB"}}); p.status != 400 {
			t.Fatalf("a wrong code: %d", p.status)
		}
	}
	if p := b.do("POST", "/activate", url.Values{"user_code": {d.user}}); p.status != 429 {
		t.Errorf("the right code after sixty wrong ones: %d", p.status)
	}
	s.Now = s.Now.Add(-time.Hour) // a clock that was moved back locks nobody out for longer
	s.Do("GET", "/activate", "")
	if p := b.do("POST", "/activate", url.Values{"user_code": {d.user}}); p.status != 429 {
		t.Errorf("an hour earlier: %d", p.status)
	}
	s.Now = s.Now.Add(4 * time.Second)
	wantPage(t, b.do("POST", "/activate", url.Values{"user_code": {d.user}}), 200, "Log in")
}

// TestAnotherBrowserCannotConfirm: the page belongs to the browser that typed
// the code.
// TestADeviceOfARemovedClient: nothing waits any more under its code.
func TestADeviceOfARemovedClient(t *testing.T) {
	s := enginetest.New(t)
	a := s.Form("/oauth/device/code", "client_id=tv&scope=openid")
	code, _ := a.Object()["user_code"].(string)
	if got := s.Do("DELETE", "/sandbox/clients/tv", ""); got.Status != 204 || code == "" {
		t.Fatalf("%d %s, %s", got.Status, got.Text, a.Text)
	}
	if got := s.Form("/activate", "user_code="+code); got.Status != 400 || !strings.Contains(got.Text, "No device waits under this code.") {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestAnotherBrowserCannotConfirm(t *testing.T) {
	s := enginetest.New(t)
	d := plugIn(t, s)
	b := open(t, s)
	p := b.logIn(b.submit(b.get("/activate"), "user_code", d.user), "user@example.com")
	if got := open(t, s).submit(p, "action", "default"); got.status != 400 {
		t.Errorf("%d %s", got.status, got.title())
	}
	if status, got := d.poll(); status != 403 || got["error"] != "authorization_pending" {
		t.Errorf("%d %v", status, got)
	}
}

// Whoever opens the complete address on a big screen goes on with the phone:
// the page has it as a picture, and only where there is a code.
func TestActivateShowsTheAddressToAPhone(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	if p := b.get("/activate?user_code=BCDF-GHJK"); !strings.Contains(p.text, `<img src="data:image/png;base64,`) || !strings.Contains(p.header.Get("Content-Security-Policy"), "img-src data:") {
		t.Errorf("no picture: %s", p.text)
	}
	for _, path := range []string{"/activate", "/activate?user_code=" + strings.Repeat("A", 5000)} {
		if p := b.get(path); p.status != 200 || strings.Contains(p.text, "<img") && path == "/activate" {
			t.Errorf("%.20s: %d", path, p.status)
		}
	}
}
