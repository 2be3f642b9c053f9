package clock_test

import (
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/clock"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// machine is a real clock that a test winds by hand.
type machine struct{ now time.Time }

func (m *machine) time() time.Time { return m.now }

func TestTheClockRunsWithTheMachine(t *testing.T) {
	m := &machine{noon}
	c := clock.New(m.time, clock.State{})
	m.now = noon.Add(1500*time.Millisecond + 900*time.Microsecond)
	if got := c.Now(); !got.Equal(noon.Add(1500 * time.Millisecond)) {
		t.Errorf("got %s, want whole milliseconds", got)
	}
}

func TestMovingTheClock(t *testing.T) {
	rows := []struct {
		name   string
		state  func(*clock.Clock) clock.State
		want   time.Time // at once
		later  time.Time // a minute of the machine's later
		offset int64     // at once
	}{
		{"forward", func(c *clock.Clock) clock.State { return c.Advanced(time.Hour) }, noon.Add(time.Hour), noon.Add(time.Hour + time.Minute), 3600},
		{"back", func(c *clock.Clock) clock.State { return c.Advanced(-time.Hour) }, noon.Add(-time.Hour), noon.Add(time.Minute - time.Hour), -3600},
		{"to a time", func(c *clock.Clock) clock.State { return c.SetTo(noon.AddDate(1, 0, 0)) }, noon.AddDate(1, 0, 0), noon.AddDate(1, 0, 0).Add(time.Minute), 365 * 86400},
		{"frozen", func(c *clock.Clock) clock.State { return c.Frozen(true) }, noon, noon, 0},
		{"not frozen", func(c *clock.Clock) clock.State { return c.Frozen(false) }, noon, noon.Add(time.Minute), 0},
		{"nothing", func(c *clock.Clock) clock.State { return c.State() }, noon, noon.Add(time.Minute), 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			m := &machine{noon}
			c := clock.New(m.time, clock.State{})
			state := row.state(c)
			if !c.Now().Equal(noon) {
				t.Error("planning a move moved the clock")
			}
			c.Restore(state)
			if got := c.Now(); !got.Equal(row.want) || c.Offset() != row.offset {
				t.Errorf("at once: %s, offset %d", got, c.Offset())
			}
			m.now = noon.Add(time.Minute)
			if got := c.Now(); !got.Equal(row.later) {
				t.Errorf("a minute later: %s, want %s", got, row.later)
			}
			if again := clock.New(m.time, c.State()); !again.Now().Equal(c.Now()) {
				t.Errorf("after a restart: %s, want %s", again.Now(), c.Now())
			}
		})
	}
}

func TestAFrozenClockCanBeMovedAndRunsOnFromThere(t *testing.T) {
	m := &machine{noon}
	c := clock.New(m.time, clock.State{})
	c.Restore(c.Frozen(true))
	m.now = noon.Add(time.Hour)
	c.Restore(c.Advanced(time.Minute))
	if got := c.Now(); !got.Equal(noon.Add(time.Minute)) {
		t.Errorf("moved while frozen: %s", got)
	}
	c.Restore(c.SetTo(noon.Add(2 * time.Minute)))
	c.Restore(c.Frozen(false))
	m.now = m.now.Add(time.Second)
	if got := c.Now(); !got.Equal(noon.Add(2*time.Minute + time.Second)) {
		t.Errorf("running on: %s", got)
	}
}
