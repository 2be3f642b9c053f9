package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// clockMove is one way to move the sandbox's clock.
type clockMove struct {
	key, title string
	do         tea.Cmd
}

// clockMoves are the ways that the clock and the palette offer.
func (a *app) clockMoves() []clockMove {
	freeze := clockMove{"f", "Freeze the clock", a.freezeClock(!a.c.Clock.Frozen)}
	if a.c.Clock.Frozen {
		freeze.title = "Let the clock run on"
	}
	return []clockMove{
		{"s", "Move the clock on by 1 second", a.moveClock(time.Second)},
		{"m", "Move the clock on by 1 minute", a.moveClock(time.Minute)},
		{"h", "Move the clock on by 1 hour", a.moveClock(time.Hour)},
		{"d", "Move the clock on by 1 day", a.moveClock(24 * time.Hour)},
		{"D", "Move the clock on by 30 days", a.moveClock(30 * 24 * time.Hour)},
		freeze,
		{"0", "Set the clock back to now", a.resetClock()},
	}
}

// stopBefore stands the clock still a second before a moment. If it ran on, the
// moment would be over before anybody had looked.
func (a *app) stopBefore(t time.Time) tea.Cmd {
	return a.changeClock(func(ctx context.Context) (model.ClockView, error) {
		if v, err := a.c.Remote.Freeze(ctx, true); err != nil {
			return v, err
		}
		return a.c.Remote.SetClock(ctx, t.Add(-time.Second))
	})
}

// clock is the sandbox's clock, over any screen. It stays open while one moves
// it, so that one sees what that does.
type clock struct {
	a        *app
	families []model.FamilyView
	problem  error
	read     bool // the families are known, or why they are not
	at       int  // below the moves come the moments
	scroll   ui.Scroll
}

// clockAsked opens the clock; the palette sends it.
type clockAsked struct{}

// endsRead is what the clock asked for: the families whose ends it lists.
type endsRead struct {
	clock    *clock
	families []model.FamilyView
	err      error
}

func (a *app) openClock() tea.Cmd {
	c := &clock{a: a}
	a.open(c)
	return tea.Batch(a.readClock(), c.look())
}

func (c *clock) look() tea.Cmd {
	r, ctx := c.a.c.Remote, c.a.c.Life
	return func() tea.Msg {
		families, err := r.Families(ctx, "")
		return endsRead{c, families, err}
	}
}

// Hear takes the families, and looks again when the clock was moved.
func (c *clock) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case endsRead:
		if msg.clock == c {
			c.families, c.problem, c.read = msg.families, msg.err, true
		}
	case screen.ClockRead:
		return c.look()
	}
	return nil
}

// Counting is true while the clock is open: it shows the seconds.
func (c *clock) Counting() bool { return true }

// moments are what ends next, the first few of it.
func (c *clock) moments() []family.Moment {
	const most = 8
	list := family.Next(c.families, c.a.c.Time().Add(time.Second))
	return list[:min(len(list), most)]
}

// Update takes a key.
func (c *clock) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	moves, moments := c.a.clockMoves(), c.moments()
	switch k.String() {
	case "esc", "q", "c":
		return nil, true
	case "up", "k":
		c.at = max(c.at-1, 0)
	case "down", "j", "tab":
		c.at = max(min(c.at+1, len(moves)+len(moments)-1), 0)
	case "enter":
		if c.at < len(moves) {
			return moves[c.at].do, false
		}
		if i := c.at - len(moves); i < len(moments) {
			return c.a.stopBefore(moments[i].At), false
		}
	default:
		for i, m := range moves {
			if m.key == k.String() {
				c.at = i
				return m.do, false
			}
		}
	}
	return nil, false
}
