package tui

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
)

// TestNoKeyDoesTwoThings holds the keys of each place against each other and
// against those of everywhere.
func TestNoKeyDoesTwoThings(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 120, 36)
	check := func() {
		t.Helper()
		taken := map[string]string{}
		bar, more := d.app.top().Keys()
		for _, k := range slices.Concat(bar, more, globalKeys()) {
			for _, name := range k.Keys() {
				if other, ok := taken[name]; ok {
					t.Errorf("%q does two things: %s; %s", name, other, k.Help().Desc)
				}
				taken[name] = k.Help().Desc
			}
			if k.Help().Key == "" || k.Help().Desc == "" {
				t.Errorf("the help of %v is empty", k.Keys())
			}
		}
		if slices.ContainsFunc(bar, func(k key.Binding) bool { return slices.Contains(k.Keys(), "enter") }) == false {
			t.Error("the key bar does not say what enter does")
		}
	}
	check()
	for range 12 {
		d.press("enter")
		check()
	}
	d = drive(t, newFakePhone(aPush, anSMS).wire(), lessons(t), 120, 36)
	for _, key := range []string{"m", "p", "down", "tab", "down", "f", "down", "tab", "t"} {
		d.press(key)
		check()
	}
}

// TestAnySize holds frames of all sizes, in all places, against the terminal;
// drive looks at each.
func TestAnySize(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	d := drive(t, played(t, "wire"), lessons(t), 80, 24)
	for _, s := range scenes {
		d.press(s.keys...)
		for range 12 {
			d.send(tea.WindowSizeMsg{Width: 60 + chance.IntN(161), Height: 16 + chance.IntN(55)})
			d.look()
		}
		d.send(tea.WindowSizeMsg{Width: 60, Height: 16})
		d.look()
	}
}

func TestTooSmall(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 59, 24)
	d.sees("needs a little more room")
	for _, size := range [][2]int{{60, 15}, {20, 5}, {3, 2}, {1, 1}} {
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.look()
	}
	d.press("ctrl+c")
	if !d.quit {
		t.Error("ctrl+c does not quit")
	}
}

func TestQuitAsks(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 80, 24)
	d.press("esc", "enter", "q")
	d.sees("Learn OAuth")
	d.press("q")
	d.sees("Quit Playgrant?", "Everything stays as it is")
	d.press("esc", "enter", "esc", "q", "enter")
	if !d.quit {
		t.Error("q and enter at home do not quit")
	}
}

func TestListener(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 80, 24)
	d.sees("○ listener off")
	d.press("l")
	d.sees("● localhost:2884", "point your app at http://localhost:2884")
	d.press("ctrl+p", "listener off", "enter")
	d.sees("○ listener off")
}

// TestTheUserGivesWay: in a narrow terminal one still reads where one is.
func TestTheUserGivesWay(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 60, 16, begin("guess-the-password"))
	d.press("enter", "esc", "l", "enter")
	d.press("enter")
	d.sees(" playgrant ▸ ", "● localhost:2884")
}

func TestClock(t *testing.T) {
	d := drive(t, realEngine(t), demos.All(), 80, 24, begin("get-a-refresh-token"))
	d.press("ctrl+p", "1 hour", "enter")
	d.sees("clock +1 h")
	d.press("ctrl+p", "freeze", "enter")
	d.sees("clock frozen")
	d.press("ctrl+p", "back to now", "enter")
	d.sees("clock +0")
	d.press("enter", "ctrl+p", "reset the sandbox", "enter")
	d.sees("Reset the sandbox?")
	d.press("enter")
	d.sees("Learn OAuth", "not begun")
}

// broken is a wire on which nothing goes through.
type broken struct{}

func (broken) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("\x1b[2Jthe wire is cut")
}

// TestWithoutTheSandbox finds a next step everywhere, and nothing steers the
// terminal.
func TestWithoutTheSandbox(t *testing.T) {
	d := drive(t, demos.Wire{Base: base, HTTP: broken{}}, lessons(t), 80, 24)
	d.sees("progress could not be read", "␛[2Jthe wire is cut")
	d.press("enter", "enter")
	d.sees("✗ not finished  GET /authorize", "␛[2Jthe wire is cut", "enter tries again. If it stays like this, esc goes back", "enter send")
	d.press("tab", "tab", "tab", "b", "enter", "esc", "esc")
	d.sees("Learn OAuth")
}

func TestWithoutDemos(t *testing.T) {
	d := drive(t, played(t, "wire"), nil, 80, 24)
	d.sees("There are no demos here", "FORMAT.md")
	d.press("enter", "down", "?", "esc", "ctrl+p", "esc")
}
