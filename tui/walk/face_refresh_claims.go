package walk

import (
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/ui"
)

// claimChanges say what a refresh changed of each token, claim by claim. They
// stand above the tokens themselves.
func (w *Walk) claimChanges(found []decode.Token, width int) []string {
	if w.closing() || w.step().Kind != demos.KindRefresh || w.outcome() == nil {
		return nil
	}
	var lines []string
	for _, before := range w.tokensBefore(w.shown) {
		for _, after := range found {
			if after.Name == before.Name && !after.Opaque && !before.Opaque && after.Raw != before.Raw {
				lines = append(lines, w.changeTable(before, after, width)...)
			}
		}
	}
	if len(lines) > 0 {
		lines = append(lines, w.c.Theme.Border.On(strings.Repeat("┄", width)), "")
	}
	return lines
}

func (w *Walk) changeTable(before, after decode.Token, width int) []string {
	t := w.c.Theme
	changed, same := decode.Changes(before, after)
	half := max((width-14)/2, 8)
	row := func(name, a, b string, ink ui.Ink) string {
		return ui.Cut("  "+t.Name.On(ui.Fit(ui.Line(name), 11))+" "+t.Muted.On(ui.Fit(a, half-1))+" "+ink.On(ui.Cut(b, half)), width)
	}
	lines := []string{
		ui.Cut(t.Title.On(after.Name)+t.Muted.On(", what the refresh changed"), width),
		row("", "before", "after", t.Muted),
	}
	for _, c := range changed {
		a, b := claimText(c.Before, "none"), claimText(c.After, "gone")
		ink := t.Text
		if c.After == nil {
			ink = t.Warning
		}
		lines = append(lines, row(c.Name, a, b, ink))
	}
	if len(same) > 0 {
		lines = append(lines, indented(ui.Wrap(width-2, 10,
			ui.Span{Text: "the same  ", Ink: t.Muted}, ui.Span{Text: ui.Line(strings.Join(same, ", ")), Ink: t.Muted}))...)
	}
	return append(lines, "")
}

func claimText(c *decode.Claim, none string) string {
	switch {
	case c == nil:
		return none
	case !c.Time.IsZero():
		return c.Time.Format("2 Jan 15:04:05")
	default:
		return ui.Line(c.Text)
	}
}
