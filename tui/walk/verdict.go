package walk

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/tui/ui"
)

// verdict says under the panes what happened and why, or what enter is about
// to do: in exactly rows lines.
func (w *Walk) verdict(width, rows int) []string {
	if w.find.On() {
		out := make([]string, rows)
		for i := range out {
			out[i] = ui.Spaces(width)
		}
		if rows > 0 {
			out[0] = w.find.Bar(w.c.Theme, width)
		}
		return out
	}
	lines := w.verdictLines(width, rows)
	out := make([]string, rows)
	for i := range out {
		if i < len(lines) {
			out[i] = lines[i]
		}
		out[i] = ui.Fit(out[i], width)
	}
	return out
}

// longest is how wide the verdict's lines are at most: of wider ones the eye
// does not find the next.
const longest = 144

// verdictLines are what the verdict says, cut to rows if it is longer: what
// came first, and as much as fits of why.
func (w *Walk) verdictLines(width, rows int) []string {
	width = min(width, longest)
	head, more, last := w.verdictSpans()
	var lines []string
	for _, l := range ui.Wrap(width-3, 2, head...) {
		lines = append(lines, " "+l)
	}
	if len(lines) > rows {
		lines = cutShort(lines[:rows], width-4)
	}
	room := rows - len(lines)
	if room <= 0 || len(more) == 0 {
		return lines
	}
	wrapped := ui.Wrap(width-5, 0, slices.Concat(more, last)...)
	if len(wrapped) > room {
		wrapped = ui.Wrap(width-5, 0, more...)
	}
	if len(wrapped) > room {
		wrapped = cutShort(wrapped[:room], width-7)
	}
	for _, l := range wrapped {
		lines = append(lines, "   "+l)
	}
	return lines
}

// cutShort says that lines go on after the last, which is width cells wide at
// most, but for the dots.
func cutShort(lines []string, width int) []string {
	if len(lines) == 0 {
		return nil
	}
	last := &lines[len(lines)-1]
	if ui.Width(*last) <= width {
		*last += " …"
	} else {
		*last = ui.Cut(*last, width)
	}
	return lines
}

// verdictRows are the rows that the verdict takes: as many as it has to say, of
// those that the panes can spare, and never fewer than least. Where rows are
// scarce only a refusal is worth more.
func (w *Walk) verdictRows(least int) int {
	o, most := w.outcome(), min(w.height/4, 7)
	if o == nil || w.find.On() || most <= least {
		return least
	}
	if w.height < 30 && o.OK() && refusal(o) == nil {
		return least
	}
	return max(least, len(w.verdictLines(w.width, most)))
}

// verdictSpans are what happened, why, and what is said only if it fits whole.
func (w *Walk) verdictSpans() (head, more, last []ui.Span) {
	t := w.c.Theme
	o := w.outcome()
	switch {
	case w.loading:
		return nil, nil, nil
	case w.busy:
		return []ui.Span{{Text: "… ", Ink: t.Accent}, {Text: "The request is on its way.", Ink: t.Muted}}, nil, nil
	case w.unsent():
		return []ui.Span{{Text: "* changed", Ink: t.Warning}, {Text: "  " + w.sendKey() + w.c.Say("walk", " sends it as it stands now; {u} returns to the demo's values."), Ink: t.Text}}, nil, nil
	case w.wrong.err != nil && w.wrong.step == w.shown:
		head, more = w.wrongSpans()
		return head, more, nil
	case o == nil && w.editor() != nil && w.place == onStep:
		return []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: w.c.Say("walk", "{S} sends it; {E} goes back to the step."), Ink: t.Text}}, nil, nil
	case o == nil:
		return []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: w.before(), Ink: t.Text}}, nil, nil
	}
	bad := refusal(o)
	switch {
	case w.detour != nil && o.OK():
		head = []ui.Span{{Text: "✓ fails as it should", Ink: t.Success}}
		if bad == nil {
			head[0].Text = "✓ as expected"
		}
	case o.OK():
		head = []ui.Span{{Text: "✓ as expected", Ink: t.Success}}
	default:
		head = []ui.Span{{Text: "✗ not as expected", Ink: t.Failure}}
	}
	head = append(head, ui.Span{Text: "  " + ui.Line(w.mask.Text(w.happened(o))), Ink: t.Text})
	if bad != nil {
		return head, w.whySpans(bad), nil
	}
	for _, v := range o.Verdicts {
		if !v.OK {
			return head, []ui.Span{{Text: "The demo expects " + ui.Line(w.mask.Text(v.Text)) + ", but got " + ui.Line(w.mask.Text(v.Got)) + ".", Ink: t.Text}}, nil
		}
	}
	more = []ui.Span{{Text: ui.Line(w.mask.Text(w.because(o))), Ink: t.Muted}}
	if did := w.did(o); did != "" && len(o.Exchanges) > 0 {
		last = []ui.Span{{Text: " " + ui.Line(w.mask.Text(did)), Ink: t.Muted}}
	}
	return head, more, last
}

// wrong is why a step could not be done to its end.
type wrong struct {
	step int
	err  error
}

// wrongSpans say why the step was not finished, and what enter does about it.
func (w *Walk) wrongSpans() (head, more []ui.Span) {
	t := w.c.Theme
	head = []ui.Span{{Text: "✗ not finished", Ink: t.Failure}, {Text: "  " + ui.Line(sentence(w.mask.Text(capital(demos.Cause(w.wrong.err).Error())))), Ink: t.Text}}
	return head, []ui.Span{{Text: w.c.Say("walk", "{enter}"+w.againWords()+". If it stays like this, {esc} goes back."), Ink: t.Muted}}
}

// againWords say what enter does after a step that was not finished.
func (w *Walk) againWords() string {
	switch w.nextAct() {
	case actSend:
		return " tries again"
	case actUndo:
		return " brings the demo's values back"
	case actAnew:
		return " begins at step 1 again, for fresh values"
	}
	return ": " + w.enterWords()
}

// whySpans say which check refused, and how to mend it.
func (w *Walk) whySpans(bad *check.Result) []ui.Span {
	t := w.c.Theme
	why := strings.TrimSuffix(bad.Check, ".")
	if bad.Detail != "" && bad.Detail != bad.Fix {
		why += ": " + w.mask.Text(bad.Detail)
	}
	spans := []ui.Span{{Text: "Why: ", Ink: t.Strong}, {Text: ui.Line(sentence(why)), Ink: t.Text}}
	if bad.Fix != "" {
		spans = append(spans, ui.Span{Text: "  Mend: ", Ink: t.Strong}, ui.Span{Text: ui.Line(bad.Fix), Ink: t.Text})
	}
	return spans
}

// refusal is the first check that refused in the step's last exchanges.
func refusal(o *demos.Outcome) *check.Result {
	for _, x := range slices.Backward(o.Exchanges) {
		for i, c := range x.Checks {
			if !c.OK && !c.Note {
				return &x.Checks[i]
			}
		}
	}
	return nil
}

// before says what enter is about to do.
func (w *Walk) before() string {
	s := w.step()
	if list := acts(s); len(list) > 0 && w.known.drafts[w.shown] == nil {
		return w.c.Say("walk", "{enter}: ") + ui.Line(w.mask.Text(w.fill(strings.Join(list, "; ")))) + "."
	}
	if d := w.known.drafts[w.shown]; d != nil {
		sends := w.c.Say("walk", "{enter} sends ") + ui.Line(d.Method+" "+d.Target)
		edits := "; {e} edits a parameter first."
		if w.current() == nil {
			edits = "; {E} changes the request first."
		}
		if more := w.c.Say("walk", edits); ui.Width(sends+more) <= w.width-5 {
			return sends + more
		}
		return sends + "."
	}
	return w.c.Say("walk", "{enter} does this step.")
}

// happened says in one line what came of a step: what the server answered, or
// what was done where nothing was asked of it.
func (w *Walk) happened(o *demos.Outcome) string {
	if n := len(o.Exchanges); n > 0 {
		return answerWords(&o.Exchanges[n-1])
	}
	return w.did(o)
}

// did says what was done beside the request. Of a way to break a step it is no
// part of the story.
func (w *Walk) did(o *demos.Outcome) string {
	if len(o.Did) == 0 || w.detour != nil {
		return ""
	}
	return capital(strings.Join(o.Did, "; ")) + "."
}

// sendKey is the key that sends the request.
func (w *Walk) sendKey() string {
	if w.editor() != nil && w.place == onStep {
		return w.c.Keys.Name("walk", "S")
	}
	return w.c.Keys.Name("walk", "enter")
}
