package walk

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/claims"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// claimChanges say how the tokens of this step differ from those before it,
// claim by claim. They stand above the tokens themselves.
func (w *Walk) claimChanges(found []decode.Token, from, width int) []string {
	if w.closing() || from != w.shown || w.outcome() == nil {
		return nil
	}
	t := w.c.Theme
	var lines []string
	for _, after := range found {
		before, step := w.tokenBefore(after.Name)
		if before == nil {
			continue
		}
		title := ", against that of step " + fmt.Sprint(step+1)
		if w.step().Kind == demos.KindRefresh {
			title = ", what the refresh changed"
		}
		head := ui.Cut(t.Title.On(after.Name)+t.Muted.On(title), width)
		switch {
		case before.Raw == after.Raw:
			lines = append(lines, head, "  "+t.Muted.On("= the very same token"), "")
		case after.Opaque || before.Opaque:
			lines = append(lines, head, ui.Cut("  "+t.Text.On("~ ")+t.Secret.On(ui.Line(mask.Short(before.Raw)))+t.Muted.On(" → ")+t.Secret.On(ui.Line(mask.Short(after.Raw))), width), "")
		default:
			lines = append(append(lines, head), w.changeTable(*before, after, width)...)
		}
	}
	if len(lines) > 0 {
		lines = append(lines, t.Border.On(strings.Repeat("┄", width)), "")
	}
	return lines
}

// tokenBefore is the latest token of a name before this step, and the step that
// it came with; nil if there was none.
func (w *Walk) tokenBefore(name string) (*decode.Token, int) {
	for i := w.shown - 1; i >= 0; i-- {
		if o := w.known.outcomes[i]; o != nil {
			for _, token := range decode.Tokens(o.Exchanges) {
				if token.Name == name {
					return &token, i
				}
			}
		}
	}
	return nil, 0
}

// changeTable lists what was added, removed and changed, and names the rest.
// Each kind has a mark of its own.
func (w *Walk) changeTable(before, after decode.Token, width int) []string {
	t := w.c.Theme
	changed, same := decode.Changes(before, after)
	half := max((width-claims.Wide-5)/2, 8)
	row := func(mark, name, a, b string, ink ui.Ink) (out []string) {
		before, after := ui.Para(a, half-2, t.Muted), ui.Para(b, half, ink)
		for i := range max(len(before), len(after)) {
			left, right := "", ""
			if i < len(before) {
				left = before[i]
			}
			if i < len(after) {
				right = after[i]
			}
			out = append(out, ui.Cut("  "+ink.On(mark+" ")+t.Name.On(ui.Fit(ui.Line(name), claims.Wide))+" "+ui.Fit(left, half-1)+" "+right, width))
			mark, name = " ", ""
		}
		return out
	}
	lines := row(" ", "", "before", "after", t.Muted)
	for _, c := range changed {
		switch {
		case c.Before == nil:
			lines = append(lines, row("+", c.Name, "–", claimText(c.After), t.Success)...)
		case c.After == nil:
			lines = append(lines, row("-", c.Name, claimText(c.Before), "gone", t.Warning)...)
		default:
			lines = append(lines, row("~", c.Name, claimText(c.Before), claimText(c.After), t.Text)...)
		}
	}
	if len(changed) == 0 {
		lines = append(lines[:0], "  "+t.Muted.On("~ signed anew; no claim differs"))
	}
	if len(same) > 0 {
		lines = append(lines, indented(ui.Wrap(width-2, 12,
			ui.Span{Text: "= the same  ", Ink: t.Muted}, ui.Span{Text: ui.Line(strings.Join(same, ", ")), Ink: t.Muted}))...)
	}
	return append(lines, "")
}

func claimText(c *decode.Claim) string {
	if !c.Time.IsZero() {
		return c.Time.Format("2 Jan 15:04:05")
	}
	return ui.Line(c.Text)
}
