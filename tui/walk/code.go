package walk

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/snippet"
	"github.com/playgrant/playgrant/tui/ui"
)

// languageKept is where the sandbox keeps the language of the tab Code.
const languageKept = "code-language"

type keptLanguage struct {
	Language string `json:"language"`
}

type languageRead struct {
	walk *Walk
	id   string
}

// readLanguage reads which language was chosen last, the first time that the
// tab is seen.
func (w *Walk) readLanguage() tea.Cmd {
	if w.c.Language != "" || w.tab != onCode {
		return nil
	}
	w.c.Language = snippet.Languages[0].ID
	r, ctx := w.c.Remote, w.life
	return func() tea.Msg {
		var kept keptLanguage
		if r.Progress(ctx, languageKept, &kept) != nil || kept.Language == "" {
			return nil // the first language does as well
		}
		return languageRead{w, kept.Language}
	}
}

// turnLanguage goes to the next language, round, and remembers it.
func (w *Walk) turnLanguage(by int) tea.Cmd {
	n := len(snippet.Languages)
	w.c.Language = snippet.Languages[(w.language()+by+n)%n].ID
	w.changed()
	w.scroll[onCode] = ui.Scroll{}
	w.place, w.tab = onCode, onCode
	r, ctx, kept := w.c.Remote, w.c.Life, keptLanguage{w.c.Language}
	return func() tea.Msg {
		if err := r.KeepProgress(ctx, languageKept, kept); err != nil {
			return screen.Toast{Text: "The language could not be remembered: " + err.Error(), Bad: true}
		}
		return nil
	}
}

func (w *Walk) language() int { return snippet.Find(w.c.Language) }

// seesCode reports whether the tab Code is in sight.
func (w *Walk) seesCode() bool {
	return !w.closing() && w.tab == onCode && (w.place == onCode || w.layout().columns > 1)
}

// rawRequest is the request on show, whole: as it went out, or as it will; empty if
// the step sends none.
func (w *Walk) rawRequest() string {
	if x := w.shownExchange(); x != nil && !w.unsent() {
		return x.Request
	}
	if e := w.editing(); e != nil && e.Draft() != nil && w.detour == nil {
		return request.Text(e.Draft(), w.c.Remote.Base)
	}
	return ""
}

// origin is where programs reach the server: at the listener, if it is on.
func (w *Walk) origin() (origin string, listens bool) {
	if w.c.Listener != nil {
		if on, url := w.c.Listener.State(); on {
			return strings.TrimRight(url, "/"), true
		}
	}
	return w.c.Remote.Base, false
}

// code is the request on show as a program, in the language that was chosen.
func (w *Walk) code(hide func(string) string) (string, error) {
	origin, _ := w.origin()
	r, err := snippet.Parse(w.rawRequest(), origin)
	if err != nil {
		return "", err
	}
	if hide != nil {
		r = r.Map(hide)
	}
	return snippet.Languages[w.language()].Code(r)
}

// codeLines are the request as a program: secrets hidden, as on the whole
// screen.
func (w *Walk) codeLines(width int) []string {
	t := w.c.Theme
	if w.rawRequest() == "" {
		return ui.Para("The app sends nothing in this step, so there is nothing to write as code. What the browser sends for the user stands here afterwards.", width, t.Muted)
	}
	lines := w.exchangeList(width)
	code, err := w.code(w.mask.Text)
	code = strings.ReplaceAll(code, `\u2026`, "…") // Java's, in what is hidden
	if err != nil {
		return append(lines, ui.Wrap(width, 2, ui.Span{Text: "✗ ", Ink: t.Failure}, ui.Span{Text: ui.Line(err.Error()), Ink: t.Text})...)
	}
	for l := range strings.SplitSeq(ui.Clean(code), "\n") {
		indent := len(l) - len(strings.TrimLeft(l, " "))
		lines = append(lines, ui.Wrap(width, indent+4, w.codeSpans(l)...)...)
	}
	return append(append(lines, ""), w.codeNotes(code, width)...)
}

// languageStrip are the languages, the chosen one marked. It stays in sight
// while the code scrolls.
func (w *Walk) languageStrip(width int) []string {
	t := w.c.Theme
	var line strings.Builder
	for i, l := range snippet.Languages {
		mark, ink := " ", t.Muted
		if i == w.language() {
			mark, ink = "▸", t.Title
		}
		line.WriteString(t.Zone(ink.On(mark+l.Name), func() tea.Cmd { return w.turnLanguage(i - w.language()) }) + " ")
	}
	return []string{ui.Cut(line.String(), width), ""}
}

// codeNotes say how to run the program, and what stands in its way.
func (w *Walk) codeNotes(code string, width int) []string {
	t, l := w.c.Theme, snippet.Languages[w.language()]
	lines := ui.Wrap(width, 0, ui.Span{Text: "y copies it whole, secrets included. Save it as ", Ink: t.Muted}, ui.Span{Text: l.File, Ink: t.Text},
		ui.Span{Text: " and run ", Ink: t.Muted}, ui.Span{Text: l.Run, Ink: t.Text}, ui.Span{Text: ".", Ink: t.Muted})
	if strings.Contains(code, "{{") {
		lines = append(lines, ui.Para("What stands in {{ }} is known once this step is done.", width, t.Muted)...)
	}
	if _, listens := w.origin(); !listens && w.c.Listener != nil {
		lines = append(lines, ui.Para("The listener is off, so no program reaches this sandbox yet: l on the home screen switches it on.", width, t.Warning)...)
	}
	return lines
}

// codeSpans set off what stands between quotes, which is what differs from one
// request to another.
func (w *Walk) codeSpans(line string) []ui.Span {
	t := w.c.Theme
	var out []ui.Span
	for line != "" {
		open := strings.IndexAny(line, "\"'`")
		if open < 0 {
			break
		}
		end := open + 1
		for end < len(line) && line[end] != line[open] {
			if line[end] == '\\' && end+1 < len(line) {
				end++
			}
			end++
		}
		end = min(end+1, len(line))
		out = append(out, ui.Span{Text: line[:open], Ink: t.Text}, ui.Span{Text: line[open:end], Ink: t.String})
		line = line[end:]
	}
	return append(out, ui.Span{Text: line, Ink: t.Text})
}
