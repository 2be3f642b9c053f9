package walk

import (
	"fmt"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// closingView is the card after the last step: what was learned, what to do
// next.
func (w *Walk) closingView() []string {
	t := w.c.Theme
	width := min(w.width-4, 76)
	inner := width - 8
	lines := []string{"", t.Success.On("✓ ") + t.Strong.On(fmt.Sprintf("Done: %s, all %s.", ui.Line(w.demo.Title), counted(len(w.demo.Steps), "step"))), ""}
	if len(w.demo.Learn) > 0 {
		lines = append(lines, t.Muted.On("What you have seen"))
		for _, l := range w.demo.Learn {
			lines = append(lines, ui.Wrap(inner, 2, ui.Span{Text: "• ", Ink: t.Accent}, ui.Span{Text: ui.Clean(l), Ink: t.Text})...)
		}
		lines = append(lines, "")
	}
	if w.back != "" {
		lines = append(lines, ui.Wrap(inner, 2, ui.Span{Text: "✓ ", Ink: t.Success}, ui.Span{Text: "Put back as it was: " + w.back + ".", Ink: t.Text})...)
		lines = append(lines, "")
	}
	if next := w.nextDemo(); next != nil {
		lines = append(lines, t.Muted.On("Next"), "  "+t.Text.On(ui.Line(next.Title))+t.Muted.On(fmt.Sprintf("  %d min", next.Minutes)), "")
	}
	lines = append(lines, ui.Wrap(inner, 0,
		ui.Span{Text: w.c.Keys.Name("walk", "b"), Ink: t.Accent}, ui.Span{Text: " on any step shows how it can fail; the digits go back to one.", Ink: t.Muted})...)
	lines = append(lines, "")
	for i, l := range lines {
		lines[i] = "  " + l
	}
	card := t.Pane(ui.Pane{Title: "The end of this demo", Focus: true}, lines, width, min(len(lines)+2, max(w.height-2, 2)))
	out := make([]string, w.height)
	out[0] = w.stepBar()
	top := max(1, (w.height-len(card))/3)
	for i := 1; i < w.height; i++ {
		line := ""
		if n := i - top; n >= 0 && n < len(card) {
			line = ui.Spaces((w.width-width)/2) + card[n]
		}
		out[i] = ui.Fit(line, w.width)
	}
	return out
}

// nextDemo is the one after this in the list; nil after the last.
func (w *Walk) nextDemo() *demos.Demo {
	for i, d := range w.c.Demos {
		if d == w.demo && i+1 < len(w.c.Demos) {
			return w.c.Demos[i+1]
		}
	}
	return nil
}
