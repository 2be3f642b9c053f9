package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/ui"
)

// View draws what time it is in the sandbox, the moves, and what ends next.
func (c *clock) View(t *ui.Theme, width, height int) []string {
	w := min(width-6, 72)
	inner := w - 4
	moves, moments := c.a.clockMoves(), c.moments()
	c.at = max(min(c.at, len(moves)+len(moments)-1), 0)
	head := append(c.now(t, inner), "")
	var lines []string
	for i, m := range moves {
		line := ui.Sides(c.mark(t, i, m.title), t.Accent.On(m.key)+" ", inner)
		lines = append(lines, t.Zone(line, func() tea.Cmd { c.at = i; return pressEnter }))
	}
	lines = append(lines, "", t.Strong.On(ui.Cut("Stop one second before the next thing ends", inner)))
	switch {
	case c.problem != nil:
		lines = append(lines, ui.Para("✗ What ends next could not be read: "+ui.Line(c.problem.Error())+". "+c.a.c.Say("", "{esc}, then {c} looks again."), inner, t.Failure)...)
	case !c.read:
		lines = append(lines, t.Muted.On("One moment: looking what ends next …"))
	case len(moments) == 0:
		lines = append(lines, ui.Para("Nothing is alive that could end. A demo or a login that gets a refresh token makes something.", inner, t.Muted)...)
	}
	at := c.at
	for i, m := range moments {
		if c.at == len(moves)+i {
			at = len(lines)
		}
		what := c.mark(t, len(moves)+i, m.What) + t.Muted.On("  "+ui.Line(m.Family.ClientID)+", "+ui.Line(m.Family.User))
		line := ui.Sides(what, t.Text.On(ui.When(m.At, c.a.c.Time()))+" ", inner)
		lines = append(lines, t.Zone(line, func() tea.Cmd { c.at = len(moves) + i; return pressEnter }))
	}
	rows := max(min(len(lines), height-len(head)-5), 1)
	c.scroll.Show(at, at, rows)
	seen := slices.Concat(head, c.scroll.Window(lines, rows))
	foot := "enter moves the clock · esc closes"
	if more := c.scroll.Foot(len(lines), rows); more != "" {
		foot = more + " · " + foot
	}
	return box(t, "Clock", foot, seen, w)
}

func (c *clock) mark(t *ui.Theme, i int, title string) string {
	if i == c.at {
		return t.Title.On("▸ ") + t.Title.On(ui.Line(title))
	}
	return "  " + t.Text.On(ui.Line(title))
}

// now says what time it is, how far that is from the real one, and whether it
// runs.
func (c *clock) now(t *ui.Theme, width int) []string {
	v := c.a.c.Clock
	if v.Now.IsZero() {
		return []string{t.Muted.On("The sandbox has not said yet what time it is.")}
	}
	runs := "runs"
	if v.Frozen {
		runs = "frozen"
	}
	away := "the real time"
	if v.OffsetSeconds != 0 {
		away = ui.Offset(v.OffsetSeconds) + " from the real time"
	}
	line := t.Title.On(c.a.c.Time().UTC().Format("2006-01-02 15:04:05")) + t.Muted.On(" UTC   "+away+", "+runs)
	return []string{ui.Cut(line, width), ui.Cut(t.Muted.On("Codes, tokens and sessions all go by this clock."), width)}
}
