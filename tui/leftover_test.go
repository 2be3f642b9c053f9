package tui

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// mfaWhen is the policy as it stands.
func mfaWhen(t *testing.T, d *driver) string {
	t.Helper()
	v, err := d.app.c.Remote.Sandbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v.Policy.MFA.When
}

func TestADemoThatIsLeftOffersToPutBack(t *testing.T) {
	for _, how := range [][]string{{"P"}, {"ctrl+p", "put the sandbox back", "enter"}} {
		d := drive(t, realEngine(t), factorDemos(t), 120, 36, begin("enrol"))
		d.press("enter", "esc")
		d.sees("The demo has changed mfa.when. P at home puts it back.")
		d.press("down")
		d.sees("P put the sandbox back as it was")
		if got := mfaWhen(t, d); got != "always" {
			t.Fatalf("mfa.when is %s before anybody asked", got)
		}
		d.press(how...)
		d.sees("Put back as it was: mfa.when")
		if got := mfaWhen(t, d); got != "enrolled" {
			t.Errorf("mfa.when is %s", got)
		}
		d.press("down")
		if strings.Contains(d.frame(), "P put") {
			t.Error("it is offered once more")
		}
		d.press("P", "P")
	}
}

func TestADemoThatGoesOnPutsBackByItself(t *testing.T) {
	d := drive(t, realEngine(t), factorDemos(t), 120, 36, begin("enrol"))
	d.press("enter", "esc", "down", "up")
	for range 2 {
		if strings.Contains(d.frame(), "▸ Enrol") {
			break
		}
		d.press("down")
	}
	d.press("enter")
	d.sees("Enrol an authenticator app", "② enrol")
	d.press("esc")
	d.sees("The demo has changed mfa.when")
	d.press("enter", "enter", "enter", "enter", "i", "enter", "enter")
	d.sees("The end of this demo", "Put back as it was: mfa.when")
	if got := mfaWhen(t, d); got != "enrolled" {
		t.Errorf("mfa.when is %s", got)
	}
	d.press("enter")
	if strings.Contains(d.frame(), "P put") || strings.Contains(d.frame(), "has changed") {
		t.Errorf("a finished demo leaves something behind:\n%s", d.frame())
	}
}

func TestADemoThatChangedNothingSaysNothing(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter", "esc")
	if strings.Contains(d.frame(), "has changed") || strings.Contains(d.frame(), "P put") {
		t.Errorf("it offers to put back nothing:\n%s", d.frame())
	}
}

func TestAResetLeavesNothingToPutBack(t *testing.T) {
	d := drive(t, realEngine(t), factorDemos(t), 120, 36, begin("enrol"))
	d.press("enter", "esc", "ctrl+p", "reset the sandbox", "enter", "enter", "down")
	if strings.Contains(d.frame(), "P put") {
		t.Errorf("it offers to put back what is gone:\n%s", d.frame())
	}
}
