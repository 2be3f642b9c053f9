package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestThePictureSaysWhoSends: a single-page app has no back end, a thief is no
// app, and a request that was refused brought no tokens.
func TestThePictureSaysWhoSends(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 200, 60, begin("reuse-detection"))
	d.press("enter", "enter")
	d.sees("app ━━ code + code_verifier ━━▸ server")
	d.press("enter", "enter")
	d.sees("thief ━━ refresh_token ━━▸ server", "new tokens")
	d.press("enter", "enter")
	d.sees("app ━━ refresh_token ━━▸ server", "its answer")
	if strings.Contains(d.frame(), "new tokens") {
		t.Errorf("tokens are promised that will not come:\n%s", d.frame())
	}
	d.press("enter")
	d.sees("✗ 403 invalid_grant")
	if strings.Contains(d.frame(), "back end") {
		t.Errorf("an app without a secret has a back end:\n%s", d.frame())
	}
	d.press("enter", "enter", "enter")
	d.sees("thief ━━ Bearer access_token ━━▸ API")
}

func TestThePictureSaysWhatIsCarried(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 200, 60, begin("dpop"))
	d.press("enter", "enter", "enter", "enter", "enter", "enter")
	d.sees("app ━━ DPoP access_token + proof ━━▸ server")
	d = drive(t, realEngine(t), demos.All(), 200, 60, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "enter")
	d.sees("back end ━━ code + client_secret ━━▸ server")
}
