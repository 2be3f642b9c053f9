package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// TestJumpToTheParameterAtFault breaks a request, jumps from what refused it,
// and mends it there.
func TestJumpToTheParameterAtFault(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("down", "down", "down", "e", "ctrl+u", "my-app", "enter", "enter")
	d.sees("✗ The app is registered", "expected  a registered client", "got       my-app", "at fault  client_id: p goes there", "p to the parameter at fault")
	d.press("g", "p")
	d.sees("┏━ Ask for authorization", "▸ client_id", "* changed", "Here is client_id")
	d.press("e", "ctrl+u", "web-app", "enter", "enter")
	d.sees("✓ as expected")
	if strings.Contains(d.frame(), "p to the parameter") {
		t.Errorf("nothing is at fault, and p goes there:\n%s", d.frame())
	}
	d.press("p")
	d.sees("✓ as expected")
}

// TestJumpToWhatIsMissing: a parameter that was left out is there to put back.
func TestJumpToWhatIsMissing(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("client-credentials"))
	for !strings.Contains(d.frame(), "▸ client_id") {
		d.press("down")
	}
	d.press("-", "enter", "p")
	d.sees("▸ client_id", "left out")
	d.press("-", "enter")
	d.sees("✓ as expected")
}

// TestJumpFromADetour leaves it: the lesson's own value stands there.
func TestJumpFromADetour(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "enter", "b", "enter")
	d.sees("Break it: the wrong secret", "✗ The client proves itself")
	d.press("p")
	d.sees("┏━ Exchange the code", "▸ client_secret")
	if strings.Contains(d.frame(), "* changed") {
		t.Errorf("the detour's value was taken over:\n%s", d.frame())
	}
}

// TestACheckUnderTheCursorSaysItAll: of those that held, too.
func TestACheckUnderTheCursorSaysItAll(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("enter", "tab")
	d.sees("┫ Why ┣")
	for range 30 {
		d.press("down")
	}
	d.sees("expected  ", "got       ", "source    ")
	before := d.frame()
	if d.press("down"); d.frame() != before {
		t.Error("the cursor goes past the last check")
	}
}
