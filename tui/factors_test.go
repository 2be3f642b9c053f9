package tui

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
)

// factorDemos are about second factors, for the interface alone: what they
// answer is what a user picks and types.
func factorDemos(t testing.TB) []*demos.Demo {
	t.Helper()
	var out []*demos.Demo
	for _, name := range []string{"factors", "enrol"} {
		d, err := demos.Load(filepath.Join("testdata", "demos", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

var factorScenes = []scene{
	{"factors-required", []string{"enter", "shift+tab", "shift+tab", "shift+tab"}},
	{"factors-listed", []string{"enter", "enter", "shift+tab", "shift+tab"}},
	{"factors-challenge", []string{"enter"}},
	{"factors-choose", []string{"o"}},
	{"factors-sent", []string{"esc", "enter", "shift+tab", "shift+tab"}},
	{"factors-answer", []string{"enter"}},
	{"factors-inserted", []string{"i"}},
	{"factors-tokens", []string{"enter"}},
	{"factors-push", []string{"1", "S", "enter", "enter", "enter", "o", "down", "enter", "enter"}},
	{"factors-pending", []string{"enter", "enter", "shift+tab", "shift+tab", "shift+tab"}},
	{"factors-approved", []string{"a"}},
	{"factors-done", []string{"enter"}},
}

func TestFactorFrames(t *testing.T) {
	if *record {
		t.Run("record", func(t *testing.T) {
			d := drive(t, recorded(t, "factors"), factorDemos(t), 80, 24, begin("factors"))
			for _, s := range factorScenes {
				d.press(s.keys...)
			}
		})
	}
	for _, size := range [][2]int{{80, 24}, {120, 36}, {150, 40}, {200, 60}} {
		suffix := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(suffix, func(t *testing.T) {
			d := drive(t, played(t, "factors"), factorDemos(t), size[0], size[1], begin("factors"))
			for _, s := range factorScenes {
				d.press(s.keys...)
				expect(t, s.name+"."+suffix+".txt", trimmed(d.frame()))
			}
		})
	}
}

func TestChoosingAFactor(t *testing.T) {
	for i, tt := range []struct{ name, challenge, sees string }{
		{"Otp", "otp", "the code is on"},
		{"Push-notification", "oob", "the user answers"},
		{"Phone by sms", "oob", "the user types"},
	} {
		d := drive(t, realEngine(t), factorDemos(t), 200, 60, begin("factors"))
		d.press("enter", "enter", "enter", "enter", "o")
		d.sees("With which authenticator?", tt.name, "Recovery-code", "Email")
		for range i {
			d.press("down")
		}
		d.press("enter")
		d.sees(`"challenge_type": "` + tt.challenge + `"`)
		d.press("enter", "shift+tab", "shift+tab")
		d.sees(tt.sees)
	}
}

// challenged is the interface after a challenge of the authenticator that is
// so far down the list, on the step that answers it.
func challenged(t *testing.T, width, height, down int) *driver {
	t.Helper()
	d := drive(t, realEngine(t), factorDemos(t), width, height, begin("factors"))
	d.press("enter", "enter", "enter", "enter", "o")
	for range down {
		d.press("down")
	}
	d.press("enter", "enter", "enter")
	return d
}

func TestInsertingTheCode(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {150, 40}, {200, 60}} {
		d := challenged(t, size[0], size[1], 2)
		d.sees("i insert the code")
		d.press("i")
		d.sees("* changed")
		d.press("enter")
		d.sees("✓ as expected")
	}
}

func TestAnsweringThePushBesideTheStep(t *testing.T) {
	for _, tt := range []struct{ key, toast, then string }{
		{"a", "Approved: the app gets its tokens", "✓ as expected"},
		{"d", "Denied: the app is told so", "expected approved, got denied"},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 36}, {150, 40}, {200, 60}} {
			d := challenged(t, size[0], size[1], 1)
			d.sees("a approve", "d deny")
			d.press("enter")
			d.press("1", "4", "down")
			d.sees("The user has not answered")
			d.press(tt.key)
			d.sees(tt.toast)
			d.press("1", "4")
			d.sees("enter send again")
			d.press("enter", "tab", "tab")
			d.sees(tt.then)
		}
	}
}

func TestPhoneFromANarrowStep(t *testing.T) {
	d := challenged(t, 80, 24, 1)
	d.press("m")
	d.sees("Inbox of all@example.com", "Is this you?")
	d.press("d", "esc")
	d.sees("④ answer")
}

func TestPhoneIsPutAway(t *testing.T) {
	d := challenged(t, 150, 40, 2)
	d.sees("─ Phone ─", "m all messages")
	d.press("1")
	if strings.Contains(d.frame(), "─ Phone ─") {
		t.Errorf("the phone lies beside a step that does not need it:\n%s", d.frame())
	}
}

// TestEnrolmentShowsItsQR enrols an app without a phone at hand: the card's
// secret makes the code that confirms it.
func TestEnrolmentShowsItsQR(t *testing.T) {
	d := drive(t, realEngine(t), factorDemos(t), 120, 40, begin("enrol"))
	d.press("enter", "enter", "enter", "shift+tab", "shift+tab")
	d.sees("shows it as a QR code", "recovery_codes", "MASKED")
	d.press("Q")
	d.sees("For an authenticator app", "Scan it with an authenticator app", "user@example.com", "No phone at hand?")
	d.press("p")
	d.sees("The code now")
	d.press("i", "y", "esc")
	if len(d.copied) != 2 || len(d.copied[0]) != 6 || len(d.copied[1]) < 16 {
		t.Fatalf("copied %d texts", len(d.copied))
	}
	if strings.Contains(d.frame(), d.copied[1]) {
		t.Error("the secret is on screen")
	}
	d.press("enter", "i", "enter")
	d.sees("✓ as expected")
}

// TestTheNextRecoveryCode is named where it comes, and hidden as the one before
// it was, wherever it is drawn from then on.
func TestTheNextRecoveryCode(t *testing.T) {
	demo, err := demos.Load(filepath.Join("..", "demos", "mfa-recovery-code.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := drive(t, realEngine(t), []*demos.Demo{demo}, 80, 24, begin(demo.Name))
	d.press("enter", "enter", "enter")
	d.sees("200 OK: access_token, id_token and recovery_code.", `"recovery_code": "`)
	for line := range strings.SplitSeq(d.frame(), "\n") {
		if strings.Contains(line, `"recovery_code"`) && !strings.Contains(line, "*****MASKED*****") {
			t.Errorf("%s", line)
		}
	}
}
