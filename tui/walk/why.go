package walk

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/ui"
)

// failed counts the checks that refused.
func failed(checks []check.Result) int {
	n := 0
	for _, c := range checks {
		if !c.OK && !c.Note {
			n++
		}
	}
	return n
}

// whyLines are the checks that the exchange was measured against: what failed,
// what decided something, and what held.
func (w *Walk) whyLines(width int) []string {
	t := w.c.Theme
	x := w.shownExchange()
	if x == nil {
		return ui.Para("The server checks each request rule by rule. Its checks stand here once it has answered: "+w.howToGoOn(), width, t.Muted)
	}
	lines := w.exchangeList(width)
	if len(x.Checks) == 0 {
		return append(lines, ui.Para("There was nothing to check in this exchange.", width, t.Muted)...)
	}
	bad := failed(x.Checks)
	head := t.Success.On("✓ ") + t.Strong.On(counted(len(x.Checks), "check")+" held")
	if bad > 0 {
		head = t.Failure.On("✗ ") + t.Strong.On("refused: ") + t.Text.On(counted(bad, "check")+" of "+fmt.Sprint(len(x.Checks))+" did not hold")
	}
	lines = append(lines, head)
	for _, c := range x.Checks {
		if !c.OK && !c.Note {
			lines = append(append(lines, ""), w.checkLines(c, width)...)
		}
	}
	lines = append(lines, "")
	for _, c := range x.Checks {
		if c.OK || c.Note {
			lines = append(lines, w.checkLines(c, width)...)
		}
	}
	return lines
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// checkLines draw one check; its source stands at the right where there is
// room.
func (w *Walk) checkLines(c check.Result, width int) []string {
	t := w.c.Theme
	mark := ui.Span{Text: "✓ ", Ink: t.Success}
	ink := t.Text
	switch {
	case !c.OK && c.Note:
		mark = ui.Span{Text: "· ", Ink: t.Warning}
	case !c.OK:
		mark, ink = ui.Span{Text: "✗ ", Ink: t.Failure}, t.Strong
	}
	spans := []ui.Span{mark, {Text: strings.TrimSuffix(ui.Line(c.Check), "."), Ink: ink}}
	if c.OK && c.Detail != "" {
		spans = append(spans, ui.Span{Text: "  " + ui.Line(w.mask.Text(c.Detail)), Ink: t.Muted})
	}
	lines := ui.Wrap(width, 2, spans...)
	ref := t.Muted.On(ui.Line(c.Ref))
	detail := func(label, text string, ink ui.Ink) {
		if text != "" {
			lines = append(lines, ui.Wrap(width, 14, ui.Span{Text: "    " + ui.Fit(label, 10), Ink: t.Muted}, ui.Span{Text: ui.Line(text), Ink: ink})...)
		}
	}
	if !c.OK {
		detail("expected", w.mask.Text(c.Expected), t.Text)
		got := t.Failure
		if c.Note {
			got = t.Text
		}
		detail("got", w.mask.Text(c.Got), got)
		detail("mend", c.Fix, t.Text)
	}
	return withSource(lines, ref, width)
}

// withSource puts the source at the right of the first line that has room for
// it, or else on a line of its own.
func withSource(lines []string, source string, width int) []string {
	if ui.Width(source) == 0 {
		return lines
	}
	for i := range lines {
		if ui.Width(lines[i])+ui.Width(source)+2 <= width {
			lines[i] = ui.Sides(lines[i], source, width)
			return lines
		}
	}
	return append(lines, ui.Sides("", source, width))
}
