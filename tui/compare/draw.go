package compare

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// heads are what the parts of an exchange are told under.
var heads = map[int]string{1: "Sent", 2: "Sent in headers", 3: "What came of it", 4: "The answer"}

// Lines draws how two exchanges differ: each difference by its name, and below
// it what either has.
func Lines(t *ui.Theme, a, b *model.Exchange, width int) []string {
	r := Of(a, b)
	out := append(ui.Para(Verdict(a, b), width, t.Strong), "")
	if len(r.Differ) == 0 {
		out = append(out, ui.Para("They do not differ: the same was sent, and the same came back.", width, t.Text)...)
	}
	gutter := max(len(a.ID), len(b.ID)) + 2
	last := 0
	for _, d := range r.Differ {
		if now := rank(d.Part); now != last {
			if last = now; len(out) > 2 {
				out = append(out, "")
			}
			out = append(out, t.Muted.On(heads[now]))
		}
		name := []ui.Span{{Text: ui.Line(d.Name), Ink: t.Strong}}
		if d.Masked {
			name = append(name, ui.Span{Text: "  not the same, though masked alike", Ink: t.Muted})
		}
		out = append(out, ui.Wrap(width, 2, name...)...)
		for _, side := range [][2]string{{a.ID, d.A}, {b.ID, d.B}} {
			value := ui.Span{Text: ui.Clean(side[1]), Ink: t.Text}
			if side[1] == "" {
				value = ui.Span{Text: "none", Ink: t.Muted}
			}
			out = append(out, ui.Wrap(width, gutter+2, ui.Span{Text: fmt.Sprintf("  %*s  ", gutter-2, ui.Line(side[0])), Ink: t.Accent}, value)...)
		}
	}
	if len(r.Same) > 0 {
		out = append(append(out, ""), ui.Items("The same in both: ", r.Same, width, t.Muted)...)
	}
	return out
}

// Text says how two exchanges differ in lines of words.
func Text(a, b *model.Exchange) []string {
	r := Of(a, b)
	out := []string{Verdict(a, b)}
	if len(r.Differ) == 0 {
		out = append(out, "They do not differ: the same was sent, and the same came back.")
	}
	has := func(id, value string) string {
		if value == "" {
			value = "none"
		}
		return "no. " + ui.Line(id) + ": " + ui.Line(value)
	}
	last := 0
	for _, d := range r.Differ {
		if now := rank(d.Part); now != last {
			last = now
			out = append(out, heads[now]+":")
		}
		alike := ""
		if d.Masked {
			alike = " (not the same, though masked alike)"
		}
		out = append(out, ui.Line(d.Name)+alike+". "+has(a.ID, d.A)+"; "+has(b.ID, d.B)+".")
	}
	if len(r.Same) > 0 {
		out = append(out, "The same in both: "+ui.Line(strings.Join(r.Same, ", "))+".")
	}
	return out
}
