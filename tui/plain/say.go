package plain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// unlimited is a width at which nothing is wrapped: the terminal, or the
// screen reader, breaks lines itself.
const unlimited = 100_000

// spoken turns signs that are drawn, not read, into words.
var spoken = strings.NewReplacer(
	"• ", "- ", "┃ ", "", "→", "to", "▸", "", "─", "-", "·", ",", "✓", "ok", "✗", "failed", "…", "...",
	"“", "\"", "”", "\"", "’", "'", "–", "-", "—", "-", "§", "section ",
)

// clean makes a text from outside fit for a line-based terminal: no control
// characters, nothing that only a drawing terminal shows.
func clean(text string) string {
	text = spoken.Replace(ui.Clean(text))
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x2190 && r <= 0x27bf, r >= 0x2400 && r <= 0x243f, r >= 0xe000 && r <= 0xf8ff, r == 0xfffd:
			return '?'
		}
		return r
	}, text)
}

func (s *session) write(text string) {
	if s.err == nil {
		_, s.err = io.WriteString(s.Out, text)
	}
}

// say writes paragraphs, each on a line of its own.
func (s *session) say(lines ...string) {
	for _, l := range lines {
		s.write(clean(l) + "\n")
	}
}

// sayRaw writes a line that is to be taken over as it is, so that only what
// would steer the terminal is taken out.
func (s *session) sayRaw(line string) { s.write(ui.Clean(line) + "\n") }

// prose writes Markdown as sentences.
func (s *session) prose(markdown string) { s.say(sentences(markdown)...) }

func sentences(markdown string) []string {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	var out []string
	for _, l := range ui.NewTheme(r).Markdown(markdown, unlimited) {
		if l = strings.TrimRight(l, " "); l != "" && !strings.HasPrefix(l, "───") {
			out = append(out, l)
		}
	}
	return out
}

// exchange says what went over the wire, secrets masked, and what the server
// held it against.
func (s *session) exchange(x *model.Exchange) {
	s.say("Request:")
	s.message(x.Request)
	s.say("", "Response:")
	s.message(x.Response)
	s.checks(x)
}

func (s *session) message(raw string) {
	m := ui.ParseMessage(demos.Mask(raw))
	s.say(m.Start)
	for _, h := range m.Headers {
		s.say(h)
	}
	body := m.Body
	switch {
	case body == "":
		return
	case strings.HasPrefix(m.Header("Content-Type"), "text/html"):
		s.say(fmt.Sprintf("A page for the user, %d bytes of HTML.", len(body)))
		return
	}
	var pretty bytes.Buffer
	if json.Indent(&pretty, []byte(body), "", "  ") == nil {
		body = pretty.String()
	}
	s.say("Body:")
	for l := range strings.Lines(body) {
		s.say(strings.TrimRight(l, "\r\n"))
	}
}

// checks says first what did not hold, and how to mend it.
func (s *session) checks(x *model.Exchange) {
	if len(x.Checks) == 0 {
		return
	}
	held, n := 0, 0
	for _, c := range x.Checks {
		if c.OK {
			held++
		} else if !c.Note {
			n++
		}
	}
	s.say("", fmt.Sprintf("Checks: %d held, %d failed.", held, n))
	for _, c := range x.Checks {
		if c.OK {
			continue
		}
		word := "Failed"
		if c.Note {
			word = "Note"
		}
		s.say(fmt.Sprintf("%s: %s", word, ended(c.Check)))
		for _, part := range []struct{ label, text string }{{"Expected", c.Expected}, {"Got", c.Got}, {"To mend", c.Fix}, {"Source", c.Ref}} {
			if part.text != "" {
				s.say(part.label + ": " + demos.Mask(part.text))
			}
		}
	}
	for _, c := range x.Checks {
		if c.OK {
			s.say(fmt.Sprintf("Held: %s Source: %s", ended(c.Check), c.Ref))
		}
	}
}

// sentence is a text as one, with its capital and its full stop.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return ended(string(unicode.ToUpper(r)) + s[n:])
}

// ended is a sentence with its full stop.
func ended(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if stem, ok := strings.CutSuffix(what, "y"); ok {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
