package sandboxes

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// editing is a row whose text is being typed. Each state of it is tried on the
// server, which says what is wrong by the very rule that it will go by.
type editing struct {
	row   row
	was   string // what the field began with
	input *ui.Field
	tries tries
}

// tries are questions whether a change would be taken, and the last answer.
type tries struct {
	asked   int  // number of the last question; older answers are dropped
	waiting bool // for the answer to it
	err     error
}

// tried is the answer to one.
type tried struct {
	screen *Screen
	asked  int
	err    error
}

// try asks whether a change would be taken.
func (s *Screen) try(t *tries, method, path string, body any) tea.Cmd {
	s.trying++
	t.asked, t.waiting = s.trying, true
	r, ctx, asked := s.c.Remote, s.life, s.trying
	return func() tea.Msg {
		_, err := r.Change(ctx, method, path, body, true)
		return tried{s, asked, err}
	}
}

func (s *Screen) takeTried(m tried) {
	if m.screen != s {
		return
	}
	for _, t := range s.underWay() {
		if t.asked == m.asked {
			t.waiting, t.err = false, m.err
		}
	}
}

// underWay are the tries of what is being typed.
func (s *Screen) underWay() []*tries {
	switch {
	case s.edit != nil:
		return []*tries{&s.edit.tries}
	case s.adding != nil:
		return []*tries{&s.adding.tries}
	}
	return nil
}

// begin edits the row's text.
func (s *Screen) begin(r row) tea.Cmd {
	o := s.thing()
	now := ""
	switch {
	case r.part == ofEntry:
		now = r.entries(o)[r.index]
	case r.part == ofField && r.as != asSecret:
		now = text(value(o, r.path))
	}
	s.last = nil
	s.edit = &editing{row: r, was: now, input: ui.NewField(now, r.as == asSecret)}
	return nil
}

// typed is the patch that would make the row what was typed.
func (s *Screen) typed() (remote.Object, error) {
	e, o := s.edit, s.thing()
	switch e.row.part {
	case ofEntry, ofMore:
		entries := slices.Clone(e.row.entries(o))
		v := strings.TrimSpace(e.input.Value())
		at := e.row.index
		if e.row.part == ofEntry && (at >= len(entries) || entries[at] != e.was) {
			at = slices.Index(entries, e.was) // the list was changed by somebody else
		}
		switch {
		case e.row.part == ofMore:
			entries = append(entries, v)
		case at < 0:
			return nil, errElsewhere
		default:
			entries[at] = v
		}
		return patch(e.row.path, e.row.listOf(entries)), nil
	default:
		v, err := e.row.parse(e.input.Value())
		return patch(e.row.path, v), err
	}
}

var errElsewhere = errors.New("it was taken from the list meanwhile, by somebody else; esc leaves it")

func (s *Screen) editKey(k tea.KeyMsg) tea.Cmd {
	e := s.edit
	switch k.String() {
	case "esc":
		s.edit = nil
		return nil
	case "enter":
		body, err := s.typed()
		if err != nil || e.tries.waiting || e.tries.err != nil {
			return nil // what is wrong stands below the field
		}
		if e.tries.asked == 0 { // nothing was typed
			s.edit = nil
			return nil
		}
		return s.send(order{id: s.id(), method: "PATCH", path: s.kind().pathOf(s.id()), body: body})
	}
	e.input.Update(k)
	body, err := s.typed()
	if err != nil {
		s.trying++
		e.tries = tries{asked: s.trying, err: err}
		return nil
	}
	return s.try(&e.tries, "PATCH", s.kind().pathOf(s.id()), body)
}

// verdict says in a line how a try stands.
func (s *Screen) verdict(t tries) []ui.Span {
	th := s.c.Theme
	var refused *remote.Refusal
	switch {
	case t.asked == 0:
		return nil
	case t.waiting:
		return []ui.Span{{Text: "… ", Ink: th.Accent}, {Text: "asking the server", Ink: th.Muted}}
	case errors.As(t.err, &refused):
		return []ui.Span{{Text: "✗ ", Ink: th.Failure}, {Text: ui.Line(refused.Text), Ink: th.Text}}
	case errors.Is(t.err, context.Canceled):
		return nil
	case t.err != nil:
		return []ui.Span{{Text: "✗ ", Ink: th.Failure}, {Text: ui.Line(t.err.Error()), Ink: th.Text}}
	default:
		return []ui.Span{{Text: "✓ ", Ink: th.Success}, {Text: "the server takes it; enter makes the change", Ink: th.Muted}}
	}
}

// act does what enter does on a row.
func (s *Screen) act(r row, by int) tea.Cmd {
	o := s.thing()
	switch r.part {
	case ofEntry, ofMore:
		return s.begin(r)
	case ofOption:
		return s.patch(r.path, toggled(texts(value(o, r.path)), r.opt, r.among))
	case ofGrant:
		return s.toggleGrant(r)
	case ofRole:
		return s.toggleRole(r)
	case ofPermission:
		return s.togglePermission(r)
	case ofNone:
		return nil
	case ofFactor:
		return s.takeFactor(r)
	case ofGift:
		return s.giveFactor()
	}
	switch {
	case r.fixed:
		return nil
	case r.as == asToggle:
		on, _ := value(o, r.path).(bool)
		return s.patch(r.path, !on)
	case r.as == asChoice:
		return s.patch(r.path, around(r.among, text(value(o, r.path)), by))
	}
	return s.begin(r)
}

// toggled is a list with one value more, or less, in the order of all.
func toggled(now []string, v string, all []string) []string {
	out := []string{}
	if slices.Contains(now, v) {
		for _, other := range now {
			if other != v {
				out = append(out, other)
			}
		}
		return out
	}
	for _, other := range slices.Concat(all, now, []string{v}) {
		if (other == v || slices.Contains(now, other)) && !slices.Contains(out, other) {
			out = append(out, other)
		}
	}
	return out
}

// around is the value so many after another, from the last on to the first.
func around(values []string, now string, by int) string {
	n := len(values)
	return values[((slices.Index(values, now)+by)%n+n)%n]
}

// drop takes an entry out of its list.
func (s *Screen) drop(r row) tea.Cmd {
	entries := slices.Delete(slices.Clone(r.entries(s.thing())), r.index, r.index+1)
	return s.patch(r.path, r.listOf(entries))
}
