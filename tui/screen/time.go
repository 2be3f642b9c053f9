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
func (c *Context) AfterSecond() tea.Cmd {
	return c.After(time.Second, func(time.Time) tea.Msg { return Tick{} })
}
