package sequence

import (
	"strings"

	"github.com/playgrant/playgrant/tui/ui"
)

// strokes are what arrows are made of.
type strokes struct {
	life, begin, end, cross, line, right, left, rule, dots string
}

// The strokes of what was before, of this step, and of what it is about to
// send: they differ in form, not in colour alone.
var (
	thin     = strokes{"│", "├", "┤", "┼", "─", "▸", "◂", "┄", "…"}
	heavy    = strokes{"│", "┝", "┥", "┿", "━", "▸", "◂", "━", "…"}
	dotted   = strokes{"│", "├", "┤", "┼", "┄", "▸", "◂", "━", "…"}
	asciiOld = strokes{"|", "|", "|", "+", "-", ">", "<", "-", "."}
	asciiNow = strokes{"|", "|", "|", "+", "=", ">", "<", "=", "."}
	asciiDot = strokes{"|", "|", "|", "+", ".", ">", "<", "=", "."}
)

// Lines draws the diagram, each line width cells wide: the names, which stay in
// sight, and what is below them. now are the first and the last row there of
// the step on screen.
func (d Diagram) Lines(t *ui.Theme, width int) (heads string, lines []string, now [2]int) {
	p := plan(d.Cast, width)
	if len(d.Cast) == 0 || p.width < 2 {
		return "", nil, now
	}
	p.theme = t
	for _, s := range d.Steps {
		first := len(lines)
		lines = append(lines, p.step(s)...)
		if s.Now {
			now = [2]int{first, len(lines) - 1}
		}
	}
	return p.heads(), lines, now
}

// paper is where the actors stand.
type paper struct {
	theme *ui.Theme
	cast  []Actor
	at    [actors]int // the column of each
	width int
	short bool // names are
}

// plan spreads the actors over the width, no further apart than is good to
// read.
func plan(cast []Actor, width int) paper {
	const apart = 30
	p := paper{cast: cast, width: width}
	if len(cast) < 2 {
		return p
	}
	first, last := cast[0], cast[len(cast)-1]
	gaps := len(cast) - 1
	for _, form := range []int{0, 1} {
		left, right := ui.Width(names[first][form])/2, (ui.Width(names[last][form])+1)/2
		span := min(width-1-left-right, gaps*apart)
		p.short = form == 1
		fits := true
		for i, a := range cast {
			p.at[a] = left + span*i/gaps
			if i > 0 {
				before := cast[i-1]
				need := (ui.Width(names[a][form])+1)/2 + (ui.Width(names[before][form])+1)/2 + 2
				fits = fits && p.at[a]-p.at[before] >= need
			}
		}
		if fits {
			break
		}
	}
	return p
}

func (p *paper) of(s Step) strokes {
	switch {
	case p.theme.ASCII && s.Now && s.Ahead:
		return asciiDot
	case p.theme.ASCII && s.Now:
		return asciiNow
	case p.theme.ASCII:
		return asciiOld
	case s.Now && s.Ahead:
		return dotted
	case s.Now:
		return heavy
	}
	return thin
}

// heads are the names over the lines of life.
func (p *paper) heads() string {
	r := p.row(p.theme.Border, strokes{life: " "})
	for _, a := range p.cast {
		name := names[a][0]
		if p.short {
			name = names[a][1]
		}
		r.put(max(p.at[a]-ui.Width(name)/2, 0), name, p.theme.Strong)
	}
	return r.String()
}

// step draws a rule with the step's name, and its arrows.
func (p *paper) step(s Step) []string {
	t, k := p.theme, p.of(s)
	ink, mark, after := t.Muted, "", ""
	if s.Now {
		ink, mark = t.Title, "▸"
		after = "this step"
		if s.Ahead {
			after = "about to be sent"
		}
		if t.ASCII {
			mark = "> "
		}
	}
	rule := p.row(t.Border, k)
	for x := range p.width {
		rule.put(x, k.rule, t.Border)
	}
	end := rule.put(1, " "+mark+s.Name+" ", ink)
	if after != "" && end+ui.Width(after)+3 < p.width {
		rule.put(end+1, " "+after+" ", t.Muted)
	}
	out := []string{rule.String()}
	if s.Note != "" {
		out = append(out, p.text(2, s.Note, t.Muted, k)...)
	}
	for _, a := range s.Arrows {
		out = append(out, p.arrow(a, s)...)
	}
	return out
}

// arrow draws one message: its text stands in the arrow if there is room, or
// else above it.
func (p *paper) arrow(a Arrow, s Step) (out []string) {
	t, k := p.theme, p.of(s)
	from, to := p.at[a.From], p.at[a.To]
	ink, words := t.Muted, t.Muted
	if s.Now {
		ink, words = t.Accent, t.Text
	}
	text := a.Text
	if a.Bad {
		ink, words = t.Failure, t.Failure
		mark := "✗ "
		if t.ASCII {
			mark = "x "
		}
		text = mark + text
	}
	left, right := min(from, to), max(from, to)
	if from == to { // to itself: words alone
		return p.text(left+2, text, words, k)
	}
	inside := right-left-1-4 >= ui.Width(text) && text != ""
	if !inside && text != "" {
		out = p.text(left+2, text, words, k)
	}
	r := p.row(t.Border, k)
	for x := left + 1; x < right; x++ {
		r.put(x, k.line, ink)
	}
	for _, other := range p.cast {
		if x := p.at[other]; x > left && x < right {
			r.put(x, k.cross, ink)
		}
	}
	if from < to {
		r.put(left, k.begin, ink)
		r.put(right-1, k.right, ink)
	} else {
		r.put(right, k.end, ink)
		r.put(left+1, k.left, ink)
	}
	if inside {
		r.put(left+2, " "+text+" ", words)
	}
	return append(out, r.String())
}

// text writes words beside a line of life, on as many rows as they need; where
// little room is left, they begin further left.
func (p *paper) text(x int, text string, ink ui.Ink, k strokes) (out []string) {
	x = max(0, min(x, p.width-min(ui.Width(text), 24)))
	var plain ui.Ink
	for _, l := range ui.Para(text, p.width-x, plain) {
		r := p.row(p.theme.Border, k)
		if x > 0 {
			r.put(x-1, " ", ink)
		}
		r.put(r.put(x, l, ink), " ", ink)
		out = append(out, r.String())
	}
	return out
}

// row is a line of cells on which later strokes go over earlier ones.
type row struct {
	cells []string // the letters of a cell; empty: the second half of a wide one
	inks  []ui.Ink
}

// row begins one with the lines of life.
func (p *paper) row(ink ui.Ink, k strokes) *row {
	r := &row{make([]string, p.width), make([]ui.Ink, p.width)}
	for x := range r.cells {
		r.cells[x] = " "
	}
	for _, a := range p.cast {
		r.put(p.at[a], k.life, ink)
	}
	return r
}

// put writes from a column on, as far as the row goes, and returns the column
// after it. A wide letter that is written over in part leaves a space.
func (r *row) put(x int, text string, ink ui.Ink) int {
	for _, c := range text {
		s := string(c)
		w := ui.Width(s)
		if w == 0 || x < 0 || x+w > len(r.cells) {
			continue
		}
		if r.cells[x] == "" {
			r.cells[x-1] = " "
		}
		if end := x + w; end < len(r.cells) && r.cells[end] == "" {
			r.cells[end] = " "
		}
		for i := range w {
			r.cells[x+i], r.inks[x+i] = "", ink
		}
		r.cells[x] = s
		x += w
	}
	return x
}

// String joins the cells, those of one ink together.
func (r *row) String() string {
	var b strings.Builder
	for i := 0; i < len(r.cells); {
		j := i + 1
		for j < len(r.cells) && r.inks[j] == r.inks[i] {
			j++
		}
		b.WriteString(r.inks[i].On(strings.Join(r.cells[i:j], "")))
		i = j
	}
	return b.String()
}
