package tui

import (
	"net/http"
	"strings"
	"testing"
)

// atRefresh walks a web app whose refresh tokens rotate up to its refresh,
// which comes an hour after the login.
func atRefresh(t *testing.T) *driver {
	t.Helper()
	w := realEngine(t)
	post(t, w, http.MethodPatch, "/sandbox/clients/web-app", "application/json", `{"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":10}}`)
	d := drive(t, w, lessons(t), 120, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "enter", "enter", "c", "h", "esc")
	return d
}

func TestRefreshStepShowsTheFamily(t *testing.T) {
	d := atRefresh(t)
	d.press("pgdown", "pgdown")
	d.sees("the refresh-token family", "● 1  living")
	d.press("enter")
	d.sees("○ 1  rotated", "● 2  living", "leeway ▰▰▰▰▰▰▰▰ 10 s left")
	d.press("c", "m", "esc")
	if strings.Contains(d.frame(), "10 s left") {
		t.Errorf("the leeway still runs after it is over:\n%s", d.frame())
	}
	d.press("t", "p", "enter")
	d.sees("✗ revoked  reuse: token 1 came back")
	d.press("esc")
	d.sees("✗ revoked  reuse: token 1 came", "✗ 2  revoked")
}

func TestRefreshStepSaysWhichClaimsChanged(t *testing.T) {
	d := atRefresh(t)
	d.press("enter", "right")
	d.sees("access_token, what the refresh changed", "before", "after", "23 Nov 09:00:00", "23 Nov 10:00:00", "the same  aud, azp, iss, scope, sub", "refresh_token, what the refresh changed", "~ v1.")
}

func TestOtherStepsShowNoFamily(t *testing.T) {
	d := atRefresh(t)
	d.press("enter", "3")
	if frame := d.frame(); strings.Contains(frame, "the refresh-token family") || strings.Contains(frame, "what the refresh changed") {
		t.Errorf("a step that refreshes nothing:\n%s", frame)
	}
}
