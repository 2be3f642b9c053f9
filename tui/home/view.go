package home

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// View draws the list, and what the demo under the cursor teaches: beside it
// where there is room, below it otherwise.
func (h *Home) View() []string {
	if h.field == nil {
		return h.body(h.height)
	}
	return append(h.body(h.height-1), h.filterBar(h.width))
}

func (h *Home) body(height int) []string {
	if h.zoom.On() {
		return h.lesson(h.width, height)
	}
	side := 0
	if h.width >= 100 {
		side = max(h.width*2/5, h.width-84) // farther, and the eye loses the row
	}
	about := h.about(h.width)
	listH := height - len(about)
	var lines []string
	switch {
	case side > 0:
		lines = ui.Beside(h.list(h.width-side, listH), h.lesson(side-1, listH), blanks(1, listH))
	default:
		below := max(min(listH/2, 11), 0)
		if listH < 14 || len(h.all) > 0 && len(h.demos) == 0 {
			below = 0
		}
		lines = h.list(h.width, listH-below)
		if below > 0 {
			lines = append(lines, ui.Beside(blanks(1, below), h.lesson(h.width-2, below), blanks(1, below))...)
		}
	}
	return append(lines, about...)
}

// list are the demos under their chapters, the one under the cursor in sight.
func (h *Home) list(width, height int) []string {
	t := h.c.Theme
	lines := []string{
		"", "  " + t.Strong.On("Learn OAuth by doing it."),
	}
	for _, l := range ui.Para("A real authorization server runs inside this program; each demo walks through it, request by request.", width-4, t.Muted) {
		lines = append(lines, "  "+l)
	}
	switch {
	case h.field != nil:
		lines = nil // who seeks has read it, and more is seen of what is found
	case h.height < 18:
		lines = lines[:2]
	}
	lines = append(lines, "")
	switch {
	case len(h.demos) == 0 && len(h.all) > 0:
		lines = append(lines, "  "+t.Strong.On("No demo is about that."), "")
		for _, l := range ui.Para(h.c.Say("home", "Fewer letters find more. {esc} shows all demos again; {w} then explains terms."), width-4, t.Muted) {
			lines = append(lines, "  "+l)
		}
	case len(h.demos) == 0:
		lines = append(lines, "  "+t.Strong.On("There are no demos here."), "")
		for _, l := range ui.Para("playgrant run FILE plays one of your own, written as demos/FORMAT.md says.", width-4, t.Muted) {
			lines = append(lines, "  "+l)
		}
	}
	first, last, chapter := 0, 0, ""
	rows := make([]int, len(h.demos)) // the line of each
	for i, d := range h.demos {
		begin := len(lines)
		if d.Chapter != chapter {
			if chapter != "" {
				lines = append(lines, "")
				begin++
			}
			chapter = d.Chapter
			lines = append(lines, "  "+t.Muted.On(ui.Line(chapter)))
		}
		rows[i] = len(lines)
		lines = append(lines, t.Row(h.row(i, d, width), i == h.at, func() { h.move(i - h.at) }, h.key))
		if i == h.at {
			first, last = begin, len(lines)-1
			if i == 0 {
				first = 0
			}
		}
	}
	var beyond []string
	if len(lines) > height && height > 3 {
		height--
		beyond = make([]string, 1)
	}
	h.scroll.Show(first, last, height)
	seen := h.scroll.Window(lines, height)
	if beyond != nil {
		beyond[0] = ui.Fit("    "+t.Muted.On(outOfSight(rows, h.scroll.Off, height)), width)
	}
	out := make([]string, height)
	for i := range out {
		line := ""
		if i < len(seen) {
			line = seen[i]
		}
		out[i] = ui.Fit(line, width)
	}
	return append(out, beyond...)
}

// outOfSight says how many demos are above and below what is seen of the list,
// which is height lines from off.
func outOfSight(rows []int, off, height int) string {
	above, below := 0, 0
	for _, row := range rows {
		switch {
		case row < off:
			above++
		case row >= off+height:
			below++
		}
	}
	var parts []string
	if above > 0 {
		parts = append(parts, fmt.Sprintf("▴ %d above", above))
	}
	if below > 0 {
		noun := "demos"
		if below == 1 {
			noun = "demo"
		}
		parts = append(parts, fmt.Sprintf("▾ %d more %s below", below, noun))
	}
	return strings.Join(parts, "   ")
}

func (h *Home) row(i int, d *demos.Demo, width int) string {
	t := h.c.Theme
	mark, ink := "    ", t.Text
	if i == h.at {
		mark, ink = "  "+t.Title.On("▸ "), t.Title
	}
	minutes := t.Muted.On(fmt.Sprintf("%3d min", d.Minutes))
	return ui.Sides(mark+ink.On(ui.Line(d.Title)), minutes+"   "+ui.Fit(h.state(d), 14), width-2)
}

// state is how far a demo has come, in words and a mark.
func (h *Home) state(d *demos.Demo) string {
	t := h.c.Theme
	switch at := h.progress[d.Name]; {
	case at <= 0 && h.problem != "":
		return t.Muted.On("?")
	case at <= 0 && !h.read:
		return t.Muted.On("…")
	case at <= 0:
		return t.Muted.On("not begun")
	case at >= len(d.Steps):
		return t.Success.On("✓ done")
	default:
		return t.Warning.On(fmt.Sprintf("step %d of %d", at+1, len(d.Steps)))
	}
}

// lesson is what the demo under the cursor teaches.
func (h *Home) lesson(width, height int) []string {
	t := h.c.Theme
	if len(h.all) > 0 && len(h.demos) == 0 {
		return t.Pane(ui.Pane{Title: "What you will learn"}, nil, width, height)
	}
	if len(h.demos) == 0 {
		inner, _ := ui.PaneInner(width, height)
		say := ui.Para(h.c.Say("home", "A demo says here what it teaches. Without one, {t}, {x} and {s} show what the server holds and does, and {n} sends it requests."), inner, t.Muted)
		return t.Pane(ui.Pane{Title: "What you will learn"}, say, width, height)
	}
	d := h.demos[h.at]
	inner, rows := ui.PaneInner(width, height)
	whole := h.zoom.On()
	inner = min(inner, 90) // wider, and the eye loses the line
	var lines []string
	for _, l := range d.Learn {
		for i, line := range ui.Para(ui.Clean(l), inner-2, t.Text) {
			mark := "  "
			if i == 0 {
				mark = t.Accent.On("• ")
			}
			lines = append(lines, mark+line)
		}
	}
	if (whole || rows > len(lines)+4) && d.Intro != "" {
		lines = append(lines, "")
		lines = append(lines, t.Markdown(d.Intro, inner)...)
	}
	if steps := h.steps(d, inner); whole || len(lines)+len(steps)+4 < rows {
		lines = append(lines, steps...)
	}
	if len(d.Sources) > 0 {
		source := ui.Items("Sources: ", d.Sources, inner, t.Muted)
		if whole || len(lines)+len(source) < rows {
			lines = append(lines, append([]string{""}, source...)...)
		}
	}
	seen := h.learn.Window(lines, rows)
	p := ui.Pane{Title: "What you will learn", Foot: h.learn.Foot(len(lines), rows), Focus: whole}
	if whole {
		p.Title = ui.Line(d.Title)
	}
	return t.Pane(p, seen, width, height)
}

// steps are what one does in a demo, those that are done marked, and in how
// many ways each can be broken.
func (h *Home) steps(d *demos.Demo, width int) []string {
	t := h.c.Theme
	lines := []string{"", t.Muted.On("The steps")}
	for i := range d.Steps {
		s := &d.Steps[i]
		mark := "  "
		if i < h.progress[d.Name] {
			mark = t.Success.On("✓ ")
		}
		ways := ""
		switch n := len(s.Variants); n {
		case 0:
		case 1:
			ways = "1 way to break it"
		default:
			ways = fmt.Sprintf("%d ways to break it", n)
		}
		lines = append(lines, ui.Sides(mark+t.Muted.On(t.StepNumber(i)+" ")+t.Text.On(ui.Line(s.Title)), t.Muted.On(ways), min(width, 64)))
	}
	return lines
}

// about says how the sandbox is reached and kept.
func (h *Home) about(width int) []string {
	t := h.c.Theme
	var out []string
	add := func(label, text string) {
		out = append(out, ui.Fit("  "+t.Muted.On(ui.Fit(label, 10))+text, width))
	}
	if h.problem != "" {
		label := "Problem"
		for _, l := range ui.Wrap(width-14, 2, ui.Span{Text: "✗ ", Ink: t.Failure}, ui.Span{Text: ui.Line("The demos' progress could not be read: " + h.problem + ". They open all the same."), Ink: t.Text}) {
			add(label, l)
			label = ""
		}
	}
	if h.c.Listener != nil {
		if on, url := h.c.Listener.State(); on {
			add("Listener", t.Success.On("● on")+t.Text.On("  point your app at "+ui.Line(url)))
		} else {
			add("Listener", t.Muted.On("○ off")+t.Text.On(h.c.Say("home", "  {l} switches it on, for apps of your own")))
		}
	}
	where := "in memory: gone when you quit"
	if h.c.DataDir != "" {
		where = h.c.DataDir
	}
	add("Sandbox", t.Text.On(ui.Line(where)))
	if h.height >= 28 {
		out = append(out, ui.Spaces(width))
	}
	return append([]string{ui.Spaces(width)}, out...)
}

func blanks(width, height int) []string {
	out := make([]string, height)
	for i := range out {
		out[i] = ui.Spaces(width)
	}
	return out
}
