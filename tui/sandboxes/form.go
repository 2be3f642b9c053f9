package sandboxes

import (
	"cmp"
	"strings"

	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// labelWidth is the column of the labels, in cells.
const labelWidth = 19

// formLines are the rows of the thing's form, and of which row each line is. A
// section's name belongs to its first row.
func (s *Screen) formLines(width, height int) (lines []string, of []int) {
	t := s.c.Theme
	rows := s.rows()
	for i, r := range rows {
		if r.section != "" {
			if i > 0 && height >= 20 {
				lines, of = append(lines, ""), append(of, -1)
			}
			lines = append(lines, t.Muted.On(ui.Cut(r.section, width)))
		}
		current := i == s.at && s.inForm
		mark, ink := "  ", t.Text
		if current {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		label := ""
		if r.first {
			label = r.label
		}
		lines = append(lines, ui.Cut(mark+ink.On(ui.Fit(ui.Line(label), labelWidth))+s.shown(r, current, width-labelWidth-2), width))
		if current && s.edit != nil {
			for _, l := range ui.Wrap(max(width-labelWidth-2, 20), 2, s.verdict(s.edit.tries)...) {
				lines = append(lines, ui.Cut(ui.Spaces(labelWidth+2)+l, width))
			}
		}
		for len(of) < len(lines) {
			of = append(of, i)
		}
		lines[len(lines)-1] = t.Row(lines[len(lines)-1], current, func() { s.at, s.last = i, nil }, s.key)
	}
	return lines, of
}

// shown is what stands behind a row's label.
func (s *Screen) shown(r row, current bool, width int) string {
	t, o := s.c.Theme, s.thing()
	ink := t.Text
	if current {
		ink = t.Strong
	}
	if current && s.edit != nil {
		return s.edit.input.View(t, max(width, 8))
	}
	switch r.part {
	case ofEntry:
		return ink.On(ui.Cut(ui.Line(r.entries(o)[r.index]), width))
	case ofMore:
		return t.Muted.On("+ " + r.add)
	case ofOption:
		return box(t, r.on) + ink.On(ui.Line(short(r.opt)))
	case ofGrant:
		return box(t, r.on) + ink.On(ui.Line(r.scope)) + t.Muted.On("  "+ui.Line(r.opt))
	case ofRole, ofPermission:
		about := r.note
		if r.part == ofPermission {
			about = strings.TrimSpace(r.note + "  " + r.opt)
		}
		return box(t, r.on) + ink.On(ui.Line(r.scope)) + t.Muted.On("  "+ui.Line(about))
	case ofNone:
		return t.Muted.On(r.scope)
	case ofFactor:
		return t.Success.On("● ") + ink.On(ui.Line(factorName(o, r.index)))
	case ofGift:
		return t.Muted.On("+ give a factor")
	}
	v := value(o, r.path)
	switch r.as {
	case asToggle:
		on, _ := v.(bool)
		word := "no"
		if on {
			word = "yes"
		}
		return box(t, on) + ink.On(word)
	case asChoice:
		return choices(t, r.field, text(v), width)
	case asSecret:
		if r.path == "password" {
			return t.Muted.On(s.c.Say("sandbox", "a hash; {enter} sets a new one"))
		}
		if text(v) == "" {
			return t.Muted.On("–")
		}
		return t.Secret.On(ui.Line(mask.Hide(text(v))))
	case asSeconds:
		if v == nil {
			return t.Muted.On("–")
		}
		shown := text(v) + " s"
		if also := lifetime(v); also != shown {
			return ink.On(shown) + t.Muted.On("  "+also)
		}
		return ink.On(shown)
	}
	if text(v) == "" {
		return t.Muted.On("–")
	}
	out := ink.On(ui.Cut(ui.Line(text(v)), width))
	if r.fixed && ui.Width(out)+16 <= width {
		return out + t.Muted.On("  stays as it is")
	}
	return out
}

func box(t *ui.Theme, on bool) string {
	if on {
		return t.Success.On("[✓] ")
	}
	return t.Muted.On("[ ] ")
}

// inherited stands for an empty value, unless the field says what does.
const inherited = "as the policy says"

// choices are the values there are, the one that holds between brackets; that
// one alone where they do not fit.
func choices(t *ui.Theme, f field, now string, width int) string {
	var out []string
	cells, found := 0, false
	empty := cmp.Or(f.empty, inherited)
	for _, c := range f.among {
		word := cmp.Or(c, empty)
		cells += len(word) + 3
		if c == now {
			found = true
			out = append(out, t.Title.On("["+word+"]"))
		} else {
			out = append(out, t.Muted.On(" "+word+" "))
		}
	}
	if !found || cells > width {
		return t.Muted.On("‹ ") + t.Title.On(ui.Line(cmp.Or(now, empty))) + t.Muted.On(" ›")
	}
	return strings.Join(out, " ")
}

// short is a grant type without the part that all of its maker's share.
func short(grant string) string {
	for _, prefix := range []string{"http://auth0.com/oauth/grant-type/", "urn:ietf:params:oauth:grant-type:"} {
		if rest, ok := strings.CutPrefix(grant, prefix); ok {
			return rest
		}
	}
	return grant
}
