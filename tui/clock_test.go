package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

func TestClockOverAnyScreen(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 10)
	d := drive(t, w, lessons(t), 120, 36)
	for _, open := range [][]string{nil, {"enter"}, {"t"}} {
		d.press(open...)
		d.press("c")
		d.sees("2026-11-23 09:00:00 UTC   the real time, runs", "▸ Move the clock on by 1 second", "Stop one second before the next thing ends", "idle lifetime", "in 15 d")
		d.press("c")
		if strings.Contains(d.frame(), "One second before") {
			t.Error("the clock does not close")
		}
	}
}

func TestClockStaysOpenWhileItIsMoved(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 100, 30)
	d.press("c", "m", "m", "h", "d")
	d.sees("2026-11-24 10:02:00 UTC   +1 d 1 h from the real time", "clock +1 d 1 h")
	d.press("f")
	d.sees("from the real time, frozen", "Let the clock run on", "clock frozen")
	d.press("f")
	d.sees("Freeze the clock")
	d.press("0")
	d.sees("2026-11-23 09:00:00 UTC   the real time", "clock +0")
	d.sees("Nothing is alive that could")
}

func TestASecondBefore(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 10)
	d := drive(t, w, lessons(t), 120, 36)
	d.press("t", "r", "c")
	d.sees("leeway of token 1", "in 10 s")
	d.press("down", "down", "down", "down", "down", "down", "down", "enter")
	d.sees("2026-11-23 09:00:09 UTC   +9 s from the real time, frozen")
	d.press("esc")
	d.sees("leeway ▰▱▱▱▱▱▱▱ 1 s left")
	d.press("c", "s", "esc")
	if strings.Contains(d.frame(), "still taken") {
		t.Errorf("the leeway is over:\n%s", d.frame())
	}
}

func TestClockKeyIsTextInAField(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 100, 30, begin("get-a-refresh-token"))
	d.press("down", "e", "tc")
	if strings.Contains(d.frame(), "One second before") || strings.Contains(d.frame(), "Sessions") {
		t.Errorf("a letter was taken for a key:\n%s", d.frame())
	}
}

// TestTicks counts the ticks that the interface asks for: one at a time while
// something runs down, none at rest.
func TestTicks(t *testing.T) {
	w := realEngine(t)
	logIn(t, w, 0)
	asked := 0
	d := drive(t, w, lessons(t), 100, 30, func(c *Config) {
		c.after = func(d time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
			if d != time.Second {
				t.Errorf("a tick after %s", d)
			}
			asked++
			return nil
		}
	})
	expectAsked := func(want int, when string) {
		t.Helper()
		if asked != want {
			t.Errorf("%s: %d ticks were asked for, want %d", when, asked, want)
		}
		asked = 0
	}
	expectAsked(0, "at home")
	d.press("t")
	expectAsked(1, "with a living family on screen")
	d.press("tab", "tab", "down")
	expectAsked(0, "while one is on its way")
	d.send(screen.Tick{})
	expectAsked(1, "after it came")
	d.press("D", "enter")
	d.send(screen.Tick{})
	expectAsked(0, "with a dead family on screen")
	d.press("c")
	expectAsked(1, "with the clock open")
	d.press("f")
	d.send(screen.Tick{})
	expectAsked(0, "with the clock frozen")
}
