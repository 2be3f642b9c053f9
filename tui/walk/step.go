package walk

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/ui"
)

// stepPane shows what the step is about, and what the parameter under the
// cursor means: below the parameters where there is room. Where there is not,
// the prose comes first, and the meaning stands at the lower edge as soon as
// the cursor has moved.
func (w *Walk) stepPane(p ui.Pane, width, height int) []string {
	if ed := w.editor(); ed != nil {
		return ed.Pane(p, width, height)
	}
	inner, rows := ui.PaneInner(width, height)
	lines, cursor := w.stepLines(inner)
	note := w.explanation(inner)
	if len(lines)+len(note) <= rows {
		lines, p.Beside = w.found(onStep, lines, rows)
		return w.c.Theme.Pane(p, append(lines, note...), width, height)
	}
	if !w.touched && w.field == nil {
		note = nil
	}
	note = note[:min(len(note), rows/2)]
	rows -= len(note)
	scroll := &w.scroll[onStep]
	if w.follow && w.place == onStep {
		scroll.Show(cursor, cursor, rows)
		w.follow = false
	}
	lines, beside := w.found(onStep, lines, rows)
	seen := append([]string(nil), scroll.Window(lines, rows)...)
	if len(beside) > 0 {
		p.Beside = scroll.Window(beside, rows)
	}
	for len(seen) < rows {
		seen = append(seen, "")
	}
	p.Foot = scroll.Foot(len(lines), rows)
	return w.c.Theme.Pane(p, append(seen, note...), width, height)
}

// stepLines are the prose, the step's face and its parameters, and the row of
// the parameter under the cursor.
func (w *Walk) stepLines(width int) (lines []string, cursor int) {
	t := w.c.Theme
	prose := w.step().Prose
	if w.detour != nil {
		prose = w.detour.variant.Prose
	} else if w.shown == 0 && w.known.outcomes[0] == nil && w.demo.Intro != "" && w.height >= 34 {
		prose = w.demo.Intro + "\n\n" + prose
	}
	kin := w.familyLines(width)
	first := len(kin) > 0 && w.outcome() != nil && w.height < 40
	if first { // what came of it has to be in sight
		lines = append(lines, kin...)
		lines = append(lines, "")
	}
	lines = append(lines, t.Markdown(prose, min(width, ui.Prose))...)
	if w.detour != nil {
		lines = append(lines, w.detourLines(width)...)
	} else if face := w.face(width); len(face) > 0 {
		lines = append(append(lines, ""), face...)
	}
	if len(kin) > 0 && !first {
		lines = append(append(lines, ""), kin...)
	}
	params := w.params()
	if len(params) == 0 || w.detour != nil {
		return lines, 0
	}
	lines = append(lines, "")
	cursor = len(lines) + w.cursor
	return append(lines, w.paramLines(params, width)...), cursor
}

// paramLines are the parameters, one to a row. A changed one is starred, and
// says so.
func (w *Walk) paramLines(params []*request.Param, width int) []string {
	t := w.c.Theme
	wide := 0
	for _, p := range params {
		wide = max(wide, ui.Width(ui.Line(p.Name)))
	}
	wide = min(wide, max(width/2-4, 8), 22)
	current := w.current()
	var out []string
	for i := range params {
		p := params[i]
		mark, name := "  ", t.Muted
		if p.Name == current.Name && i == w.cursor {
			mark, name = t.Border.On("▹ "), t.Text
			if w.place == onStep {
				mark, name = t.Title.On("▸ "), t.Title
			}
		}
		left := mark + name.On(ui.Fit(ui.Line(p.Name), wide)) + "  "
		room := width - ui.Width(left)
		if i == w.cursor && w.field != nil {
			out = append(out, left+w.field.View(t, room))
			continue
		}
		out = append(out, t.Row(left+w.paramValue(p, room), i == w.cursor && w.place == onStep, func() { w.cursor, w.touched = i, true }, w.editRow))
	}
	return out
}

// editRow is what a click on the parameter under the cursor does.
func (w *Walk) editRow(tea.KeyMsg) tea.Cmd {
	if !w.busy && w.detour == nil {
		w.beginEdit()
	}
	return nil
}

func (w *Walk) paramValue(p *request.Param, room int) string {
	t := w.c.Theme
	value, ink := ui.Line(p.Masked()), t.Text
	note := ""
	if strings.HasPrefix(p.From, "step") {
		note = t.Muted.On(ui.Line("from " + p.From))
	}
	switch {
	case p.Left:
		value, ink, note = "left out", t.Warning, t.Warning.On("* changed")
	case p.Changed():
		note = t.Warning.On("* changed")
	case request.Awaited(p.Value):
		value, ink = "filled in as it goes out", t.Muted
	case p.Secret:
		ink = t.Secret
	case p.Value == "":
		value, ink = "empty", t.Muted
	}
	if note == "" || ui.Width(value)+ui.Width(note)+2 > room && !p.Changed() {
		return ink.On(ui.Cut(value, room))
	}
	return ui.Sides(ink.On(value), note, room)
}

// explanation says what the parameter under the cursor is, and where that is
// laid down. While it is edited, it says how that ends.
func (w *Walk) explanation(width int) []string {
	t := w.c.Theme
	p := w.current()
	if p == nil || w.detour != nil {
		return nil
	}
	rule := t.Border.On(strings.Repeat("┄", width))
	if w.field != nil {
		return []string{rule, t.Accent.On("enter") + t.Muted.On(" keeps it   ") + t.Accent.On("esc") + t.Muted.On(" leaves it as it was")}
	}
	e, ok := w.c.Explain.Param(p.Name, p.Value)
	if !ok {
		e.Text = "A parameter that this demo sends; the server's checks say what it makes of it."
	}
	lines := ui.Wrap(min(width, ui.Prose), 0, ui.Span{Text: ui.Line(p.Name), Ink: t.Title}, ui.Span{Text: "  " + e.Text, Ink: t.Text})
	if p.Changed() && !p.Left && !p.Added && !p.Secret {
		lines = append(lines, ui.Wrap(width, 2, ui.Span{Text: "the demo has  ", Ink: t.Muted}, ui.Span{Text: ui.Line(p.Was), Ink: t.Text})...)
	}
	if e.Source != "" {
		source := t.Muted.On(e.Source)
		if last := lines[len(lines)-1]; ui.Width(last)+ui.Width(source)+2 <= width {
			lines[len(lines)-1] = ui.Sides(last, source, width)
		} else {
			lines = append(lines, ui.Sides("", source, width))
		}
	}
	return append([]string{rule}, lines...)
}

// seesCursor reports whether the parameter under the cursor is in sight.
func (w *Walk) seesCursor() bool {
	l := w.layout()
	inner, rows := ui.PaneInner(l.widths[0], l.step)
	_, cursor := w.stepLines(inner)
	off := w.scroll[onStep].Off
	return cursor >= off && cursor < off+rows
}
