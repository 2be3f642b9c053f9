package walk

import (
	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// detourLines say what a variant does otherwise than its step.
func (w *Walk) detourLines(width int) []string {
	t := w.c.Theme
	var lines []string
	for _, d := range differences(w.step(), &w.detour.variant) {
		mark, value := t.Warning.On("* "), w.mask.Text(mask.Value(d.Name, w.fill(d.Value), false))
		if d.gone {
			value = "left out"
		}
		lines = append(lines, ui.Wrap(width, 4, ui.Span{Text: d.Name, Ink: t.Name}, ui.Span{Text: "  " + ui.Line(value), Ink: t.Text})...)
		last := len(lines) - 1
		lines[last] = ui.Cut(mark+lines[last], width)
	}
	if len(lines) > 0 {
		lines = append([]string{"", t.Muted.On("What is different")}, lines...)
	}
	if did := w.detour.outcome.Did; len(did) > 0 {
		lines = append(lines, "", t.Muted.On("What was done"))
		for _, d := range did {
			lines = append(lines, ui.Wrap(width, 2, ui.Span{Text: "• ", Ink: t.Accent}, ui.Span{Text: ui.Line(w.mask.Text(d)), Ink: t.Text})...)
		}
	}
	return lines
}

type difference struct {
	demos.Param
	gone bool
}

// differences are the parameters of a variant's first request that differ from
// those of its step's.
func differences(s *demos.Step, v *demos.Variant) []difference {
	a, b := requestOf(s.Actions), requestOf(v.Actions)
	if a == nil || b == nil || a.Target != b.Target {
		return nil
	}
	var out []difference
	for _, pair := range [][2][]demos.Param{{a.Query, b.Query}, {a.Form, b.Form}, {a.Headers, b.Headers}} {
		was := map[string]string{}
		for _, p := range pair[0] {
			was[p.Name] = p.Value
		}
		for _, p := range pair[1] {
			if value, ok := was[p.Name]; !ok || value != p.Value {
				out = append(out, difference{Param: p})
			}
			delete(was, p.Name)
		}
		for _, p := range pair[0] {
			if _, missing := was[p.Name]; missing {
				out = append(out, difference{Param: p, gone: true})
			}
		}
	}
	return out
}

func requestOf(actions []demos.Action) *demos.RequestTemplate {
	for _, a := range actions {
		if a.Request != nil {
			return a.Request
		}
	}
	return nil
}
