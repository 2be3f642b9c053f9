package tui

import (
	"strings"
	"testing"

	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/tui/ui"
)

func coloured(c *Config) { c.renderer = renderer(termenv.TrueColor, true) }

// TestLookFollowsTheTerminal: what is on screen, walkthrough and traffic with
// all they have drawn before, is coloured anew once the terminal answers.
func TestLookFollowsTheTerminal(t *testing.T) {
	const darkAccent, lightAccent = "38;2;165;160;255", "38;2;79;70;200"
	d := drive(t, played(t, "wire"), lessons(t), 120, 36, coloured)
	d.press("enter", "enter")
	if frame := d.app.View(); !strings.Contains(frame, darkAccent) || strings.Contains(frame, "48;2") {
		t.Fatalf("on a dark terminal:\n%q", frame)
	}
	d.send(groundSeen{Dark: false, Known: true})
	if frame := d.app.View(); strings.Contains(frame, darkAccent) || !strings.Contains(frame, lightAccent) {
		t.Errorf("on a light terminal:\n%q", frame)
	}
	d.press("ctrl+p", "theme dark", "enter")
	d.sees("Theme: dark. To keep it: theme: dark in config.yaml")
	frame := d.app.View()
	if strings.Contains(frame, lightAccent) || strings.Count(frame, "48;2;22;22;30") < 36 {
		t.Errorf("dark on a light terminal does not bring its ground:\n%q", frame)
	}
	d.look()
	d.press("ctrl+p", "theme background", "enter")
	if frame := d.app.View(); strings.Contains(frame, "48;2") || !strings.Contains(frame, lightAccent) {
		t.Errorf("auto again:\n%q", frame)
	}
}

// TestNoColour: without colours there is not one sequence, in any look.
func TestNoColour(t *testing.T) {
	for _, l := range ui.Looks {
		d := drive(t, played(t, "wire"), lessons(t), 120, 36, func(c *Config) { c.Look, c.ground = ui.Look(l), ui.Ground{} })
		d.each = func(frame string) {
			if strings.Contains(frame, "\x1b") {
				t.Fatalf("%s: %q", l, frame)
			}
		}
		for _, s := range scenes {
			d.press(s.keys...)
		}
	}
}

func TestAsksOnceForTheBackground(t *testing.T) {
	var asked strings.Builder
	d := drive(t, played(t, "wire"), lessons(t), 80, 24, func(c *Config) { c.terminal = &asked })
	d.press("enter", "esc", "t", "esc")
	if asked.String() != "\x1b]11;?\x1b\\" {
		t.Errorf("the terminal was sent %q", asked.String())
	}
}
