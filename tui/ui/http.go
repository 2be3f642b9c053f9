package ui

import (
	"fmt"
	"regexp"
	"strings"
)

// Message is a raw HTTP message taken apart for drawing.
type Message struct {
	Start   string // the request or status line
	Headers []string
	Body    string
}

// ParseMessage takes a raw HTTP/1.1 message apart; what is no HTTP is all
// Body. It never fails: it is for looking at, not for obeying.
func ParseMessage(raw string) Message {
	head, body, found := strings.Cut(raw, "\r\n\r\n")
	if !found {
		head, body, _ = strings.Cut(raw, "\n\n")
	}
	lines := strings.Split(strings.ReplaceAll(head, "\r\n", "\n"), "\n")
	return Message{Start: lines[0], Headers: lines[1:], Body: body}
}

// Header is the value of the first header of that name; empty if none.
func (m Message) Header(name string) string {
	for _, h := range m.Headers {
		if k, v, ok := strings.Cut(h, ":"); ok && strings.EqualFold(k, name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// HTTP draws a message that has been masked already. Pretty breaks queries and
// forms at their parameters and spreads JSON; otherwise it is drawn as sent.
func (t *Theme) HTTP(raw string, pretty bool, width int) []string {
	m := ParseMessage(raw)
	out := t.startLine(Line(m.Start), pretty, width)
	for _, h := range m.Headers {
		out = append(out, t.header(h, pretty, width)...)
	}
	return append(out, t.body(m, pretty, width)...)
}

// BriefHTTP is HTTP, pretty, with the headers that say nothing about the
// protocol counted instead of shown.
func (t *Theme) BriefHTTP(raw string, width int) []string {
	m := ParseMessage(raw)
	out := t.startLine(Line(m.Start), true, width)
	left := 0
	for _, h := range m.Headers {
		name, _, _ := strings.Cut(h, ":")
		if !telling[strings.ToLower(name)] {
			left++
			continue
		}
		out = append(out, t.header(h, true, width)...)
	}
	if left > 0 {
		out = append(out, t.Muted.On(Cut(fmt.Sprintf("… and %d more headers: raw shows all", left), width)))
	}
	return append(out, t.body(m, true, width)...)
}

// telling are the headers that the protocol has a use for.
var telling = map[string]bool{
	"authorization": true, "cache-control": true, "content-type": true, "cookie": true, "host": true,
	"location": true, "retry-after": true, "set-cookie": true, "www-authenticate": true,
}

func (t *Theme) header(h string, pretty bool, width int) []string {
	name, value, ok := strings.Cut(h, ":")
	if !ok {
		return Wrap(width, 4, Span{Line(h), t.Text})
	}
	spans := []Span{{Line(name) + ":", t.Name}}
	if pretty && strings.EqualFold(name, "Location") {
		spans = append(spans, t.paramSpans(Line(value), true, "\n    ")...)
	} else {
		spans = append(spans, Span{Line(value), t.Text})
	}
	return Wrap(width, 4, spans...)
}

// body draws what stands below the headers, after an empty line.
func (t *Theme) body(m Message, pretty bool, width int) []string {
	if m.Body == "" {
		return nil
	}
	out := []string{""}
	if indented, ok := IndentJSON(m.Body); ok && pretty {
		return append(out, t.JSON(Clean(indented), width)...)
	}
	if strings.HasPrefix(m.Header("Content-Type"), "application/x-www-form-urlencoded") {
		sep := ""
		if pretty {
			sep = "\n"
		}
		return append(out, Wrap(width, 2, t.paramSpans(Line(m.Body), false, sep)...)...)
	}
	text := m.Body
	if pretty && strings.HasPrefix(m.Header("Content-Type"), "text/html") {
		text = styles.ReplaceAllString(text, "$1 … $2")
	}
	return append(out, Para(Clean(text), width, t.Text)...)
}

// styles are what a page looks like, which says nothing about the protocol.
var styles = regexp.MustCompile(`(?is)(<style[^>]*>).*?(</style>)`)

func (t *Theme) startLine(line string, pretty bool, width int) []string {
	first, rest, _ := strings.Cut(line, " ")
	if strings.HasPrefix(first, "HTTP/") {
		return Wrap(width, 4, Span{first + " ", t.Muted}, Span{rest, t.status(rest)})
	}
	target, version, _ := strings.Cut(rest, " ")
	spans := []Span{{first + " ", t.Title}}
	if pretty {
		spans = append(spans, t.paramSpans(target, true, "\n    ")...)
	} else {
		spans = append(spans, Span{target, t.Text})
	}
	return Wrap(width, 4, append(spans, Span{" " + version, t.Muted})...)
}

func (t *Theme) status(rest string) Ink {
	switch {
	case rest == "":
		return t.Text
	case rest[0] == '2', rest[0] == '3':
		return t.Success
	case rest[0] == '4', rest[0] == '5':
		return t.Failure
	}
	return t.Text
}

// paramSpans draws name=value&name=value; with a query it begins after the
// question mark. sep stands before each parameter but the first of a form.
func (t *Theme) paramSpans(s string, query bool, sep string) []Span {
	var out []Span
	mark := ""
	if query {
		path, rest, ok := strings.Cut(s, "?")
		out = append(out, Span{path, t.Strong})
		if !ok {
			return out
		}
		s, mark = rest, "?"
	}
	for i, p := range strings.Split(s, "&") {
		if i > 0 {
			mark = "&"
		}
		if i > 0 || query {
			mark = sep + mark
		}
		name, value, has := strings.Cut(p, "=")
		out = append(out, Span{mark, t.Muted}, Span{name, t.Name})
		if has {
			out = append(out, Span{"=", t.Muted}, Span{value, t.Text})
		}
	}
	return out
}
