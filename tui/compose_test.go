package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
)

func TestComposeFrames(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		d := drive(t, realEngine(t), lessons(t), size[0], size[1])
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "compose-"+name+suffix, steady(trimmed(d.frame())))
		}
		scene("empty", "n")
		scene("presets", "p")
		scene("found", "password")
		scene("password", "down", "enter")
		scene("answer", "enter")
		if size[0] < 100 {
			d.press("enter") // back to the request
		}
		scene("users", "G", "k", "k", "k", "k", "enter")
		scene("refused", "esc", "j", "enter", "ctrl+u", "wrong", "enter", "S")
		if size[0] < 100 {
			d.press("enter")
		}
		scene("grants", "g", "down", "down", "down", "down", "down", "enter")
	}
	d := drive(t, demos.Wire{Base: base, HTTP: broken{}}, lessons(t), 80, 24)
	d.press("n", "enter")
	expect(t, "compose-error.80x24.txt", trimmed(d.frame()))
}

// preset begins with a request of the catalog.
func (d *driver) preset(title string) {
	d.t.Helper()
	d.press("p", title)
	d.sees("▸ " + title)
	d.press("enter")
}

// TestACodeIsGotAndSpent goes from nothing to tokens: the code of a login that
// is done with a key stands in the next request by itself, and so does what
// that one gives.
func TestACodeIsGotAndSpent(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("n", "i")
	d.sees("Send it, and log in as", "user@example.com")
	for !strings.Contains(d.frame(), "▸ otp@example.com") {
		d.press("down")
	}
	d.press("enter")
	d.sees("302", "code=", "otp@example.com", "[ ]")
	d.preset("Tokens: for a code")
	d.press("enter")
	d.sees("✓ 200 OK", "refresh_token")
	d.press("tab", "4")
	d.sees("access_token", "✓ signature")
	d.press("enter")
	d.preset("Use a token: who is the user")
	d.press("S")
	d.sees("✓ 200 OK", "Otto Pine")
	d.preset("Tokens: for a refresh token")
	d.press("S")
	d.sees("✓ 200 OK")
	d.press("[", "[")
	d.sees("6 of 8")
	d.press("esc", "n") // all of it is still there
	d.sees("8 of 8", "refresh_token")
}

// TestADeviceIsConnected begins the device flow, does the user's part by a key,
// and polls.
func TestADeviceIsConnected(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("n")
	d.preset("Device: begin")
	d.press("S")
	d.sees("✓ 200", "user_code")
	d.preset("Device: the page for the user")
	d.press("i", "enter")
	d.sees("✓ 200 OK", "POST /u/device")
	d.preset("Device: look whether")
	d.press("S")
	d.sees("✓ 200 OK", "refresh_token")
}

// TestABoundTokenIsComposed asks for a token that is bound to a key, and uses
// it: the proofs are made as the requests go out.
func TestABoundTokenIsComposed(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("n")
	d.preset("Tokens: for a password of one realm")
	d.press("a", "down", "enter", "DPoP", "enter", "down", "enter")
	d.sees("filled in as it goes")
	d.press("S")
	d.sees("✓ 200", "DPoP")
	d.preset("Use a token: who is the user")
	d.sees("DPoP 8", "filled in as it goes out")
	d.press("S", "S") // another proof each time
	d.sees("✓ 200", "\"sub\"")
}

// TestThePaletteBeginsARequest finds a request by a few letters, from home and
// from the composer itself.
func TestThePaletteBeginsARequest(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("ctrl+p", "compose device begin", "enter")
	d.sees("▸ Compose", "/oauth/device/code", "tv")
	d.press("S", "ctrl+p", "compose device look", "enter")
	d.sees("/oauth/token", "device_code")
	d.press("S")
	d.sees("authorization_pending")
}

// TestComposeIsComeBackTo leaves the composer and finds the request again.
func TestComposeIsComeBackTo(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("n", "down", "down", "enter", "ctrl+u", "/oidc/logout?a=b", "enter", "esc")
	d.sees("What you will learn")
	d.press("n")
	d.sees("/oidc/logout", "a  ")
}

// TestComposeGoesOnAfterARestart finds the request that was sent last.
func TestComposeGoesOnAfterARestart(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, lessons(t), 120, 40)
	d.press("n")
	d.preset("Users: sign up")
	d.press("S", "ctrl+c")
	d = drive(t, wire, lessons(t), 120, 40)
	d.press("n")
	d.sees("/dbconnections/signup", "new@example.com", "Body: JSON")
}

// TestTrafficIsSentAgainChanged opens an exchange of an app in the editor,
// changes a parameter, and sees the server take what was changed.
func TestTrafficIsSentAgainChanged(t *testing.T) {
	wire := realEngine(t)
	someTraffic(t, wire)
	d := drive(t, wire, lessons(t), 120, 40)
	d.press("x", "g", "down", "down", "e")
	d.sees("Send no. 3 again, changed", "wrong"[:3]+"*", "client_secret")
	for !strings.Contains(d.frame(), "▸ client_secret") {
		d.press("down")
	}
	d.press("e", "ctrl+u", "trusted-app-secret", "enter", "S")
	d.sees("✓ 200 OK", "no. 6")
	d.press("u")
	if strings.Contains(d.frame(), "* changed") {
		t.Error("undo leaves a change")
	}
	d.press("S")
	d.sees("✗ 401")
	d.press("esc")
	d.send(newsNext{})
	for range 8 { // the hostile ones, too
		d.press("e", "esc", "down")
	}
	d.press("g")
	d.sees("8 kept") // and the keys, to verify the tokens
}

// TestWhatMendsAComposedRequest: the doctor's change goes into the request, or
// into the sandbox.
func TestWhatMendsAComposedRequest(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40)
	d.press("n", "down", "down", "down", "down", "down", "enter", "ctrl+u", "http://localhost:3000/calback", "enter", "S")
	d.sees("✗ 403", "M mend")
	d.press("M")
	d.sees("What mends it", "http://localhost:3000/calback")
	d.press("enter")
	d.sees("Done: ", "S sends the request again")
	d.press("S")
	d.sees("✓ 302 Found")
	d.preset("Tokens: for a password")
	d.press("S")
	d.sees("✓ 200", "p, then enter goes on with “Tokens: for a refresh token”")
	d.press("p", "enter", "S") // the token is trusted-app's, and so is the request
	d.sees("✓ 200", "trusted-app")
}

// TestAnyKeysInTheEditor types at random, in the composer and in the
// walkthrough's editor: every frame fits, and there is always a way back.
func TestAnyKeysInTheEditor(t *testing.T) {
	keys := []string{
		"enter", "enter", "enter", "esc", "tab", "shift+tab", "up", "down", "down", "down", "left", "right", "pgup", "pgdown", "backspace",
		"a", "B", "d", "e", "E", "g", "G", "N", "p", "r", "S", "u", "-", "z", "[", "]", "L", "M", "=", "&", "日本", "👩‍👩‍👧", "\x1b", "%zz", "ctrl+u",
	}
	times := 800
	if enginetest.Race {
		times = 200
	}
	for _, size := range [][2]int{{60, 16}, {120, 36}} {
		for _, begin := range [][]string{{"n"}, {"enter", "enter", "enter", "enter", "enter", "E"}} {
			d := drive(t, realEngine(t), lessons(t), size[0], size[1])
			d.press(begin...)
			random := rand.New(rand.NewPCG(1, uint64(size[0])))
			for range times {
				d.press(keys[random.IntN(len(keys))])
			}
			for range 30 {
				d.press("esc")
			}
			d.sees("Learn OAuth by doing it")
		}
	}
}
