package screen

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
)

// Hear remembers what the sandbox's clock showed just now.
func (c *Context) Hear(clock model.ClockView) { c.Clock, c.heard = clock, c.Now() }

// Time is the sandbox's time: what its clock showed when it was last heard,
// and what has passed since. Zero: it was never heard.
func (c *Context) Time() time.Time {
	if c.Clock.Frozen || c.Clock.Now.IsZero() {
		return c.Clock.Now
	}
	return c.Clock.Now.Add(c.Now().Sub(c.heard))
}

// Pause is how long, with Still, what runs down is left as it was drawn: as
// long as a one-time password shows.
const Pause = 30 * time.Second

// Touch notes that a key was pressed: what is drawn then tells the exact time.
func (c *Context) Touch() { c.touched = c.Time() }

// DrawTime is the time that a screen draws which is drawn anew for other
// reasons than time. It is [Context.Time]; with Still it stands at the last
// key or half minute, whichever was later, so that no seconds are counted.
func (c *Context) DrawTime() time.Time {
	now := c.Time()
	if !c.Still {
		return now
	}
	half := now.Truncate(Pause)
	if c.touched.After(half) && !c.touched.After(now) {
		return c.touched
	}
	return half
}

// Counter is a screen on which something may run down as one looks. While it
// does, the root draws it anew every second, and sends [Tick] before.
type Counter interface{ Counting() bool }

// Watcher is a screen that looks for news while it is on top: the root sends
// it [Tick] every second, even while the clock is frozen.
type Watcher interface{ Watching() bool }

// Tick is sent once a second to the screen on top, while something runs down
// on it or it watches for news.
type Tick struct{}

// AfterSecond sends [Tick] in a second.
func (c *Context) AfterSecond() tea.Cmd { return c.tickIn(time.Second) }

// AfterPause sends [Tick] at the next half minute of the sandbox's clock.
func (c *Context) AfterPause() tea.Cmd {
	now := c.Time()
	return c.tickIn(now.Truncate(Pause).Add(Pause).Sub(now))
}

func (c *Context) tickIn(d time.Duration) tea.Cmd {
	return c.After(d, func(time.Time) tea.Msg { return Tick{} })
}
