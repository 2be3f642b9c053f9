package walk

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/ui"
)

// requestLines are the request as it went out, or as it will.
func (w *Walk) requestLines(width int) []string {
	t := w.c.Theme
	if x := w.shownExchange(); x != nil && !w.unsent() {
		return append(w.exchangeList(width), t.HTTP(w.mask.Text(x.Request), !w.raw, width)...)
	}
	var draft *demos.Draft
	if e := w.editing(); e != nil {
		draft = e.Draft()
	}
	if draft == nil {
		lines := []string{t.Muted.On("The app sends nothing in this step."), ""}
		for _, act := range acts(w.step()) {
			lines = append(lines, ui.Wrap(width, 2, ui.Span{Text: "• ", Ink: t.Accent}, ui.Span{Text: ui.Line(w.mask.Text(w.fill(act))), Ink: t.Text})...)
		}
		return append(lines, "", t.Muted.On("What the browser sends for the user stands here afterwards."))
	}
	head := t.Muted.On("Not sent yet: this is what goes out.")
	if w.outcome() != nil {
		head = t.Warning.On("* changed") + t.Muted.On(", and not sent yet: this is what goes out.")
	}
	return append([]string{ui.Cut(head, width), ""}, t.HTTP(w.mask.Text(request.Text(draft, w.c.Remote.Base)), !w.raw, width)...)
}

// unsent is true while the request on show differs from what was sent last.
func (w *Walk) unsent() bool {
	e := w.editing()
	return w.detour == nil && e != nil && e.Changed() && !e.Sent
}

// responseLines are the answer as it came.
func (w *Walk) responseLines(width int) []string {
	t := w.c.Theme
	x := w.shownExchange()
	if x == nil {
		return append([]string{""}, ui.Para("Nothing has come back yet: "+w.howToGoOn(), width, t.Muted)...)
	}
	lines := w.exchangeList(width)
	raw := w.mask.Text(x.Response)
	whole := t.HTTP(raw, !w.raw, width)
	if _, rows := ui.PaneInner(0, w.layout().panes-w.layout().below); !w.raw && len(lines)+len(whole) > rows {
		whole = t.BriefHTTP(raw, width)
	}
	return append(lines, whole...)
}

func (w *Walk) howToGoOn() string {
	if len(w.step().Actions) > 0 && w.outcome() == nil {
		return w.sendKey() + " does this step."
	}
	return "this step sends no request."
}

// exchangeList are the exchanges of a step that made several, the one on show
// marked.
func (w *Walk) exchangeList(width int) []string {
	o := w.outcome()
	if o == nil || len(o.Exchanges) < 2 {
		return nil
	}
	t := w.c.Theme
	at := max(0, min(w.exchange, len(o.Exchanges)-1))
	const most = 5
	first := max(0, min(at-most/2, len(o.Exchanges)-most))
	var out []string
	for i := first; i < min(first+most, len(o.Exchanges)); i++ {
		x := o.Exchanges[i]
		mark, ink := "  ", t.Muted
		if i == at {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		line := fmt.Sprintf("%d %-4s %s", i+1, ui.Line(x.Method), ui.Line(x.Path))
		out = append(out, ui.Sides(mark+ink.On(line), t.Muted.On(statusWords(&x)), width))
	}
	hint := fmt.Sprintf(" %d of %d", at+1, len(o.Exchanges)) + w.c.Say("walk", "  {[} {]} choose")
	return append(out, t.Border.On(strings.Repeat("┄", max(width-len(hint), 0)))+t.Muted.On(hint), "")
}

// statusWords are the status of an answer as it stands in its first line.
func statusWords(x *model.Exchange) string {
	if _, status, ok := strings.Cut(ui.ParseMessage(x.Response).Start, " "); ok {
		return ui.Line(status)
	}
	return strconv.Itoa(x.Status)
}
