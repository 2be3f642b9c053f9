package walk

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// verdict says under the panes what happened and why, or what enter is about
// to do: in exactly rows lines.
func (w *Walk) verdict(width, rows int) []string {
	head, more := w.verdictSpans()
	var lines []string
	for _, l := range ui.Wrap(width-3, 2, head...) {
		lines = append(lines, " "+l)
	}
	if len(lines) > rows {
		lines = lines[:rows]
	}
	room := rows - len(lines)
	if rows > 2 && len(lines) == 1 {
		room = rows - 1
	}
	if room > 0 && len(more) > 0 {
		wrapped := ui.Wrap(width-5, 0, more...)
		if len(wrapped) > room {
			wrapped = wrapped[:room]
			wrapped[room-1] = ui.Cut(wrapped[room-1], width-7) + "…"
		}
		for _, l := range wrapped {
			lines = append(lines, "   "+l)
		}
	}
	out := make([]string, rows)
	for i := range out {
		if i < len(lines) {
			out[i] = lines[i]
		}
		out[i] = ui.Fit(out[i], width)
	}
	return out
}

func (w *Walk) verdictSpans() (head, more []ui.Span) {
	t := w.c.Theme
	o := w.outcome()
	switch {
	case w.loading:
		return nil, nil
	case w.busy:
		return []ui.Span{{Text: "… ", Ink: t.Accent}, {Text: "The request is on its way.", Ink: t.Muted}}, nil
	case w.unsent():
		return []ui.Span{{Text: "* changed", Ink: t.Warning}, {Text: "  enter sends it as it stands now; u returns to the demo's values.", Ink: t.Text}}, nil
	case o == nil:
		return []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: w.before(), Ink: t.Text}}, nil
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
		more = []ui.Span{{Text: "Why: ", Ink: t.Strong}, {Text: ui.Line(w.mask.Text(sentence(bad.Check) + " " + sentence(bad.Detail))), Ink: t.Text}}
		if bad.Fix != "" && bad.Fix != bad.Detail {
			more = append(more, ui.Span{Text: "  Mend: ", Ink: t.Strong}, ui.Span{Text: ui.Line(w.mask.Text(bad.Fix)), Ink: t.Text})
		}
		return head, more
	}
	for _, v := range o.Verdicts {
		if !v.OK {
			return head, []ui.Span{{Text: "The demo expects " + ui.Line(w.mask.Text(v.Text)) + ", but got " + ui.Line(w.mask.Text(v.Got)) + ".", Ink: t.Text}}
		}
	}
	return head, []ui.Span{{Text: ui.Line(w.mask.Text(w.because(o))), Ink: t.Muted}}
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
		return "enter: " + ui.Line(w.mask.Text(w.fill(strings.Join(list, "; ")))) + "."
	}
	if d := w.known.drafts[w.shown]; d != nil {
		return "enter sends " + ui.Line(d.Method+" "+d.Target) + "; e edits a parameter first."
	}
	return "enter does this step."
}

// happened says in one line what came of a step.
func (w *Walk) happened(o *demos.Outcome) string {
	var parts []string
	if len(o.Did) > 0 {
		parts = append(parts, strings.Join(o.Did, "; ")+".")
	}
	if n := len(o.Exchanges); n > 0 {
		parts = append(parts, answerWords(&o.Exchanges[n-1]))
	}
	return strings.Join(parts, " ")
}

// answerWords say what an answer is, in its own terms.
func answerWords(x *model.Exchange) string {
	m := ui.ParseMessage(x.Response)
	status := statusWords(x)
	if location := m.Header("Location"); location != "" {
		u, err := url.Parse(location)
		if err != nil {
			return status
		}
		words := status + ": the browser goes to " + strings.TrimPrefix(strings.Split(location, "?")[0], "https://")
		var names []string
		for name := range u.Query() {
			names = append(names, name)
		}
		slices.Sort(names)
		if len(names) > 0 {
			words += " with " + listed(names)
		}
		return words + "."
	}
	var members map[string]any
	if json.Unmarshal([]byte(m.Body), &members) == nil {
		if code, ok := members["error"].(string); ok {
			text, _ := members["error_description"].(string)
			return status + ": " + code + ". " + sentence(text)
		}
		if got := tokenNames(members); len(got) > 0 {
			return status + ": " + listed(got) + "."
		}
	}
	if strings.HasPrefix(m.Header("Content-Type"), "text/html") {
		return status + ": a page for the user."
	}
	return status + "."
}

func tokenNames(members map[string]any) []string {
	var out []string
	for _, name := range []string{"access_token", "id_token", "refresh_token"} {
		if _, ok := members[name]; ok {
			out = append(out, name)
		}
	}
	return out
}

// because says why all went well: how many checks held, and what is kept.
func (w *Walk) because(o *demos.Outcome) string {
	held := 0
	for _, x := range o.Exchanges {
		held += len(x.Checks)
	}
	var parts []string
	if held > 0 {
		parts = append(parts, "All of the server's "+counted(held, "check")+" held (tab Why).")
	}
	var kept []string
	for _, v := range o.Captured {
		kept = append(kept, v.Name)
	}
	if len(kept) > 0 {
		parts = append(parts, "Kept for the next steps: "+listed(kept)+".")
	}
	return strings.Join(parts, " ")
}

// listed joins names as one says them.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
