package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

func begin(name string) func(*Config) { return func(c *Config) { c.Start = name } }

// TestEnterAloneWalksEachDemo is what the contract promises of --demo, with
// the real engine.
func TestEnterAloneWalksEachDemo(t *testing.T) {
	for _, demo := range demos.All() {
		t.Run(demo.Name, func(t *testing.T) {
			t.Parallel()
			d := drive(t, realEngine(t), demos.All(), 80, 24, begin(demo.Name))
			for i, s := range demo.Steps {
				d.sees(s.Title)
				d.press("enter")
				d.sees("✓ as expected")
				if i+1 < len(demo.Steps) {
					d.sees("enter next: ")
				} else {
					d.sees("enter finish")
				}
				d.press("enter")
			}
			d.sees("The end of this demo", "home")
			d.press("esc")
			d.sees("What you will learn", "✓ done", "clock +0") // what the demo moved is back
		})
	}
}

// TestTheEndLeadsOn goes from a demo into the next with one key, and from the
// last one home.
func TestTheEndLeadsOn(t *testing.T) {
	list := demos.All()[:2]
	d := drive(t, realEngine(t), list, 80, 24, begin(list[0].Name))
	for range list[0].Steps {
		d.press("enter", "enter")
	}
	d.sees("The end of this demo", list[1].Title, "enter the next demo", "esc home")
	d.press("enter")
	d.sees("playgrant ▸ "+list[1].Title, list[1].Steps[0].Title)
	for range list[1].Steps {
		d.press("enter", "enter")
	}
	d.sees("The end of this demo", "enter home")
	d.press("enter")
	d.sees("What you will learn")
}

// TestResume closes the program in the middle of a demo and opens it again.
func TestResume(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "ctrl+c")
	if !d.quit {
		t.Fatal("ctrl+c does not quit")
	}
	d = drive(t, wire, demos.All(), 120, 36)
	d.sees("step 3 of 5", "enter go on")
	d.press("enter")
	d.sees("▸③ exchange", "from step 2")
	d.press("enter", "enter")
	d.sees("▸④ refresh")
	d.press("1")
	d.sees("▸① authorize", "enter next: log in")
	d.press("9")
	d.sees("▸① authorize")
	d.press("R", "enter")
	d.sees("▸① authorize ──", "enter send")
}

// TestEditing changes a parameter, sees what the engine says, and returns.
func TestEditing(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("down", "down", "down", "e", "?q-my-app")
	if !d.app.top().Capturing() {
		t.Fatal("the field does not take the keys")
	}
	d.press("esc")
	if strings.Contains(d.frame(), "* changed") {
		t.Error("esc keeps what was typed")
	}
	d.press("e", "ctrl+u", "my-app", "enter")
	d.sees("my-app", "* changed", "the demo has  web-app", "enter send", "client_id=my-app")
	d.press("enter")
	d.sees("✗ not as expected", "The app is registered", "Mend:", "my-app")
	d.press("u", "enter")
	d.sees("✓ as expected", "enter next: log in")
}

func TestLeavingAParameterOut(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("down", "down", "-")
	d.sees("left out")
	d.press("enter", "enter")
	if o := d.frame(); !strings.Contains(o, "enter send") {
		t.Errorf("enter does not lead back to the demo's values:\n%s", o)
	}
	d.press("enter")
	d.sees("✓ as expected")
}

// TestBreakingEachStep does every variant of every step, from the main line,
// and finds it as it was.
func TestBreakingEachStep(t *testing.T) {
	for _, demo := range demos.All() {
		t.Run(demo.Name, func(t *testing.T) {
			t.Parallel()
			d := drive(t, realEngine(t), demos.All(), 120, 36, begin(demo.Name))
			for _, s := range demo.Steps {
				for i := range s.Variants {
					d.press("b")
					for range i {
						d.press("down")
					}
					d.press("enter")
					d.sees("Break it: ", "enter back to the lesson")
					if strings.Contains(d.frame(), "✗ not as expected") {
						t.Errorf("%s, variant %d:\n%s", s.Title, i+1, d.frame())
					}
					d.press("esc")
				}
				d.press("enter")
				d.sees("✓ as expected")
				d.press("enter")
			}
			d.sees("The end of this demo")
		})
	}
}

// TestEnterLeadsOutOfADeadEnd sends a code twice: no enter could make that
// good, so enter begins again, and reaches the end.
func TestEnterLeadsOutOfADeadEnd(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "enter", "S")
	d.sees("✗ not as expected", "step 1 again")
	d.press("enter")
	d.sees("▸① authorize", "enter send again")
	for range 10 {
		d.press("enter")
	}
	d.sees("The end of this demo")
}

func TestCopyingWhole(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "down", "down", "y")
	d.sees("Copied client_secret, whole, by the test")
	d.press("enter", "tab", "tab", "y")
	d.sees("Copied access_token, whole, by the test")
	if len(d.copied) != 2 || d.copied[0] != "web-app-secret" || strings.Count(d.copied[1], ".") != 2 {
		t.Errorf("copied %q", d.copied)
	}
}

// TestALoginThatIsDoneAnew: the page of a login is gone once it was answered.
// Sent again, the step cannot be finished, and enter alone finds the way out.
func TestALoginThatIsDoneAnew(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "2", "S")
	d.sees("✗ not finished")
	d.press("j")
	d.sees("enter step 1 again, for fresh values")
	for range 20 {
		if contains(d.frame(), "The end of this demo") {
			break
		}
		d.press("enter")
	}
	d.sees("The end of this demo")
}
