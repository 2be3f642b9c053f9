package request

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/tui/ui"
)

// note says what the row under the cursor means; while one types, what can
// stand there.
func (ed *Editor) note(width, rows int, beyond string) []string {
	t, o := ed.c.Theme, ed.open
	rule := t.Border.On(strings.Repeat("┄", width))
	if beyond != "" {
		rule = t.Border.On(strings.Repeat("┄", max(width-ui.Width(beyond)-3, 0))) + t.Muted.On(" "+beyond+" ") + t.Border.On("┄")
	}
	switch {
	case o != nil && o.wrong != "":
		return append([]string{rule}, ui.Wrap(width, 2, ui.Span{Text: "✗ ", Ink: t.Failure}, ui.Span{Text: o.wrong, Ink: t.Text})...)
	case o != nil && o.area != nil:
		return append([]string{rule}, ui.Para("It goes out byte for byte, and its secrets are seen while you type. "+ed.c.Say(ed.place, "esc keeps it; then {u} undoes."), width, t.Muted)...)
	case o != nil:
		return append([]string{rule}, ed.choices(width, rows-1)...)
	}
	return append([]string{rule}, ed.meaning(width)...)
}

// choices are the completions, the one that is picked marked.
func (ed *Editor) choices(width, rows int) []string {
	t, o, list := ed.c.Theme, ed.open, ed.completions()
	if len(list) == 0 {
		return []string{ui.Cut(t.Accent.On("enter")+t.Muted.On(" keeps it   ")+t.Accent.On("esc")+t.Muted.On(" leaves it as it was"), width)}
	}
	first := firstChoice(o.pick, rows, len(list))
	var out []string
	for i := first; i < min(first+rows, len(list)); i++ {
		mark, ink := "  ", t.Text
		if i == o.pick {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		text, note := ed.shown(list[i]), ui.Line(list[i].Note)
		if n := ui.Width(note); n > 0 && ui.Width(text)+n+4 > width {
			note = ui.Cut(note, max(width-4-ui.Width(text), width/2))
		}
		if room := width - 4 - ui.Width(note); ui.Width(text) > room { // what tells addresses apart is their end
			text = "…" + ansi.TruncateLeft(text, ui.Width(text)-room+1, "")
		}
		out = append(out, ui.Sides(mark+ink.On(text), t.Muted.On(note), width))
	}
	return out
}

// firstChoice is the first completion in sight, so that the picked one is.
func firstChoice(pick, rows, all int) int { return max(0, min(pick-rows/2, all-rows)) }

// meaning says what the row under the cursor is.
func (ed *Editor) meaning(width int) []string {
	t, r := ed.c.Theme, ed.row()
	say := func(name, text, source string) []string {
		spans := []ui.Span{{Text: ui.Line(name), Ink: t.Title}, {Text: "  " + text, Ink: t.Text}}
		if source != "" {
			spans = append(spans, ui.Span{Text: "  " + source, Ink: t.Muted})
		}
		return ui.Wrap(width, 0, spans...)
	}
	switch r.kind {
	case rowSend:
		return say("Send", ed.c.Say(ed.place, "It goes out as it stands, over the same connection that an app's would. {S} sends from any row."), "")
	case rowMethod:
		return say("method", "What is asked of the server: to read, to take a body, to change.", "RFC 9110 §9")
	case rowPath:
		for _, e := range Endpoints() {
			if e.Path == ed.Edit.Target {
				return say(e.Path, e.Says+".", "")
			}
		}
		return say("endpoint", "The path at the server. What stands behind a ? becomes parameters.", "")
	case rowAdd:
		return say("+", ed.c.Say(ed.place, "{enter} begins a new one; while you type, what fits stands here."), "")
	}
	p := r.p
	e, ok := ed.c.Explain.Param(p.Name, p.Value)
	if !ok {
		e.Text = "The server's checks say what it makes of it."
	}
	if was, is := p.Renamed(); is {
		e.Text += " It was " + ui.Line(was) + "."
	} else if !p.Added && !p.Left && p.Value != p.Was && !p.Secret {
		e.Text += " It was " + ui.Line(p.Was) + "."
	}
	return say(p.Name, e.Text, e.Source)
}
