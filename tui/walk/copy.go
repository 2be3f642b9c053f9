package walk

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/snippet"
	"github.com/playgrant/playgrant/tui/ui"
)

// copy puts what has the keys on the clipboard, whole: a value, a message, the
// checks, a token.
func (w *Walk) copy() tea.Cmd {
	what, text := w.copied()
	if text == "" {
		return screen.Send(screen.Toast{Text: "There is nothing to copy here yet", Bad: true})
	}
	return screen.Send(screen.Copy{What: what, Text: text})
}

func (w *Walk) copied() (what, text string) {
	x := w.shownExchange()
	switch w.place {
	case onStep:
		if ed := w.editor(); ed != nil {
			if p := ed.Param(); p != nil {
				return p.Name + ", whole", p.Value
			}
			return "the request, secrets included", request.Text(ed.Edit.Draft(), w.c.Remote.Base)
		}
		if p := w.current(); p != nil {
			return p.Name + ", whole", p.Value
		}
		return "the step's text", w.step().Prose
	case onRequest:
		if x != nil && !w.unsent() {
			return "the request, secrets included", x.Request
		}
		if e := w.editing(); e != nil && e.Draft() != nil {
			return "the request, secrets included", request.Text(e.Draft(), w.c.Remote.Base)
		}
	case onResponse:
		if x == nil {
			break
		}
		if body := ui.ParseMessage(x.Response).Body; body != "" {
			return "the response's body, secrets included", body
		}
		return "the response", x.Response
	case onWhy:
		if x == nil {
			break
		}
		var b strings.Builder
		for _, c := range x.Checks {
			mark := "ok    "
			if !c.OK {
				mark = "failed"
			}
			b.WriteString(mark + "  " + c.Check + "  " + c.Detail + "  (" + c.Ref + ")\n")
		}
		return "the checks", b.String()
	case onPicture:
		return "the picture, as text", w.pictureText()
	case onCode:
		if code, err := w.code(nil); err == nil {
			return "the request in " + snippet.Languages[w.language()].Name + ", secrets included", code
		}
	case onTokens:
		if found, _ := w.tokens(); len(found) > 0 {
			token := found[max(0, min(w.token, len(found)-1))]
			return token.Name + ", whole", token.Raw
		}
	}
	return "", ""
}
