package sandboxes

import (
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// adding is a new thing, or a new snapshot, that is being described.
type adding struct {
	title  string
	base   remote.Object // what it is besides the fields
	fields []field
	inputs []*ui.Field // of the fields that are text
	values []string    // of the fields that are choices
	at     int
	tries  tries
}

func newAdding(title string, base remote.Object, fields []field) *adding {
	a := &adding{title: title, base: base, fields: fields}
	for _, f := range fields {
		now := text(base[f.path])
		if f.as == asChoice && now == "" {
			now = f.among[0]
		}
		a.inputs = append(a.inputs, ui.NewField(now, f.as == asSecret))
		a.values = append(a.values, now)
	}
	return a
}

// body is the new thing as it stands; what was left empty is left out.
func (a *adding) body() remote.Object {
	out := without(a.base)
	for i, f := range a.fields {
		v := strings.TrimSpace(a.inputs[i].Value())
		if f.as == asChoice {
			v = a.values[i]
		}
		if v == "" {
			delete(out, f.path)
		} else {
			out[f.path] = v
		}
	}
	return out
}

// add begins a new thing of the kind on show.
func (s *Screen) add() tea.Cmd {
	if s.tab == tabSnapshots {
		return s.nameSnapshot()
	}
	k := s.kind()
	if k == nil {
		return nil
	}
	return s.beginAdding(newAdding("A new "+k.one, remote.Object{}, k.fresh))
}

// duplicate begins a new thing like the one under the cursor.
func (s *Screen) duplicate() tea.Cmd {
	k, o := s.kind(), s.thing()
	if k == nil || o == nil {
		return nil
	}
	base := k.copied(o)
	return s.beginAdding(newAdding("A "+k.one+" like "+ui.Line(k.called(o)), base, k.fresh))
}

func (s *Screen) beginAdding(a *adding) tea.Cmd {
	s.adding, s.card, s.last = a, nil, nil
	return s.tryAdding()
}

// tryAdding asks whether the new thing would be taken as it stands.
func (s *Screen) tryAdding() tea.Cmd {
	if s.tab == tabSnapshots {
		return s.trySnapshot()
	}
	return s.try(&s.adding.tries, "POST", s.kind().path, s.adding.body())
}

func (s *Screen) addKey(k tea.KeyMsg) tea.Cmd {
	a := s.adding
	f := a.fields[a.at]
	switch key := k.String(); key {
	case "esc":
		s.adding = nil
		return nil
	case "up", "shift+tab":
		a.at = max(a.at-1, 0)
		return nil
	case "down", "tab":
		a.at = min(a.at+1, len(a.fields)-1)
		return nil
	case "enter":
		if a.tries.waiting {
			return nil
		}
		if a.tries.err != nil {
			a.at = a.fault()
			return nil
		}
		if s.tab == tabSnapshots {
			return s.takeSnapshot(strings.TrimSpace(a.inputs[0].Value()))
		}
		return s.send(order{method: "POST", path: s.kind().path, body: a.body(), open: true})
	case "left", "right", " ":
		if f.as == asChoice {
			by := 1
			if key == "left" {
				by = -1
			}
			a.values[a.at] = around(f.among, a.values[a.at], by)
			return s.tryAdding()
		}
	}
	if f.as == asChoice {
		return nil
	}
	before := a.inputs[a.at].Value()
	a.inputs[a.at].Update(k)
	if a.inputs[a.at].Value() == before {
		return nil
	}
	return s.tryAdding()
}

// fault is the field that the server found fault with, or the one after the
// cursor if it named none of them.
func (a *adding) fault() int {
	if r, ok := errors.AsType[*remote.Refusal](a.tries.err); ok {
		if i := slices.IndexFunc(a.fields, func(f field) bool { return f.path == r.Field }); i >= 0 {
			return i
		}
	}
	return (a.at + 1) % len(a.fields)
}

// view draws the fields, each with its meaning below while it has the cursor.
func (s *Screen) addingLines(width int) []string {
	t, a := s.c.Theme, s.adding
	lines := []string{""}
	for i, f := range a.fields {
		mark, ink := "  ", t.Muted
		if i == a.at {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		shown := a.inputs[i].Value()
		if f.as == asSecret {
			shown = strings.Repeat("•", len([]rune(shown)))
		}
		v := t.Text.On(ui.Line(shown))
		switch {
		case f.as == asChoice:
			v = choices(t, f, a.values[i], width-labelWidth-4)
		case i == a.at:
			v = a.inputs[i].View(t, max(width-labelWidth-4, 8))
		}
		lines = append(lines, ui.Cut(mark+ink.On(ui.Fit(f.label, labelWidth))+v, width))
		if i == a.at {
			for _, l := range ui.Para(f.says, max(width-labelWidth-3, 20), t.Muted) {
				lines = append(lines, ui.Spaces(labelWidth+2)+l)
			}
		}
		lines = append(lines, "")
	}
	verdict := s.verdict(a.tries)
	if len(verdict) > 0 && a.tries.err == nil && !a.tries.waiting {
		verdict = []ui.Span{{Text: "✓ ", Ink: t.Success}, {Text: "enter makes it", Ink: t.Text}}
	}
	for _, l := range ui.Wrap(width-2, 2, verdict...) {
		lines = append(lines, "  "+l)
	}
	return lines
}
