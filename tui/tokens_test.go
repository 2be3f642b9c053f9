package tui

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// post sends a request beside the interface, as another app would.
func post(t testing.TB, w demos.Wire, method, path, kind, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, w.Base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	resp, err := w.HTTP.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %s %v", method, path, resp.Status, answer, err)
	}
	return string(answer)
}

// logIn begins a family of trusted-app, which rotates with that leeway, in
// seconds; not at all if it is negative.
func logIn(t testing.TB, w demos.Wire, leeway int) {
	t.Helper()
	rotation := fmt.Sprintf(`{"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":%d}}`, max(leeway, 0))
	if leeway < 0 {
		rotation = `{"refresh_token":{"rotation_type":"non-rotating"}}`
	}
	post(t, w, http.MethodPatch, "/sandbox/clients/trusted-app", "application/json", rotation)
	post(t, w, http.MethodPost, "/oauth/token", "application/x-www-form-urlencoded", url.Values{
		"grant_type": {"password"}, "username": {"user@example.com"}, "password": {"opensesame"},
		"client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"audience": {"https://expenses.example/api"}, "scope": {"openid read:expenses offline_access"},
	}.Encode())
}

func TestTokensWithoutAny(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 100, 30)
	d.press("t")
	d.sees("There are no refresh tokens yet.", "Walk “Get a refresh token”", "enter get a refresh token")
	d.press("enter")
	d.sees("Ask for authorization")
}

func TestTokensWithoutTheSandbox(t *testing.T) {
	d := drive(t, demos.Wire{Base: base, HTTP: broken{}}, lessons(t), 100, 30)
	d.press("t")
	d.sees("The tokens could not be read", "enter looks again")
	d.press("r", "2", "d", "enter")
	d.sees("The tokens could not be read")
}

func TestTokensGoBackToTheDemo(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter")
	before := d.frame()
	d.press("t", "t", "esc")
	if d.frame() != before {
		t.Errorf("the demo is not as it was:\n%s", d.frame())
	}
	d.press("enter", "enter", "enter", "enter", "t")
	d.sees("session ", "web-app → expenses.example/api", "● living", "1 token", "user@example.com allowed")
}

func TestRefreshAndReplay(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	d := drive(t, w, lessons(t), 120, 36)
	d.press("t")
	d.sees("without a session", "● 1  living", "a rotated token that comes back ends the family")
	d.press("r")
	d.sees("✓ refreshed", "Token 1 was exchanged", "○ 1  rotated", "● 2  living")
	d.press("p")
	d.sees("Which old token comes back?", "Token 1", "the whole family is")
	d.press("enter")
	d.sees("✗ refused  403 Forbidden, invalid_grant", "Why: A rotated token is not used again", "Mend: Log in again",
		"✗ revoked  reuse: token 1 came back", "↩ came back", "✗ 2  revoked", "✗ revoked  reuse")
	d.press("r")
	d.sees("✗ refused", "The token's family was not revoked")
}

func TestReplayInsideTheLeeway(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 10)
	d := drive(t, w, lessons(t), 120, 36)
	d.press("t", "r")
	d.sees("leeway ▰▰▰▰▰▰▰▰ 10 s left")
	d.press("p")
	d.sees("Inside the leeway for 10 s more")
	d.press("enter")
	d.sees("✓ taken once more", "├─● 2  living", "╰─● 3  living")
}

func TestTabsAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name   string
		leeway int
		tabs   string
		sees   []string
	}{
		{"no leeway", 0, "3", []string{"✗ 3 at once", "1     ✓ won", "2     ✗ reuse", "3     ✗ too late", "✗ revoked  reuse: token 1 came back"}},
		{"a leeway", 10, "3", []string{"✓ 3 at once", "1     ✓ won", "2     ✓ inside the leeway  200, token 3", "3     ✓ inside the leeway  200, token 4", "╰─● 4  living"}},
		{"not rotating", -1, "3", []string{"✓ 3 at once", "1–3   ✓ taken", "● 1  living"}},
		{"fifty", 0, "50", []string{"✗ 50 at once", "3–50  ✗ too late"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := realEngine(t)
			logIn(t, w, tt.leeway)
			d := drive(t, w, lessons(t), 120, 36)
			d.press("t", "2")
			d.sees("How many exchanges of the newest token at once?")
			d.press("backspace", tt.tabs, "enter")
			d.sees(tt.sees...)
		})
	}
}

func TestTabsTakeASensibleNumber(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	d := drive(t, w, lessons(t), 100, 30)
	for _, n := range []string{"", "0", "1", "51", "-3", "x", "9999999999999999999"} {
		d.press("t", "2", "backspace", n, "enter")
		d.sees("A number from 2 to 50, please")
		d.press("esc")
	}
	d.sees("● 1  living")
}

func TestExpiring(t *testing.T) {
	for _, tt := range []struct{ key, what, cause string }{
		{"i", "idle lifetime", "✗ expired  idle"},
		{"a", "absolute lifetime", "✗ expired  absolute"},
	} {
		w := realEngine(t)
		logIn(t, w, 0)
		d := drive(t, w, lessons(t), 120, 36)
		d.press("t", tt.key)
		d.sees("Let the "+tt.what+" run out?", "The sandbox's clock moves on")
		d.press("esc")
		d.sees("● 1  living", "clock +0")
		d.press(tt.key, "enter")
		d.sees("✓ the clock moved", tt.cause, "✗ 1  expired")
		d.press("r")
		d.sees("✗ refused  403 Forbidden")
		d.press("c", "0", "esc")
		d.sees("● 1  living", "clock +0")
	}
}

func TestRevoking(t *testing.T) {
	for _, tt := range []struct{ key, asks, sees, cause string }{
		{"d", "Revoke this family?", "✓ revoked", "✗ revoked  by request: somebody asked"},
		{"D", "Revoke the grant?", "✓ grant revoked", "✗ revoked  grant: what the user"},
	} {
		w := realEngine(t)
		logIn(t, w, 0)
		d := drive(t, w, lessons(t), 120, 36)
		d.press("t", tt.key)
		d.sees(tt.asks)
		d.press("esc")
		d.sees("● 1  living")
		d.press(tt.key, "enter")
		d.sees(tt.sees, tt.cause)
		d.press(tt.key, "i", "a")
		d.sees(tt.sees, tt.cause) // what is dead is not killed again
	}
}

func TestCopyingTheNewestToken(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	d := drive(t, w, lessons(t), 100, 30)
	d.press("t", "r", "y")
	d.sees("Copied refresh token 2")
	if len(d.copied) != 1 || !strings.HasPrefix(d.copied[0], "v1.M") {
		t.Errorf("copied %d texts", len(d.copied))
	}
	if strings.Contains(d.frame(), "v1.M") {
		t.Error("a token is on screen")
	}
}

func TestWhatWentOverTheWire(t *testing.T) {
	for _, width := range []int{80, 120, 200} {
		w := realEngine(t)
		logIn(t, w, 0)
		d := drive(t, w, lessons(t), width, 60)
		d.press("t", "r", "tab", "tab")
		d.sees("What went over the wire, and why", "POST /oauth/token", "&client_secret=tru*****MASKED*****", "✓ The client is registered")
		for _, secret := range []string{"trusted-app-secret", "eyJhbGciOiJ"} {
			if strings.Contains(d.frame(), secret) {
				t.Errorf("%s is on screen", secret)
			}
		}
		d.press("tab")
		d.sees("▸   ● living")
		d.press("r", "pgdown", "p", "enter", "tab", "tab", "G")
		d.sees("✗ A rotated token is not used again")
		d.press("esc", "d", "esc")
	}
}
