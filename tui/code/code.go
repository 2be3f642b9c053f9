// Package code shows a request as a program, in a language that is chosen once
// for all screens: secrets hidden on screen, whole on the clipboard.
package code

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/snippet"
	"github.com/playgrant/playgrant/tui/ui"
)

// languageKept is where the sandbox keeps the language.
const languageKept = "code-language"

type kept struct {
	Language string `json:"language"`
}

// Read is sent to a screen when it is known which language was chosen last.
type Read struct {
	For screen.Screen
	id  string
}

// Take has the language of the answer shown.
func (m Read) Take(c *screen.Context) { c.Language = m.id }

// Learn reads which language was chosen last, the first time that code is
// seen, and tells the screen that asked.
func Learn(ctx context.Context, c *screen.Context, asks screen.Screen) tea.Cmd {
	if c.Language != "" {
		return nil
	}
	c.Language = snippet.Languages[0].ID
	r := c.Remote
	return func() tea.Msg {
		var k kept
		if r.Progress(ctx, languageKept, &k) != nil || k.Language == "" {
			return nil // the first language does as well
		}
		return Read{asks, k.Language}
	}
}

// Turn goes to another language, around at the ends, and remembers it.
func Turn(c *screen.Context, by int) tea.Cmd {
	n := len(snippet.Languages)
	c.Language = snippet.Languages[(language(c)+by+n)%n].ID
	r, ctx, k := c.Remote, c.Life, kept{c.Language}
	return func() tea.Msg {
		if err := r.KeepProgress(ctx, languageKept, k); err != nil {
			return screen.Toast{Text: "The language could not be remembered: " + err.Error(), Bad: true}
		}
		return nil
	}
}

func language(c *screen.Context) int { return snippet.Find(c.Language) }

// What names the program on show, for what is copied.
func What(c *screen.Context) string {
	return "the request in " + snippet.Languages[language(c)].Name
}

// origin is where programs reach the server: at the listener, if it is on.
func origin(c *screen.Context) (origin string, listens bool) {
	if c.Listener != nil {
		if on, url := c.Listener.State(); on {
			return strings.TrimRight(url, "/"), true
		}
	}
	return c.Remote.Base, false
}

// Text is a raw request as a program, in the language that was chosen; hide
// masks its values, nil leaves them whole. The error says why the language
// cannot send it.
func Text(c *screen.Context, raw string, hide func(string) string) (string, error) {
	at, _ := origin(c)
	r, err := snippet.Parse(raw, at)
	if err != nil {
		return "", err
	}
	if hide != nil {
		r = r.Map(hide)
	}
	return snippet.Languages[language(c)].Code(r)
}

// Lines are a raw request as a program, with secrets hidden, and how to run it.
func Lines(c *screen.Context, place, raw string, hide func(string) string, width int) (lines []string) {
	t := c.Theme
	text, err := Text(c, raw, hide)
	text = strings.ReplaceAll(text, `\u2026`, "…") // Java's, in what is hidden
	if err != nil {
		return ui.Wrap(width, 2, ui.Span{Text: "✗ ", Ink: t.Failure}, ui.Span{Text: ui.Line(err.Error()), Ink: t.Text})
	}
	for l := range strings.SplitSeq(ui.Clean(text), "\n") {
		indent := len(l) - len(strings.TrimLeft(l, " "))
		lines = append(lines, ui.Wrap(width, indent+4, spans(t, l)...)...)
	}
	return append(append(lines, ""), notes(c, place, text, width)...)
}

// Strip are the languages, the chosen one marked; turn goes to another. It
// stays in sight while the code scrolls.
func Strip(c *screen.Context, width int, turn func(by int) tea.Cmd) []string {
	t := c.Theme
	var line strings.Builder
	for i, l := range snippet.Languages {
		mark, ink := " ", t.Muted
		if i == language(c) {
			mark, ink = "▸", t.Title
		}
		line.WriteString(t.Zone(ink.On(mark+l.Name), func() tea.Cmd { return turn(i - language(c)) }) + " ")
	}
	return []string{ui.Cut(line.String(), width), ""}
}

// notes say how to run the program, and what stands in its way.
func notes(c *screen.Context, place, text string, width int) []string {
	t, l := c.Theme, snippet.Languages[language(c)]
	lines := ui.Wrap(width, 0, ui.Span{Text: c.Say(place, "{y} copies it whole, secrets included. Save it as "), Ink: t.Muted}, ui.Span{Text: l.File, Ink: t.Text},
		ui.Span{Text: " and run ", Ink: t.Muted}, ui.Span{Text: strings.ReplaceAll(l.Run, " ", "\u00a0"), Ink: t.Text}, ui.Span{Text: ".", Ink: t.Muted})
	if strings.Contains(text, "{{") {
		lines = append(lines, ui.Para("What stands in {{ }} is known once this step is done.", width, t.Muted)...)
	}
	if _, listens := origin(c); !listens && c.Listener != nil {
		lines = append(lines, ui.Para("The listener is off, so no program reaches this sandbox yet: "+c.Say("home", "{l} on the home screen switches it on."), width, t.Warning)...)
	}
	return lines
}

// spans set off what stands between quotes, which is what differs from one
// request to another.
func spans(t *ui.Theme, line string) []ui.Span {
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
