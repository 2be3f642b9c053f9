package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Span is a run of clean text in one ink.
type Span struct {
	Text string
	Ink  Ink
}

// Draw joins spans to a string.
func Draw(spans ...Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Ink.On(s.Text))
	}
	return b.String()
}

// Width counts the cells of a styled or plain string.
func Width(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// Cut shortens s to at most width cells, ending in … if something is lost.
func Cut(s string, width int) string {
	if width <= 0 {
		return ""
	}
	if Width(s) <= width {
		return s
	}
	return ansi.Truncate(s, width, "…")
}

// Fit makes s exactly width cells wide.
func Fit(s string, width int) string {
	w := Width(s)
	if w > width {
		s = Cut(s, width)
		w = Width(s)
	}
	return s + Spaces(width-w)
}

// Spaces is n spaces; none when n is negative.
func Spaces(n int) string {
	if n <= 0 {
		return ""
	}
	return strings.Repeat(" ", n)
}

// Sides puts left and right at the two ends of a line of exactly width cells;
// left gives way.
func Sides(left, right string, width int) string {
	r := Width(right)
	if r >= width {
		return Fit(right, width)
	}
	if Width(left)+r+1 > width {
		left = Cut(left, width-r-1)
	}
	return left + Spaces(width-Width(left)-r) + right
}

// Wrap breaks spans into lines of at most width cells, between words where it
// can. A single letter, which is an article or a key, and RFC stay with the
// word that they belong to. Lines after the first begin with hang spaces. A line break inside a
// text begins a new first line.
func Wrap(width, hang int, spans ...Span) []string {
	if width < 1 {
		return nil
	}
	if hang > width/2 {
		hang = width / 2
	}
	w := wrapper{width: width, hang: hang}
	for _, s := range spans {
		for i, part := range strings.Split(s.Text, "\n") {
			if i > 0 {
				w.word()
				w.flush(0)
			}
			w.add(part, s.Ink)
		}
	}
	w.word()
	w.flush(0)
	return w.lines
}

// Para is Wrap for a text in one ink.
func Para(text string, width int, ink Ink) []string {
	return Wrap(width, 0, Span{text, ink})
}

// Items draws things in a row after a label, with dots between them. Where the
// row ends the next begins under the first thing; none is broken in two that
// has room on a row.
func Items(label string, items []string, width int, ink Ink) []string {
	const held = "\u00a0" // a space at which nothing is broken
	hang := Width(label)
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = Line(item)
		if i < len(items)-1 {
			words[i] += " ·"
		}
		if Width(words[i]) <= width-hang {
			words[i] = strings.ReplaceAll(words[i], " ", held)
		}
	}
	lines := Wrap(width, hang, Span{label + strings.Join(words, " "), ink})
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], held, " ")
	}
	return lines
}

type wrapper struct {
	width, hang int
	lines       []string
	line        strings.Builder
	cells       int
	indent      int // cells that the line began with
	pending     []Span
	pendingW    int
	space       []Span // between the line and the pending word
	spaceW      int
}

func (w *wrapper) add(text string, ink Ink) {
	for len(text) > 0 {
		if text[0] == ' ' {
			n := len(text) - len(strings.TrimLeft(text, " "))
			if n == 1 && n < len(text) && w.leans() {
				w.pending = append(w.pending, Span{Text: " "})
				w.pendingW++
				text = text[n:]
				continue
			}
			w.word()
			w.space = append(w.space, Span{text[:n], ink})
			w.spaceW += n
			text = text[n:]
			continue
		}
		n := strings.IndexByte(text, ' ')
		if n < 0 {
			n = len(text)
		}
		w.pending = append(w.pending, Span{text[:n], ink})
		w.pendingW += Width(text[:n])
		text = text[n:]
	}
}

// leans reports whether the pending word is to stand on a line with the next.
func (w *wrapper) leans() bool {
	if len(w.pending) != 1 {
		return false
	}
	word := strings.TrimLeft(w.pending[0].Text, "(“")
	return word == "RFC" || len(word) == 1 && (word[0]|0x20) >= 'a' && (word[0]|0x20) <= 'z'
}

// word moves the pending word to the line, beginning a new one if it must.
func (w *wrapper) word() {
	if len(w.pending) == 0 {
		return
	}
	if w.cells+w.spaceW+w.pendingW > w.width && w.cells > w.indent {
		if w.pendingW <= w.width-w.hang || w.cells+w.spaceW >= w.width-4 {
			w.flush(w.hang)
		}
	}
	if w.cells+w.spaceW >= w.width {
		w.space, w.spaceW = nil, 0
	}
	for _, s := range w.space {
		w.line.WriteString(s.Text)
		w.cells += len(s.Text)
	}
	w.space, w.spaceW = nil, 0
	for _, s := range w.pending {
		w.write(s)
	}
	w.pending, w.pendingW = nil, 0
}

// write puts a part of a word on the line, broken where the width ends. It
// goes through the text once, however long it is.
func (w *wrapper) write(s Span) {
	begin := 0
	for i, r := range s.Text {
		n := runeWidth(r)
		if w.cells+n > w.width && w.cells > w.indent {
			w.line.WriteString(s.Ink.On(s.Text[begin:i]))
			begin = i
			w.flush(w.hang)
		}
		w.cells += n
	}
	w.line.WriteString(s.Ink.On(s.Text[begin:]))
}

// runeWidth counts the cells of a rune; in clean text those of a string are
// their sum.
func runeWidth(r rune) int {
	if r >= 0x20 && r < 0x7f {
		return 1
	}
	return ansi.StringWidth(string(r))
}

// flush ends the line; the next begins with indent spaces.
func (w *wrapper) flush(indent int) {
	w.lines = append(w.lines, w.line.String())
	w.line.Reset()
	w.line.WriteString(Spaces(indent))
	w.cells, w.indent = indent, indent
	w.space, w.spaceW = nil, 0
}
