package tokens

import (
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// wirePane shows what the last action sent and what came back, and the checks
// that decided it.
func (s *Tokens) wirePane(width, height int) []string {
	inner, _ := ui.PaneInner(width, height)
	p := ui.Pane{Title: "What went over the wire, and why", Focus: s.focus() == onWire, Click: s.goes(onWire), Text: true}
	return s.pane(p, onWire, s.wireLines(inner), &s.wire, width, height)
}

func (s *Tokens) wireLines(width int) []string {
	t, x := s.c.Theme, s.result.exchange
	var hide mask.Masker
	hide.LearnMessage(x.Request)
	hide.LearnMessage(x.Response)
	lines := append(t.HTTP(hide.Text(x.Request), true, width), "")
	lines = append(append(lines, t.HTTP(hide.Text(x.Response), true, width)...), "", t.Strong.On("The checks"), "")
	checks := slices.Clone(x.Checks)
	slices.SortStableFunc(checks, func(a, b check.Result) int { return rank(a) - rank(b) })
	for _, c := range checks {
		mark := ui.Span{Text: "✓ ", Ink: t.Success}
		detail := c.Got
		switch {
		case c.OK:
		case c.Note:
			mark = ui.Span{Text: "· ", Ink: t.Warning}
		default:
			mark = ui.Span{Text: "✗ ", Ink: t.Failure}
			detail = c.Detail
		}
		spans := []ui.Span{mark, {Text: ui.Line(c.Check), Ink: t.Text}}
		if detail != "" {
			spans = append(spans, ui.Span{Text: "  " + ui.Line(hide.Text(detail)), Ink: t.Muted})
		}
		lines = append(lines, ui.Wrap(width, 2, append(spans, ui.Span{Text: "  " + ui.Line(c.Ref), Ink: t.Muted})...)...)
	}
	return lines
}

// rank puts the check that refused first.
func rank(c check.Result) int {
	if !c.OK && !c.Note {
		return 0
	}
	return 1
}
