package walk

import (
	"fmt"
	"strconv"
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

// held counts the checks that held.
func held(checks []check.Result) int {
	n := 0
	for _, c := range checks {
		if c.OK {
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
	head := t.Success.On("✓ ") + t.Strong.On(counted(held(x.Checks), "check")+" held")
	if bad > 0 {
		head = t.Failure.On("✗ ") + t.Strong.On("refused: ") + t.Text.On(counted(bad, "check")+" of "+strconv.Itoa(len(x.Checks))+" did not hold")
	}
	lines = append(lines, head)
	for _, c := range x.Checks {
		if !c.OK && !c.Note {
			lines = append(append(lines, ""), w.checkLines(c, width)...)
		}
	}
	lines = append(lines, "")
	for _, c := range x.Checks {
		if !c.OK && c.Note {
			lines = append(lines, w.checkLines(c, width)...)
		}
	}
	for _, c := range x.Checks {
		if c.OK {
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
	says, ref := ui.Span{Text: strings.TrimSuffix(ui.Line(c.Check), "."), Ink: ink}, ui.Line(c.Ref)
	lines := ui.Wrap(width, 2, mark, says)
	if found := ui.Line(w.mask.Text(c.Detail)); c.OK && found != "" {
		if len(lines) == 1 && ui.Width(lines[0])+2+ui.Width(found)+2+ui.Width(ref) <= width {
			lines[0] += "  " + t.Muted.On(found)
		} else {
			for _, l := range ui.Para(found, width-4, t.Muted) {
				lines = append(lines, "    "+l)
			}
		}
	}
	detail := func(label, text string, ink ui.Ink) {
		if text != "" {
			lines = append(lines, ui.Wrap(width, 14, ui.Span{Text: "    " + ui.Fit(label, 10), Ink: t.Muted}, ui.Span{Text: ui.Line(text), Ink: ink})...)
		}
	}
	if !c.OK {
		detail("expected", w.mask.Text(c.Expected), t.Text)
		got, mend := t.Failure, "mend"
		if c.Note {
			got, mend = t.Text, "instead"
		}
		detail("got", w.mask.Text(c.Got), got)
		detail(mend, c.Fix, t.Text)
	}
	return withSource(lines, ref, t.Muted, width)
}

// withSource puts the source at the right of the first line that has room for
// it, or else on a line of its own.
func withSource(lines []string, source string, ink ui.Ink, width int) []string {
	if ui.Width(source) == 0 {
		return lines
	}
	for i := range lines {
		if ui.Width(lines[i])+ui.Width(source)+2 <= width {
			lines[i] = ui.Sides(lines[i], ink.On(source), width)
			return lines
		}
	}
	for _, l := range ui.Para(source, width-4, ink) {
		lines = append(lines, "    "+l)
	}
	return lines
}
