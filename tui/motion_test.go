package tui

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// TestNoMotion: as seconds pass, nothing on screen moves; at the half minute
// the codes are the next ones, and a key brings what is drawn up to date.
func TestNoMotion(t *testing.T) {
	for _, still := range []bool{false, true} {
		var passed time.Duration
		phone := newFakePhone(anSMS)
		phone.left = func() int { return 30 - int(passed.Seconds())%30 }
		d := drive(t, phone.wire(), lessons(t), 120, 36, func(c *Config) {
			c.Still = still
			c.Now = func() time.Time { return time.Time{}.Add(passed) }
		})
		d.press("m")
		moved := 0
		before := d.frame()
		pass := func(by time.Duration) {
			passed += by
			d.send(screen.Tick{})
			if now := d.frame(); now != before {
				moved, before = moved+1, now
			}
		}
		for range 29 {
			pass(time.Second)
		}
		if moved != 0 == still {
			t.Errorf("still %v: in 29 seconds the screen changed %d times", still, moved)
		}
		if still {
			d.sees("until 12:00:30")
			pass(time.Second)
			d.sees("until 12:01:00")
			passed += 7 * time.Second
			d.press("down")
			d.sees("2 min 12 s ago")
		}
	}
}

// TestNoMotionWaitsForTheHalfMinute: what runs down is drawn anew when codes
// change, and not before.
func TestNoMotionWaitsForTheHalfMinute(t *testing.T) {
	var waits []time.Duration
	d := drive(t, newFakePhone().wire(), lessons(t), 120, 36, func(c *Config) {
		c.Still = true
		c.Now = func() time.Time { return time.Time{}.Add(4 * time.Second) }
		c.after = func(d time.Duration, _ func(time.Time) tea.Msg) tea.Cmd { waits = append(waits, d); return nil }
	})
	d.app.c.Now = func() time.Time { return time.Time{}.Add(8 * time.Second) } // four seconds after the clock was read
	d.press("c")
	if len(waits) != 1 || waits[0] != 26*time.Second {
		t.Errorf("waits for %v", waits)
	}
}
