package family

import (
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// Tree draws the tokens of a family, the first at the top: what was made of
// one hangs below it. Where a token was exchanged more than once, inside the
// leeway, the line branches. No line is wider than width. With most above
// zero there are at most that many lines: the oldest tokens are folded.
func Tree(t *ui.Theme, f model.FamilyView, now time.Time, width, most int) []string {
	f = At(f, now)
	d := drawing{t: t, f: f, now: now, width: width, size: map[string]int{}, children: map[string][]model.TokenView{}}
	d.grow()
	for _, airy := range []bool{true, false} {
		d.blocks, d.airy, d.drawn = nil, airy, map[string]bool{}
		for _, root := range d.roots {
			d.token(root, "", "")
		}
		for _, token := range f.Tokens { // in a circle of parents, if there were one
			d.token(token, "", "")
		}
		if lines := flat(d.blocks); most <= 0 || len(lines) <= most {
			return cut(lines, width)
		}
	}
	return cut(fold(t, d.blocks, most), width)
}

func cut(lines []string, width int) []string {
	for i, l := range lines {
		lines[i] = ui.Cut(l, width)
	}
	return lines
}

type drawing struct {
	t        *ui.Theme
	f        model.FamilyView
	now      time.Time
	width    int
	airy     bool // with the lines between a token and the next
	roots    []model.TokenView
	children map[string][]model.TokenView
	size     map[string]int // how many descend from a token
	drawn    map[string]bool
	blocks   []block
	number   int // cells of the longest name
}

// block is what is drawn of one token.
type block struct {
	lines []string
	rail  string // what stands left of it
	keep  bool   // it is not folded away
}

// grow finds the children of each token, and how many descend from it.
func (d *drawing) grow() {
	parent := map[string]string{}
	for _, token := range d.f.Tokens {
		d.number = max(d.number, ui.Width(Name(token.ID)))
		parent[token.ID] = token.Parent
	}
	for _, token := range d.f.Tokens {
		if _, ok := parent[token.Parent]; !ok || token.Parent == token.ID {
			d.roots = append(d.roots, token)
			continue
		}
		d.children[token.Parent] = append(d.children[token.Parent], token)
		for id, steps := token.Parent, 0; id != "" && steps < len(d.f.Tokens); id, steps = parent[id], steps+1 {
			d.size[id]++
		}
	}
}

// token draws a token behind lead, and what descends from it behind rest. The
// child with the most descendants goes straight on, so that a line that
// branched long ago does not move the rest of it to the right.
func (d *drawing) token(token model.TokenView, lead, rest string) {
	if d.drawn[token.ID] {
		return
	}
	d.drawn[token.ID] = true
	kids := d.children[token.ID]
	down := rest
	if len(kids) > 0 {
		down += "│"
	}
	lines := []string{d.line(token, lead)}
	for _, l := range d.fate(token, d.width-ui.Width(rest)-5) {
		lines = append(lines, d.t.Border.On(ui.Fit(down, ui.Width(rest)+5))+l)
	}
	if d.airy && len(lines) == 1 && len(kids) == 1 {
		lines = append(lines, d.t.Border.On(down))
	}
	d.blocks = append(d.blocks, block{lines, rest, token.Cause == model.CauseReuse && token.State == model.StateRotated})
	straight := -1
	for i, k := range kids {
		if d.size[k.ID] > 0 && (straight < 0 || d.size[k.ID] >= d.size[kids[straight].ID]) {
			straight = i
		}
	}
	if len(kids) == 1 {
		straight = 0
	}
	branch := "├─"
	if d.t.ASCII { // there it would be taken for a tab's edge
		branch = "+-"
	}
	for i, k := range kids {
		switch {
		case i == straight:
		case i == len(kids)-1 && straight < 0:
			d.token(k, rest+"╰─", rest+"  ")
		default:
			d.token(k, rest+branch, rest+"│ ")
		}
	}
	if straight >= 0 {
		if d.airy && len(kids) > 1 {
			last := &d.blocks[len(d.blocks)-1]
			last.lines = append(slices.Clip(last.lines), d.t.Border.On(rest+"│"))
		}
		d.token(kids[straight], rest, rest)
	}
}

// line is a token's own line: name, state, when it was made and used, as far
// as there is room.
func (d *drawing) line(token model.TokenView, lead string) string {
	t := d.t
	mark, ink := sign(t, token.State)
	words := t.Text
	switch token.State {
	case model.StateActive:
		words = t.Strong
	case model.StateRotated:
		words = t.Muted
	}
	line := t.Border.On(lead) + ink.On(mark) + " " + t.Strong.On(ui.Fit(Name(token.ID), d.number)) + "  " + words.On(ui.Fit(state(token.State), 8))
	for i, note := range d.times(token) {
		column := ui.Width(lead) + d.number + 14 + 22*i
		if column+ui.Width(note) <= d.width {
			line = ui.Fit(line, column) + t.Muted.On(note)
		}
	}
	return line
}

func (d *drawing) times(token model.TokenView) []string {
	out := []string{"made " + ui.When(token.CreatedAt, d.now)}
	if token.UsedAt == nil {
		return out
	}
	used := "used "
	if !d.f.Rotating {
		used = "last used "
	}
	return append(out, used+ui.When(*token.UsedAt, d.now))
}

// fate is what else there is to say of a token: that it is still taken for a
// while, or that it came back and what that meant.
func (d *drawing) fate(token model.TokenView, width int) []string {
	t := d.t
	if end, ok := LeewayEnd(d.f, token, d.now); ok {
		left := end.Sub(d.now)
		window := bar(t, left, time.Duration(d.f.LeewaySeconds)*time.Second, 8)
		line := t.Warning.On("leeway ") + window + " " + t.Text.On(span(left)+" left")
		if note := ": it is still taken"; ui.Width(line)+ui.Width(note) <= width {
			line += t.Muted.On(note)
		}
		return []string{line}
	}
	if d.f.Cause == model.CauseReuse && token.Cause == model.CauseReuse && token.State == model.StateRotated {
		return ui.Wrap(width, 2, ui.Span{Text: "↩ came back", Ink: t.Failure}, ui.Span{Text: ": that ended the family", Ink: t.Text})
	}
	return nil
}
