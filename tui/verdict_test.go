package tui

import (
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// under is what is said under the panes, in one line.
func (d *driver) under() string {
	lines := strings.Split(d.frame(), "\n")
	for i, line := range slices.Backward(lines) {
		if strings.HasPrefix(line, " ✓ as expected") {
			return strings.Join(strings.Fields(strings.Join(lines[i:len(lines)-1], " ")), " ")
		}
	}
	return ""
}

// TestTheVerdictComesToItsPoint: what the server answered comes first, why it
// refused and how to mend it is said whole, and what was prepared comes last, or
// not at all where there is no room for it.
func TestTheVerdictComesToItsPoint(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		d := drive(t, realEngine(t), demos.All(), size[0], size[1], begin("reuse-detection"))
		d.press("enter", "enter", "enter", "enter", "enter", "enter", "enter")
		got := d.under()
		for _, part := range []string{"403 Forbidden: invalid_grant.", "Why: ", "expected the newest token of the family, got one used at", "Mend: Log in again: "} {
			if !strings.Contains(got, part) {
				t.Errorf("%v: %q lacks %q:\n%s", size, got, part, d.frame())
			}
		}
		if strings.Contains(got, "…") {
			t.Errorf("%v: the verdict is cut: %q", size, got)
		}

		d = drive(t, realEngine(t), demos.All(), size[0], size[1], begin("permissions"))
		d.press("enter")
		got = d.under()
		if !strings.HasPrefix(got, "✓ as expected 200 OK: access_token") || strings.Contains(got, "…") {
			t.Errorf("%v: the answer is not what comes first, whole: %q\n%s", size, got, d.frame())
		}
		if says := strings.Contains(got, "Added the user"); says != (size[0] > 80) {
			t.Errorf("%v: it says what was prepared: %v\n%s", size, says, d.frame())
		}
	}
}

// TestTheServersOwnState is not taken for the app's.
func TestTheServersOwnState(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("enter")
	if got := d.under(); !strings.Contains(got, "/u/login with a state of the server's own.") {
		t.Errorf("the login page's state is called %q", got)
	}
}
