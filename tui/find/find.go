// Package find searches the text of a pane: what is found is marked in the text
// and beside it, and the pane goes from one find to the next.
package find

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/tui/ui"
)

// Find is a search in a pane. Its zero value is none.
type Find struct {
	field *ui.Field
	at    int // which of the finds
	hits  int // how many there were when it was drawn last
	line  int // where the one it is at stood then
	typed bool
	moved bool
}

// Open begins a search for what was searched for last.
func (f *Find) Open() {
	value := ""
	if f.field != nil {
		value = f.field.Value()
	}
	*f = Find{field: ui.NewField(value, false), typed: true}
}

// Close ends the search; its marks go.
func (f *Find) Close() { f.field = nil }

// On reports whether a search is open: it has the keys.
func (f *Find) On() bool { return f.field != nil }

// Text is what is looked for; "" while no search is open.
func (f *Find) Text() string {
	if f.field == nil {
		return ""
	}
	return f.field.Value()
}

// Anew has the finds looked for in another text.
func (f *Find) Anew() { f.typed = true }

// Key takes a key.
func (f *Find) Key(k tea.KeyMsg) {
	switch {
	case k.Type == tea.KeyEsc:
		f.Close()
	case key.Matches(k, next):
		f.at, f.moved = f.at+1, true
	case key.Matches(k, before):
		f.at, f.moved = f.at-1, true
	default:
		was := f.field.Value()
		f.field.Update(k)
		f.typed = f.typed || was != f.field.Value()
	}
}

var (
	next   = key.NewBinding(key.WithKeys("enter", "ctrl+n", "down"))
	before = key.NewBinding(key.WithKeys("shift+enter", "ctrl+p", "up"))
)

// Keys are the bindings while it is open, for the key bar.
func Keys() []key.Binding {
	show := func(k, desc string) key.Binding { return key.NewBinding(key.WithKeys(), key.WithHelp(k, desc)) }
	return []key.Binding{
		key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "next")),
		show("ctrl+p", "before"), show("tab", "next pane"), show("esc", "end the search"),
	}
}

// Bar is the line that is typed on, and how much was found, in width cells.
func (f *Find) Bar(t *ui.Theme, width int) string {
	count := "type what to find"
	switch {
	case f.field.Value() != "" && f.hits == 0:
		count = "not in this pane"
	case f.hits > 0:
		count = fmt.Sprintf("%d of %d", f.at+1, f.hits)
	}
	room := max(width-ui.Width(count)-6, 4)
	return ui.Sides(" "+t.Title.On("/ ")+f.field.View(t, room), t.Muted.On(count)+" ", width)
}

// List is a list with a cursor in which is searched. What is looked for is
// found as one types, and the cursor goes along.
type List struct {
	Draw func() (lines []string, of []int) // the lines, and of which row each is; below zero: of none
	To   func(row int)                     // puts the cursor on a row
}

// Mark returns the lines of the list as [Find.Mark] does, its cursor on the row
// of the find.
func (l List) Mark(f *Find, t *ui.Theme, s *ui.Scroll, rows int) (lines, beside []string) {
	lines, of := l.Draw()
	goes := f.field.Value() != "" && (f.typed || f.moved)
	out, beside := f.Mark(t, lines, s, rows)
	if goes && f.hits > 0 && of[f.line] >= 0 {
		l.To(of[f.line])
		lines, _ = l.Draw()
		out, beside = f.Mark(t, lines, s, rows)
	}
	if f.hits > 0 && strings.HasPrefix(ansi.Strip(lines[f.line]), "▸") {
		beside[f.line] = "" // the cursor marks it already
	}
	return out, beside
}

// hit is where something was found: a line, and the cells from one to before
// another.
type hit struct{ line, from, to int }

// Mark returns lines with the finds marked in them, and the marks that stand
// beside them, and brings the one it is at into sight. The text is searched as
// it is drawn, whatever the case.
func (f *Find) Mark(t *ui.Theme, lines []string, s *ui.Scroll, rows int) (out, beside []string) {
	found := search(lines, f.field.Value())
	f.hits = len(found)
	if f.typed {
		f.at = max(slices.IndexFunc(found, func(h hit) bool { return h.line >= s.Off }), 0)
	}
	show := f.typed && f.field.Value() != "" || f.moved
	f.typed, f.moved = false, false
	if len(found) == 0 {
		f.at = 0
		return lines, nil
	}
	f.at = (f.at%len(found) + len(found)) % len(found)
	f.line = found[f.at].line
	if show {
		s.Show(max(f.line-1, 0), min(f.line+1, len(lines)-1), rows)
	}
	return paint(t, lines, found, f.at)
}

// paint draws the finds, and the marks beside their lines.
func paint(t *ui.Theme, lines []string, found []hit, at int) (out, beside []string) {
	out, beside = slices.Clone(lines), make([]string, len(lines))
	for first := 0; first < len(found); {
		line, last := found[first].line, first
		for last < len(found) && found[last].line == line {
			last++
		}
		now := at - first // among those of the line
		if beside[line] = t.Accent.On("›"); first <= at && at < last {
			beside[line] = t.Title.On("▸")
		}
		out[line] = painted(t, lines[line], found[first:last], now)
		first = last
	}
	return out, beside
}

// painted draws the finds of a line in one pass over it: cut into pieces at
// each, it would take its colours along into every piece, and double with each
// find.
func painted(t *ui.Theme, line string, found []hit, now int) string {
	var out, text strings.Builder
	colours, state, cells, n := "", byte(0), 0, 0
	for len(line) > 0 {
		seq, width, size, next := ansi.DecodeSequence(line, state, nil)
		line, state = line[size:], next
		switch within := n < len(found) && cells >= found[n].from; {
		case width == 0 && strings.HasPrefix(seq, "\x1b"):
			if !strings.HasSuffix(seq, "m") {
				out.WriteString(seq)
				continue
			}
			if colours += seq; seq == "\x1b[0m" || seq == "\x1b[m" {
				colours = ""
			}
			if text.Len() == 0 {
				out.WriteString(seq)
			}
			continue
		case !within:
			out.WriteString(seq)
		default:
			text.WriteString(seq)
		}
		cells += width
		if n < len(found) && cells >= found[n].to {
			ink := t.Found
			if n == now {
				ink = t.FoundNow
			}
			if colours != "" {
				out.WriteString("\x1b[0m")
			}
			out.WriteString(ink.On(text.String()) + colours)
			text.Reset()
			n++
		}
	}
	return out.String()
}

// search finds a text in lines, from left to right.
func search(lines []string, text string) (found []hit) {
	want := folded(text)
	if len(want) == 0 {
		return nil
	}
	for n, l := range lines {
		have := folded(ansi.Strip(l))
		cells := 0
		for i := 0; i < len(have); {
			if i+len(want) > len(have) || !slices.Equal(have[i:i+len(want)], want) {
				cells += ui.Width(string(have[i]))
				i++
				continue
			}
			wide := ui.Width(string(have[i : i+len(want)]))
			found = append(found, hit{n, cells, cells + wide})
			cells += wide
			i += len(want)
		}
	}
	return found
}

// folded are the letters of a text without regard to their case.
func folded(s string) []rune {
	r := []rune(ui.Line(s))
	for i := range r {
		r[i] = unicode.ToLower(r[i])
	}
	return r
}
