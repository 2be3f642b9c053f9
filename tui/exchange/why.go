package exchange

import (
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/checks"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// whyLines are the checks, those that failed first, with what mends them.
func (v *View) whyLines(width int) []string {
	t := v.c.Theme
	if len(v.x.Checks) == 0 {
		return ui.Para("Nothing had to be checked to answer this.", width, t.Muted)
	}
	mend := "M"
	if s, ok := v.on.(screen.Placed); ok {
		mend = v.c.Keys.Name(s.Place(), mend)
	}
	return checks.Drawer{T: t, Hide: v.hide.Text, More: func(c check.Result, row checks.Row) {
		for _, m := range c.Mend {
			row(mend, m.Title, t.Accent)
			row("", m.Command, t.Muted)
		}
	}}.List(v.x.Checks, width)
}
