package tui

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
)

func withMouse(c *Config) { c.Mouse = true }

// clickOn clicks on the first cell of a text, the nth time that it is seen.
func (d *driver) clickOn(text string, nth int) {
	d.t.Helper()
	for y, line := range strings.Split(d.frame(), "\n") {
		for at := 0; ; {
			i := strings.Index(line[at:], text)
			if i < 0 {
				break
			}
			if at += i; nth == 0 {
				d.send(tea.MouseMsg{X: ansi.StringWidth(line[:at]), Y: y, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
				d.look()
				return
			}
			nth--
			at += len(text)
		}
	}
	d.t.Fatalf("there is no %q to click on:\n%s", text, d.frame())
}

func (d *driver) wheel(x, y int, b tea.MouseButton) {
	d.send(tea.MouseMsg{X: x, Y: y, Action: tea.MouseActionPress, Button: b})
	d.look()
}

// TestMouse goes through the interface without a key.
func TestMouse(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 120, 36, withMouse)
	d.clickOn("Meet an MFA challenge", 0)
	d.sees("▸ Meet an MFA challenge")
	d.clickOn("Get a refresh token", 0)
	d.sees("▸ Get a refresh token")
	d.clickOn("Get a refresh token", 0) // the one under the cursor opens
	d.sees("▸① authorize")
	d.clickOn("scope  ", 0)
	d.sees("▸ scope")
	d.clickOn("Request", 0)
	d.sees("┫ Request ┣")
	d.clickOn("enter send", 1)
	d.sees("302 Found")
	d.clickOn("Why", 0)
	d.sees("┫ Why ┣")
	d.wheel(100, 10, tea.MouseButtonWheelDown) // shows where the cursor is
	before := d.frame()
	d.wheel(100, 10, tea.MouseButtonWheelDown)
	if d.frame() == before {
		t.Error("the wheel moves nothing")
	}
	d.wheel(100, 10, tea.MouseButtonWheelUp)
	if d.frame() != before {
		t.Error("the wheel does not come back")
	}
	d.clickOn("? help", 0)
	d.sees("Everywhere")
	d.press("esc")
	d.clickOn("b break it", 0)
	d.sees("Break it")
	d.press("esc")
	d.press("ctrl+p", "traffic")
	d.clickOn("Traffic: all", 0)
	d.sees("▸ Traffic")
}

// TestMouseReachesEveryScreen: each has rows, tabs or panes to click on.
func TestMouseReachesEveryScreen(t *testing.T) {
	d := drive(t, newFakePhone(aPush, anSMS).wire(), lessons(t), 120, 36, withMouse)
	d.press("f")
	d.clickOn("push@example.com", 0)
	d.sees("▸ push@example.com")
	d.clickOn("dialect", 0)
	d.sees("▸ dialect")
	d.press("esc", "esc", "m")
	d.clickOn("SMS", 0)
	d.sees("is your Playgrant code")
	d.clickOn("all@example.com", 0)
	d.sees("▸ all@example.com")
}

// TestMouseInOverlaysAndTheComposer: terms, presets, panes and what is copied.
func TestMouseInOverlaysAndTheComposer(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 140, 40, withMouse)
	d.press("w")
	d.clickOn("back end", 0)
	d.sees("▸ back end")
	d.press("esc", "n", "S")
	d.clickOn("Response", 0)
	d.sees("┫ Response ┣")
	d.clickOn("method", 0)
	d.sees("┏━ Request")
	d.press("Y", "down")
	d.clickOn("This screen as text", 0)
	d.sees("▸ This screen as text")
}

// TestMouseIsOffUnlessAskedFor, so that the terminal selects text as ever; the
// palette switches it.
func TestMouseIsOffUnlessAskedFor(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 120, 36)
	before := d.frame()
	d.clickOn("Meet an MFA challenge", 0)
	d.wheel(10, 10, tea.MouseButtonWheelDown)
	if d.frame() != before {
		t.Error("the mouse does something though it is off")
	}
	d.press("ctrl+p", "mouse on", "enter")
	d.sees("Mouse on: shift and drag selects text")
	d.clickOn("Meet an MFA challenge", 0)
	d.sees("▸ Meet an MFA challenge")
	d.press("ctrl+p", "mouse off", "enter")
	d.clickOn("Get a refresh token", 0)
	d.sees("▸ Meet an MFA challenge")
}

// TestAClickBesideABoxClosesIt, and does nothing else.
func TestAClickBesideABoxClosesIt(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 120, 36, withMouse)
	before := d.frame()
	for _, key := range []string{"?", "ctrl+p", "q", "w", "c", "Y"} {
		d.press(key)
		if d.frame() == before {
			t.Fatalf("%s opens nothing", key)
		}
		d.wheel(0, 2, tea.MouseButtonLeft)
		if d.frame() != before {
			t.Errorf("%s: a click beside leaves it:\n%s", key, d.frame())
		}
	}
}

// TestRandomClicks: whatever is clicked on, nothing panics and the frame stays
// a frame.
func TestRandomClicks(t *testing.T) {
	seeds := uint64(3)
	if enginetest.Race {
		seeds = 1
	}
	for seed := range seeds {
		chance := rand.New(rand.NewPCG(seed, 9))
		d := drive(t, familyWire(t), demos.All(), 120, 36, withMouse)
		for range 700 {
			switch chance.IntN(8) {
			case 0:
				d.press([]string{"t", "m", "f", "s", "x", "n", "w", "v", "?", "ctrl+p", "c", "esc", "enter"}[chance.IntN(13)])
			case 1:
				d.wheel(chance.IntN(120), chance.IntN(36), []tea.MouseButton{tea.MouseButtonWheelUp, tea.MouseButtonWheelDown}[chance.IntN(2)])
			default:
				d.wheel(chance.IntN(120), chance.IntN(36), tea.MouseButtonLeft)
			}
			if d.quit {
				break
			}
		}
	}
}

// TestMouseEverywhere clicks on every cell of every scene: nothing panics, and
// the frame stays a frame.
func TestMouseEverywhere(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 80, 24, withMouse)
	for _, s := range scenes {
		d.press(s.keys...)
		bare := d.app.View()
		d.app.mouse = false
		if d.app.View() != bare {
			t.Fatalf("%s: with the mouse another frame is drawn", s.name)
		}
		d.app.mouse = true
	}
	d = drive(t, played(t, "wire"), lessons(t), 80, 24, withMouse)
	every := 1
	if enginetest.Race {
		every = 7 // goes through all columns
	}
	for i := 0; i < 80*24; i += every {
		d.app.View()
		for _, b := range []tea.MouseButton{tea.MouseButtonWheelDown, tea.MouseButtonWheelUp} {
			d.wheel(i%80, i/80, b)
		}
	}
}
