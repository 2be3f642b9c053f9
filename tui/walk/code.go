package walk

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/ui"
)

// readLanguage reads which language was chosen last, once the tab is seen.
func (w *Walk) readLanguage() tea.Cmd {
	if w.tab != onCode {
		return nil
	}
	return code.Learn(w.life, w.c, w)
}

// turnLanguage goes to the next language, round, and remembers it.
func (w *Walk) turnLanguage(by int) tea.Cmd {
	cmd := code.Turn(w.c, by)
	w.changed()
	w.scroll[onCode] = ui.Scroll{}
	w.place, w.tab = onCode, onCode
	return cmd
}

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

// codeLines are the request as a program: secrets hidden, as on the whole
// screen.
func (w *Walk) codeLines(width int) []string {
	if w.rawRequest() == "" {
		return ui.Para("The app sends nothing in this step, so there is nothing to write as code. What the browser sends for the user stands here afterwards.", width, w.c.Theme.Muted)
	}
	return append(w.exchangeList(width), code.Lines(w.c, "walk", w.rawRequest(), w.mask.Text, width)...)
}
