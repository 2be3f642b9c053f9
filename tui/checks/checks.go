// Package checks draws what the server has checked, alike on every screen: what
// refused, what decided something, and what held.
package checks

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/ui"
)

// Widest is how far a check's source stands from it at most, in cells: further
// away, the eye loses the row.
const Widest = 120

// Rank puts what refused first, then what decided something, then what held.
func Rank(c check.Result) int {
	switch {
	case c.OK:
		return 2
	case c.Note:
		return 1
	}
	return 0
}

// Sorted are checks in the order of drawing.
func Sorted(list []check.Result) []check.Result {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b check.Result) int { return Rank(a) - Rank(b) })
	return out
}

// Gap reports whether a blank line belongs between two checks of a sorted list:
// each refusal stands by itself, and so does each kind.
func Gap(before, after check.Result) bool {
	return Rank(before) == 0 || Rank(before) != Rank(after)
}

// Drawer draws checks.
type Drawer struct {
	T    *ui.Theme
	Hide func(string) string // masks secrets; nil: nothing is hidden
	// More adds rows to a check that did not hold; nil: none.
	More func(c check.Result, row Row)
}

// Row adds a labelled row to a check.
type Row func(label, text string, ink ui.Ink)

// List draws checks one below the other, the most telling first.
func (d Drawer) List(list []check.Result, width int) (out []string) {
	list = Sorted(list)
	for i, c := range list {
		if i > 0 && Gap(list[i-1], c) {
			out = append(out, "")
		}
		out = append(out, d.One(c, width)...)
	}
	return out
}

// One draws a check: what was checked and, at the right where there is room,
// its source; of one that did not hold also what was expected, what came and
// how to mend it.
func (d Drawer) One(c check.Result, width int) []string {
	t := d.T
	width = min(width, Widest)
	hide := d.Hide
	if hide == nil {
		hide = func(s string) string { return s }
	}
	mark, ink := ui.Span{Text: "✓ ", Ink: t.Success}, t.Text
	switch Rank(c) {
	case 0:
		mark, ink = ui.Span{Text: "✗ ", Ink: t.Failure}, t.Strong
	case 1:
		mark = ui.Span{Text: "· ", Ink: t.Warning}
	}
	ref := ui.Line(c.Ref)
	lines := ui.Wrap(width, 2, mark, ui.Span{Text: strings.TrimSuffix(ui.Line(c.Check), "."), Ink: ink})
	if found := ui.Line(hide(c.Detail)); c.OK && found != "" {
		if len(lines) == 1 && ui.Width(lines[0])+2+ui.Width(found)+2+ui.Width(ref) <= width {
			lines[0] += "  " + t.Muted.On(found)
		} else {
			for _, l := range ui.Para(found, width-4, t.Muted) {
				lines = append(lines, "    "+l)
			}
		}
	}
	row := func(label, text string, ink ui.Ink) {
		if text != "" {
			lines = append(lines, ui.Wrap(width, 14, ui.Span{Text: "    " + ui.Fit(label, 10), Ink: t.Muted}, ui.Span{Text: ui.Line(text), Ink: ink})...)
		}
	}
	if !c.OK {
		got, mend := t.Failure, "mend"
		if c.Note {
			got, mend = t.Text, "instead"
		}
		row("expected", hide(c.Expected), t.Text)
		row("got", hide(c.Got), got)
		row(mend, c.Fix, t.Text)
		if d.More != nil {
			d.More(c, row)
		}
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
