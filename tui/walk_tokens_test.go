package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestTokensRunDown on the sandbox's clock, until they are over.
func TestTokensRunDown(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 60, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "enter", "right", "right")
	d.sees("┫ Tokens ┣", "✓ signature verified", "alg            RS256", "How the token is signed.", "▰▰▰▰▰▰▰▰▰▰ 1 d left")
	if !d.app.counting() {
		t.Error("nothing runs down")
	}
	d.press("c", "h", "esc")
	d.sees("▰▰▰▰▰▰▰▰▰▰ 23 h left", "1 h ago")
	d.press("c", "d", "esc")
	d.sees("✗ over, 1 h ago")
	if d.press("right"); d.app.counting() {
		t.Error("what is out of sight is counted")
	}
}

// TestTokensDifferFromThoseBefore: what was added, removed, changed, each with
// a mark of its own, in a lesson that asks for less at a refresh.
func TestTokensDifferFromThoseBefore(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 60, begin("narrow-the-scope"))
	d.press("enter", "enter", "enter", "right", "right")
	if strings.Contains(d.frame(), "before ") {
		t.Errorf("the first tokens differ from none:\n%s", d.frame())
	}
	d.press("c", "h", "esc", "enter", "enter", "right", "right")
	d.sees("access_token, what the refresh changed", "~ scope", "~ exp", "~ iat", "+ gty", "= the same  aud, azp, iss, sub", "- email ", "gone")
}
