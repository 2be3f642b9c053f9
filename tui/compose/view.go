package compose

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// wide is the width from which the answer stands beside the request.
const wide = 100

func (s *Screen) beside() bool { return s.width >= wide }

// verdictRows are the rows below the panes that say what came of it.
const verdictRows = 2

// View draws the request, the answer, and what came of it.
func (s *Screen) View() []string {
	rows := max(s.height-verdictRows, 0)
	var lines []string
	switch {
	case s.beside() && !s.zoom.On():
		left := max(48, min(s.width*46/100, 84))
		lines = ui.Beside(s.editorPane(left, rows), s.answerPane(s.width-left, rows))
	case s.onAnswer:
		lines = s.answerPane(s.width, rows)
	default:
		lines = s.editorPane(s.width, rows)
	}
	return append(lines, s.verdict()...)
}

func (s *Screen) editorPane(width, height int) []string {
	p := ui.Pane{Title: "Request", Focus: !s.onAnswer, Click: s.goes(false)}
	if s.reading {
		return s.c.Theme.Pane(p, []string{"", s.c.Theme.Muted.On("One moment: reading exchange no. " + ui.Line(s.from) + " …")}, width, height)
	}
	return s.editor.Pane(p, width, height)
}

// goes is a click that brings the keys to the answer or to the request.
func (s *Screen) goes(answer bool) ui.Click {
	return func() tea.Cmd {
		if !s.Capturing() {
			s.onAnswer = answer && s.answer() != nil
		}
		return nil
	}
}

func (s *Screen) answerPane(width, height int) []string {
	t := s.c.Theme
	inner, _ := ui.PaneInner(width, height)
	if s.answer() == nil {
		p := ui.Pane{Title: "Answer"}
		inner = min(inner, 72) // wider, and the eye loses the line
		lines := []string{"", ui.Cut(t.Strong.On("Nothing was sent yet."), inner), ""}
		lines = append(lines, ui.Para(s.c.Say("compose", "{S} sends the request as it stands; the answer, why it was given, and its tokens stand here."), inner, t.Text)...)
		lines = append(lines, "")
		lines = append(lines, ui.Para(s.c.Say("compose", "{p} begins with another request: there is one for each grant and endpoint, filled in with what is known."), inner, t.Muted)...)
		return t.Pane(p, lines, width, height)
	}
	p := s.view.Pane(s.onAnswer)
	p.Click = s.goes(true)
	x := s.answer()
	words := t.Strong.On(ui.Line(x.Method)) + " " + t.Strong.On(ui.Line(x.Path))
	id := ""
	if x.ID != "" {
		id = "no. " + ui.Line(x.ID)
	}
	if n := len(s.answers); n > 1 {
		id = fmt.Sprintf("%s   %d of %d  [ ]", id, s.at+1, n)
	}
	head := []string{ui.Sides(words, t.Muted.On(id), inner), ""}
	return s.view.Fill(p, head, width, height)
}

// refused is the check that did not hold; nil if all did.
func refused(x *model.Exchange) *check.Result {
	for i := range x.Checks {
		if c := &x.Checks[i]; !c.OK && !c.Note {
			return c
		}
	}
	return nil
}

// verdict says what came of it, in exactly [verdictRows] lines.
func (s *Screen) verdict() []string {
	t := s.c.Theme
	var spans []ui.Span
	switch x := s.answer(); {
	case s.Capturing() && !s.onAnswer: // what is typed is explained where it is typed
	case s.busy:
		spans = []ui.Span{{Text: "… ", Ink: t.Accent}, {Text: "The request is on its way.", Ink: t.Muted}}
	case s.problem != nil:
		spans = []ui.Span{{Text: "✗ ", Ink: t.Failure}, {Text: "It could not be sent: " + ui.Line(s.problem.Error()) + s.c.Say("compose", ". {S} sends it again."), Ink: t.Text}}
	case x == nil:
		words := "Any request to this server, made from scratch."
		switch {
		case s.reading:
			words = ""
		case s.wantsLogin():
			words = s.c.Say("compose", "{S} sends it; {i} logs somebody in, too, at the page it leads to.")
		case s.from != "":
			words = s.c.Say("compose", "Taken from no. ") + ui.Line(s.from) + s.c.Say("compose", ": change what you like, then {S} sends it.")
		}
		spans = []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: words, Ink: t.Text}}
	default:
		spans = s.verdictOf(x)
	}
	lines := ui.Wrap(s.width-3, 2, spans...)
	out := make([]string, verdictRows)
	for i := range out {
		if i < len(lines) {
			out[i] = " " + lines[i]
		}
		out[i] = ui.Fit(out[i], s.width)
	}
	return out
}

func (s *Screen) verdictOf(x *model.Exchange) []ui.Span {
	t := s.c.Theme
	status := fmt.Sprintf("%d %s", x.Status, http.StatusText(x.Status))
	if code := errorOf(x); code != "" {
		status = fmt.Sprintf("%d %s", x.Status, ui.Line(code))
	}
	c := refused(x)
	switch {
	case c != nil:
		return []ui.Span{
			{Text: "✗ " + status, Ink: t.Failure}, {Text: "  " + ui.Line(c.Check), Ink: t.Text},
			{Text: "  Mend: ", Ink: t.Accent}, {Text: ui.Line(c.Fix), Ink: t.Text},
		}
	case x.Status >= 400:
		return []ui.Span{{Text: "✗ " + status, Ink: t.Failure}}
	}
	words := ""
	if next := s.editor.Next; len(next) > 0 {
		words = s.c.Say("compose", "  {p}, then {enter} goes on with “") + next[0] + "”."
	}
	if s.wantsLogin() && x.Path == "/authorize" && x.Status == http.StatusFound {
		words = s.c.Say("compose", "  {i} goes on, and logs somebody in at the page it leads to.")
	}
	return []ui.Span{{Text: "✓ " + status, Ink: t.Success}, {Text: words, Ink: t.Text}}
}

// errorOf is the OAuth error of an answer, in its body or in the address that
// it leads to; empty if there is none.
func errorOf(x *model.Exchange) string {
	m := ui.ParseMessage(x.Response)
	if to, err := url.Parse(m.Header("Location")); err == nil && to.Query().Get("error") != "" {
		return to.Query().Get("error")
	}
	var body struct {
		Error string `json:"error"`
	}
	if json.Unmarshal([]byte(m.Body), &body) != nil {
		return ""
	}
	return body.Error
}
