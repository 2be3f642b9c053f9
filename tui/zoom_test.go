package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// familyWire is a sandbox with a refresh token in it.
func familyWire(t *testing.T) demos.Wire {
	w := realEngine(t)
	logIn(t, w, 0)
	return w
}

// TestZoom: on every screen that has several panes, z shows the one that has
// the keys alone, as large as the screen; z again or esc brings the others
// back.
func TestZoom(t *testing.T) {
	panes := func(d *driver) int {
		frame := d.frame()
		return strings.Count(frame, "╭") + strings.Count(frame, "┏")
	}
	for _, c := range []struct {
		name string
		wire demos.Wire
		keys []string
		sees string // in the pane
	}{
		{"home", played(t, "wire"), nil, "Get a refresh token"},
		{"walk", played(t, "wire"), []string{"enter", "tab"}, "┫ Request ┣"},
		{"tokens, list", familyWire(t), []string{"t"}, "Sessions → grants → families"},
		{"tokens, family", familyWire(t), []string{"t", "tab"}, "Family "},
		{"policy", newFakePhone().wire(), []string{"f"}, "Policy"},
		{"users", newFakePhone().wire(), []string{"f", "tab"}, "Users and their factors"},
		{"phone, message", newFakePhone(aPush, anSMS).wire(), []string{"m"}, "Is this you?"},
		{"phone, apps", newFakePhone(anSMS).wire(), []string{"m", "tab"}, "Authenticator apps"},
		{"sandbox, list", realEngine(t), []string{"s"}, "Clients"},
		{"sandbox, form", realEngine(t), []string{"s", "enter"}, "callbacks"},
		{"traffic", familyWire(t), []string{"x", "enter"}, "┫ Request ┣"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drive(t, c.wire, lessons(t), 160, 44)
			d.press(c.keys...)
			if c.name == "home" {
				d.press("z")
			} else {
				if panes(d) < 2 {
					t.Fatalf("there is one pane:\n%s", d.frame())
				}
				d.press("z")
			}
			if n := panes(d); n != 1 {
				t.Errorf("%d panes after z:\n%s", n, d.frame())
			}
			d.sees(c.sees)
			zoomed := d.frame()
			d.press("esc")
			if d.frame() == zoomed || len(d.app.stack) == 1 && c.name != "home" {
				t.Errorf("esc does not leave the zoom alone:\n%s", d.frame())
			}
			d.press("z", "z")
			if d.frame() == zoomed {
				t.Error("z does not come back")
			}
		})
	}
}
