package walk

import (
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/copies"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
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
		if text, err := code.Text(w.c, w.rawRequest(), nil); err == nil {
			return code.What(w.c) + ", secrets included", text
		}
	case onTokens:
		if found, _ := w.tokens(); len(found) > 0 {
			token := found[max(0, min(w.token, len(found)-1))]
			return token.Name + ", whole", token.Raw
		}
	}
	return "", ""
}

// Copies are what can be copied here, what has the keys first.
func (w *Walk) Copies() tea.Cmd {
	if w.closing() {
		return screen.Send(screen.Copies{})
	}
	stem := w.demo.Name + "-" + strconv.Itoa(w.shown+1)
	if w.detour != nil {
		stem += "-broken"
	}
	var list []screen.Copyable
	if p := w.current(); p != nil && w.place == onStep {
		list = append(list, screen.Copyable{What: "the value of " + p.Name, File: p.Name + ".txt", Secret: p.Secret, Text: screen.Text(p.Value)})
	}
	if w.place == onPicture {
		what, text := w.copied()
		list = append(list, screen.Copyable{What: what, File: stem + "-picture.txt", Text: screen.Text(text)})
	}
	x := w.shownExchange()
	switch e := w.editing(); {
	case x != nil && !w.unsent():
		list = append(append(list, copies.Of(x, stem)...), copies.Checks(x, stem))
	case e != nil && e.Draft() != nil:
		draft := &model.Exchange{Request: request.Text(e.Draft(), w.c.Remote.Base), Secure: strings.HasPrefix(w.c.Remote.Base, "https:")}
		list = append(list, copies.Of(draft, stem)...)
	}
	if found, _ := w.tokens(); x == nil || len(decode.Tokens([]model.Exchange{*x})) == 0 {
		list = append(list, copies.Tokens(found)...)
	}
	list = append(list, screen.Copyable{What: "the step's text", Note: "Markdown.", File: stem + ".md", Text: screen.Text("## " + w.step().Title + "\n\n" + w.step().Prose)})
	list = copies.On(placeNames[w.place], list)
	if w.place == onCode { // the language on show comes first
		what := code.What(w.c)
		slices.SortStableFunc(list, func(a, b screen.Copyable) int { return first(a.What == what) - first(b.What == what) })
	}
	return screen.Send(screen.Copies{List: list})
}

func first(is bool) int {
	if is {
		return 0
	}
	return 1
}
