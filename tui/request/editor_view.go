package request

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/ui"
)

// Pane draws the editor into a pane: its rows, and below a rule what the row
// under the cursor means, or what can be typed there.
func (ed *Editor) Pane(p ui.Pane, width, height int) []string {
	inner, rows := ui.PaneInner(width, height)
	notes := max(3, min(rows/3, 10))
	room := rows - notes
	var lines []string
	var at int
	var heads map[int]bool
	if o := ed.open; o != nil && o.area != nil {
		lines, at = ed.areaLines(inner)
	} else if o != nil && o.what == aPreset {
		return ed.presetPane(p, width, height)
	} else {
		lines, at, heads = ed.lines(inner, p.Focus, room)
	}
	if ed.follow || ed.open != nil || ed.scroll.Off > 0 {
		ed.scroll.Show(at, at, room)
		ed.follow = false
	}
	if ed.open == nil || ed.open.area == nil { // below the rows, and not at the foot of a tall pane
		room = min(room, len(lines)+1)
		notes = rows - room
	}
	seen := append([]string(nil), ed.scroll.Window(lines, room)...)
	p.Foot = ed.scroll.Foot(len(lines), room)
	beyond := "" // the rows out of sight, where the frame's edge tells of completions
	if o := ed.open; o != nil && o.area == nil && o.wrong == "" {
		beyond = p.Foot
		choices := ui.Scroll{Off: firstChoice(o.pick, notes-1, len(ed.completions()))}
		p.Foot = choices.Foot(len(ed.completions()), notes-1)
	}
	if last := len(seen) - 1; heads[ed.scroll.Off+last] && ed.scroll.Off+last < len(lines)-1 {
		seen[last] = "" // a part's name without any of the part says nothing
	}
	for len(seen) < room {
		seen = append(seen, "")
	}
	note := ed.note(inner, notes, beyond)
	return ed.c.Theme.Pane(p, append(seen, note[:min(len(note), notes)]...), width, height)
}

// presetPane lists the requests that one can begin with; typing finds.
func (ed *Editor) presetPane(p ui.Pane, width, height int) []string {
	t, o, list := ed.c.Theme, ed.open, ed.completions()
	inner, rows := ui.PaneInner(width, height)
	notes := min(3, rows/4)
	head := []string{t.Title.On("› ") + o.field.View(t, inner-2), ""}
	if o.field.Value() == "" {
		head[0] = t.Title.On("› ▏") + t.Muted.On(ui.Cut("type to find a request to begin with", inner-3))
	}
	room := max(rows-len(head)-notes-1, 1)
	scroll := ui.Scroll{Off: max(0, o.pick-room/2)}
	var lines, note []string
	for i, v := range list {
		mark, ink := "  ", t.Text
		if i == o.pick {
			mark, ink = t.Title.On("▸ "), t.Title
			for _, c := range Catalog() {
				if c.Title == v.Text {
					note = ui.Para(c.Note, inner, t.Text)
				}
			}
		}
		words := mark + ink.On(ui.Cut(v.Text, inner-2))
		where := v.Note
		if ui.Width(words)+2+ui.Width(where) > inner { // half an address tells nothing
			where, _, _ = strings.Cut(where, " ")
		}
		if ui.Width(words)+2+ui.Width(where) > inner {
			where = ""
		}
		line := ui.Sides(words, t.Muted.On(where), inner)
		lines = append(lines, t.Row(line, i == o.pick, func() { o.pick = i }, func(k tea.KeyMsg) tea.Cmd { ed.presetKey(k, list); return nil }))
	}
	if len(list) == 0 {
		lines = nil
		for _, l := range ui.Para("No request is called that. Fewer letters find more.", inner-2, t.Muted) {
			lines = append(lines, "  "+l)
		}
	}
	seen := append([]string(nil), scroll.Window(lines, room)...)
	p.Foot = scroll.Foot(len(lines), room)
	for len(seen) < room {
		seen = append(seen, "")
	}
	out := slices.Concat(head, seen)
	if len(note) > 0 {
		out = append(append(out, t.Border.On(strings.Repeat("┄", inner))), note[:min(len(note), notes)]...)
	}
	return t.Pane(p, out, width, height)
}

// lines are the rows as they are drawn, which of them is under the cursor, and
// which name a part. Where there is room, an empty line stands before each part.
func (ed *Editor) lines(width int, focus bool, room int) (lines []string, at int, named map[int]bool) {
	t, rows := ed.c.Theme, ed.rows()
	ed.row()
	heads, named := 0, map[int]bool{}
	for _, r := range rows {
		if r.kind == rowHead {
			heads++
		}
	}
	airy := len(rows)+heads <= room
	names := ed.nameWidth(width)
	for i, r := range rows {
		if r.kind == rowHead {
			if airy {
				lines = append(lines, "")
			}
			named[len(lines)] = true
			lines = append(lines, ed.head(ed.headWords(r.part), width))
			continue
		}
		mark, ink := "  ", t.Muted
		if i == ed.at {
			at = len(lines)
			mark, ink = t.Border.On("▹ "), t.Text
			if focus {
				mark, ink = t.Title.On("▸ "), t.Title
			}
		}
		lines = append(lines, t.Row(mark+ed.line(r, i == ed.at, ink, names, width-2), i == ed.at, func() { ed.at = i }, ed.click))
	}
	return lines, at, named
}

func (ed *Editor) nameWidth(width int) int {
	wide := 8
	for _, p := range ed.Edit.Params {
		wide = max(wide, ui.Width(ui.Line(p.Name)))
	}
	return min(wide, max(width/2-4, 8), 22)
}

func (ed *Editor) headWords(part Part) string {
	switch part {
	case InQuery:
		return "Query"
	case InHeader:
		return "Headers"
	case InForm:
		return "Body: form"
	case InJSON:
		return "Body: JSON"
	}
	return "Body: text, as it stands"
}

// head is the line over a part.
func (ed *Editor) head(words string, width int) string {
	words = ui.Cut(words, width)
	return ed.c.Theme.Muted.On(words) + ed.c.Theme.Border.On(" "+strings.Repeat("┄", max(width-ui.Width(words)-1, 0)))
}

func (ed *Editor) line(r row, here bool, ink ui.Ink, names, width int) string {
	t, e := ed.c.Theme, ed.Edit
	left := func(s string) string { return ink.On(ui.Fit(ui.Line(s), names)) + "  " }
	room := width - names - 2
	o := ed.open
	switch r.kind {
	case rowSend:
		words := ui.Line(e.Method + " " + strings.TrimPrefix(ed.c.Remote.Base, "http://") + e.Target)
		return left("Send") + t.Strong.On(ui.Cut(words, room))
	case rowMethod:
		return left("method") + ed.changedFrom(e.Method, e.Base.Method, room)
	case rowPath:
		if here && o != nil && o.what == thePath {
			return left("endpoint") + o.field.View(t, room)
		}
		return left("endpoint") + ed.changedFrom(e.Target, e.Base.Target, room)
	case rowAdd:
		if here && o != nil && o.what == aNewName && o.part == r.part {
			return o.field.View(t, width)
		}
		return ink.On("+ " + map[Part]string{InQuery: "a parameter", InHeader: "a header", InForm: "a parameter", InJSON: "a member"}[r.part])
	}
	p := r.p
	if o != nil && o.p == p && o.field != nil {
		if o.what == theName {
			return o.field.View(t, width)
		}
		return left(p.Name) + o.field.View(t, room)
	}
	return left(p.Name) + ed.value(p, room)
}

// changedFrom draws a value, starred if it was another.
func (ed *Editor) changedFrom(now, was string, room int) string {
	t := ed.c.Theme
	if now == was {
		return t.Text.On(ui.Cut(ui.Line(now), room))
	}
	return ui.Sides(t.Text.On(ui.Line(now)), t.Warning.On("* was "+ui.Cut(ui.Line(was), room/2)), room)
}

// value draws a parameter's value and what was done to it.
func (ed *Editor) value(p *Param, room int) string {
	t := ed.c.Theme
	value, ink, note := ui.Line(p.Masked()), t.Text, ""
	was, renamed := p.Renamed()
	switch {
	case p.Left:
		value, ink, note = "left out", t.Warning, "* changed"
	case p.Added:
		note = "* added"
	case renamed:
		note = "* was " + ui.Line(was)
	case p.Value != p.Was:
		note = "* changed"
	case strings.HasPrefix(p.From, "step"):
		return ui.Sides(t.Text.On(value), t.Muted.On("from "+ui.Line(p.From)), room)
	}
	switch {
	case p.Left:
	case Awaited(p.Value):
		value, ink = "filled in as it goes out", t.Muted
	case p.Secret:
		ink = t.Secret
	case p.Value == "":
		value, ink = "empty", t.Muted
	}
	if note == "" {
		return ink.On(ui.Cut(value, room))
	}
	return ui.Sides(ink.On(value), t.Warning.On(note), room)
}

// areaLines are a text of several lines as it is typed, wrapped, and the line
// that the cursor is in.
func (ed *Editor) areaLines(width int) (lines []string, at int) {
	t, area := ed.c.Theme, ed.open.area
	lines = []string{ed.head(ed.headWords(InText), width)}
	if ed.open.p.Part != InText {
		lines[0] = ed.head(ui.Line(ed.open.p.Name), width)
	}
	info := area.LineInfo()
	row, col := area.Line(), info.StartColumn+info.ColumnOffset
	for i, text := range strings.Split(area.Value(), "\n") {
		runes := []rune(text)
		for first := true; first || len(runes) > 0; first = false {
			n := fitting(runes, width-1)
			part := string(runes[:n])
			if i == row && col >= 0 && (col < n || col <= n && n == len(runes)) {
				at = len(lines)
				lines = append(lines, t.Text.On(ui.Line(string(runes[:col])))+t.Title.On("▏")+t.Text.On(ui.Line(string(runes[col:n]))))
				col = -1
			} else {
				lines = append(lines, t.Text.On(ui.Line(part)))
				if i == row {
					col -= n
				}
			}
			if runes = runes[n:]; n == 0 {
				break
			}
		}
	}
	return lines, at
}

// fitting is how many runes of a text one line of that width holds.
func fitting(runes []rune, width int) int {
	used := 0
	for i, r := range runes {
		if used += ui.Width(ui.Line(string(r))); used > width {
			return max(i, 1)
		}
	}
	return len(runes)
}
