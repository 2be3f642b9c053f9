package tui

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/snippet"
)

// TestCodeIsOfTheRequestAsItStands: with what was changed, whole on copy and
// masked on screen.
func TestCodeIsOfTheRequestAsItStands(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 120, 36, begin("get-a-refresh-token"))
	d.press("enter", "enter", "enter", "enter", "down", "down", "e", "ctrl+u", `it's "my" secret`, "enter", "shift+tab")
	d.sees("▸cURL", "client_secret=it'", "*****MASKED*****'")
	if frame := d.frame(); strings.Contains(frame, "my secret") || strings.Contains(frame, `"my"`) {
		t.Errorf("the secret is on screen:\n%s", frame)
	}
	d.press("y")
	d.sees("Copied the request in cURL, secrets included, by the test")
	if got := d.copied[0]; !strings.Contains(got, `--data-urlencode 'client_secret=it'\''s "my" secret'`) || !strings.Contains(got, "'http://localhost:2884/oauth/token'") {
		t.Errorf("copied\n%s", got)
	}
	d.press("L", "y")
	if got := d.copied[1]; !strings.Contains(got, `["client_secret"] = "it's \"my\" secret",`) {
		t.Errorf("copied\n%s", got)
	}
}

// TestLanguageIsRemembered across programs, in the sandbox.
func TestLanguageIsRemembered(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("shift+tab")
	d.sees("▸cURL", "The listener is off")
	d.press("H")
	d.sees("▸Ruby", `require "net/http"`)
	d.press("H", "ctrl+c")
	d = drive(t, wire, demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("shift+tab")
	d.sees("▸Python")
}

// TestPictureOfEachDemo draws every step of every demo, at sizes where little
// fits, and marks the step on screen.
func TestPictureOfEachDemo(t *testing.T) {
	for _, demo := range demos.All() {
		t.Run(demo.Name, func(t *testing.T) {
			t.Parallel()
			d := drive(t, realEngine(t), demos.All(), 100, 30, begin(demo.Name))
			for range demo.Steps {
				d.press("shift+tab", "shift+tab")
				d.sees("about to be sent", "app ")
				d.press("enter")
				for range 7 { // round all places
					if d.press("tab"); strings.Contains(d.frame(), "┫ Picture ┣") {
						break
					}
				}
				d.sees("┫ Picture ┣", "this step")
				d.press("enter")
			}
		})
	}
}

// TestLanguageIsClicked, and stays in sight while the code scrolls.
func TestLanguageIsClicked(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"), withMouse)
	d.press("shift+tab")
	d.clickOn("Java", 0)
	d.sees("▸Java", "import java.net.URI;")
	d.press("G")
	d.sees("▸Java", "screen switches it on.")
	d.clickOn("cURL", 0)
	d.sees("▸cURL", "curl --request GET")
}

// TestEveryRequestOfTheDemosIsWritten in every language.
func TestEveryRequestOfTheDemosIsWritten(t *testing.T) {
	for _, demo := range demos.All() {
		t.Run(demo.Name, func(t *testing.T) {
			t.Parallel()
			wire := realEngine(t)
			p := demos.NewPlayer(demo, wire, rand.NewChaCha8([32]byte{7}))
			for i := range demo.Steps {
				o, err := p.Play(t.Context(), i, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range o.Exchanges {
					r, err := snippet.Parse(x.Request, base)
					if err != nil {
						t.Errorf("step %d, %s %s: %v", i+1, x.Method, x.Path, err)
						continue
					}
					for _, l := range snippet.Languages {
						if code, err := l.Code(r); err != nil || !strings.Contains(code, x.Path) {
							t.Errorf("step %d, %s %s in %s: %v\n%s", i+1, x.Method, x.Path, l.Name, err, code)
						}
					}
				}
			}
		})
	}
}

// TestCodeOfAnExchange of Traffic and of the composer: masked on screen, whole
// on copy, in the language that was chosen last anywhere.
func TestCodeOfAnExchange(t *testing.T) {
	wire := realEngine(t)
	someTraffic(t, wire)
	d := drive(t, wire, demos.All(), 120, 36)
	d.press("x", "g", "enter", "5")
	d.sees("┫ Code ┣", "▸cURL", "*****MASKED*****", "The listener is off")
	d.press("L", "L")
	d.sees("▸Go", "http.NewRequest", "*****MASKED*****")
	if strings.Contains(d.frame(), "trusted-app-secret") {
		t.Errorf("the secret is on screen:\n%s", d.frame())
	}
	d.press("y")
	d.sees("Copied the request in Go, secrets included, by the test")
	if got := d.copied[0]; !strings.Contains(got, "trusted-app-secret") || !strings.Contains(got, "/oauth/token") {
		t.Errorf("copied\n%s", got)
	}
	d.press("/", "newrequest")
	d.sees("/ newrequest▏", "1 of 1")
	d.press("esc", "1", "H")
	d.sees("┫ Code ┣", "▸C#")
	d.press("tab")
	d.sees("┫ Request ┣")
	d.press("esc", "esc", "n", "enter", "tab", "5")
	d.sees("┫ Code ┣", "▸C#")
	d.press("L", "y")
	d.sees("Copied the request in Go, secrets included, by the test")
	if got := d.copied[1]; !strings.Contains(got, "/authorize") {
		t.Errorf("copied\n%s", got)
	}
	d.press("tab")
	d.sees("enter send")
	d = drive(t, wire, demos.All(), 120, 36)
	d.press("x", "g", "enter", "5")
	d.sees("▸Go")
}
