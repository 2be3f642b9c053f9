package exchange

import (
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/ui"
)

// whyLines are the checks, those that failed first, with what mends them.
func (v *View) whyLines(width int) (out []string) {
	t, x := v.c.Theme, v.x
	if len(x.Checks) == 0 {
		return ui.Para("Nothing had to be checked to answer this.", width, t.Muted)
	}
	for rank := range 3 {
		for _, c := range x.Checks {
			if rankOf(c) == rank {
				out = append(out, v.checkLines(c, width)...)
			}
		}
		if rank == 0 && len(out) > 0 {
			out = append(out, "")
		}
	}
	return out
}

// rankOf puts what refused first, then what was decided, then what held.
func rankOf(c check.Result) int {
	switch {
	case c.OK:
		return 2
	case c.Note:
		return 1
	}
	return 0
}

func (v *View) checkLines(c check.Result, width int) []string {
	t, hide := v.c.Theme, &v.hide
	mark, ink := ui.Span{Text: "✓ ", Ink: t.Success}, t.Text
	switch rankOf(c) {
	case 0:
		mark, ink = ui.Span{Text: "✗ ", Ink: t.Failure}, t.Strong
	case 1:
		mark = ui.Span{Text: "· ", Ink: t.Warning}
	}
	spans := []ui.Span{mark, {Text: ui.Line(c.Check), Ink: ink}}
	if c.OK && c.Got != "" {
		spans = append(spans, ui.Span{Text: "  " + ui.Line(hide.Text(c.Got)), Ink: t.Muted})
	}
	out := ui.Wrap(width, 2, append(spans, ui.Span{Text: "  " + ui.Line(c.Ref), Ink: t.Muted})...)
	if c.OK {
		return out
	}
	row := func(name, text string, ink ui.Ink) {
		if text != "" {
			out = append(out, ui.Wrap(width, 14, ui.Span{Text: "    " + ui.Fit(name, 10), Ink: t.Muted}, ui.Span{Text: ui.Line(text), Ink: ink})...)
		}
	}
	row("expected", hide.Text(c.Expected), t.Text)
	row("got", hide.Text(c.Got), t.Failure)
	row("mend", c.Fix, t.Text)
	for _, m := range c.Mend {
		row("M", m.Title, t.Accent)
		row("", m.Command, t.Muted)
	}
	return out
}
