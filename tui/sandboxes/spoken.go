package sandboxes

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Show opens the list of that name, one of [link.Lists].
func (s *Screen) Show(list string) {
	s.show(slices.IndexFunc(tabNames[:], func(n string) bool { return strings.EqualFold(n, list) }))
}

// One is what a thing of the list on show is called: "client".
func (s *Screen) One() string {
	if k := s.kind(); k != nil {
		return k.one
	}
	return "snapshot"
}

// Problem is why what the sandbox holds could not be read; nil: it was.
func (s *Screen) Problem() error { return s.problem }

// Listed are the things of the list on show: the id, and a note.
func (s *Screen) Listed() (out []screen.Item) {
	if s.tab == tabSnapshots {
		for _, snap := range s.snaps {
			out = append(out, screen.Item{Title: snap.Name, Note: "taken at " + snap.At.UTC().Format("15:04:05 on 2 January 2006")})
		}
		return out
	}
	for _, o := range s.list() {
		out = append(out, screen.Item{Title: text(o[s.kind().id]), Note: s.kind().note(o)})
	}
	return out
}

// Choose puts the cursor on the thing of an id; false: there is none.
func (s *Screen) Choose(id string) bool {
	i := slices.IndexFunc(s.Listed(), func(x screen.Item) bool { return x.Title == id })
	if i >= 0 {
		s.moveTo(i)
	}
	return i >= 0
}

// Chosen is the id of the thing under the cursor.
func (s *Screen) Chosen() string { return s.chosen[s.tab] }

// Outcome says what came of the last change, once; empty: nothing was changed
// since. What was sent is left out: it may hold secrets. A *[remote.Refusal] is in the error's chain if the server said no.
func (s *Screen) Outcome() (note string, err error) {
	c := s.last
	s.last = nil
	switch {
	case c == nil:
		return "", nil
	case c.err != nil:
		return "", c.err
	}
	words := c.follow + " is changed"
	switch {
	case c.note != "":
		words = c.note
	case c.method == "DELETE":
		words = "it is removed"
	case c.open, c.method == "PUT":
		words = c.follow + " is there now"
	}
	return words, nil
}

// Remove asks, and removes what is under the cursor.
func (s *Screen) Remove() tea.Cmd {
	if s.tab == tabSnapshots {
		return s.dropSnapshot()
	}
	return s.remove()
}

// Undo brings back what the last change has changed.
func (s *Screen) Undo() tea.Cmd { return s.undo() }

// Restore brings the snapshot under the cursor back.
func (s *Screen) Restore() tea.Cmd { return s.restore() }

// Reset brings the fixtures back.
func (s *Screen) Reset() tea.Cmd { return s.reset() }

// Undoable is how many changes can be undone.
func (s *Screen) Undoable() int { return len(s.undos) }

// Spoken are the rows of the thing's form.
func (s *Screen) Spoken() (out []screen.Spoken) {
	section := ""
	for _, r := range s.rows() {
		section = cmp.Or(r.section, section)
		w := screen.Spoken{Section: section, Name: r.label, Says: r.says, Act: func() tea.Cmd { return s.act(r, 1) }}
		s.speak(&w, r)
		out = append(out, w)
	}
	return out
}

func (s *Screen) speak(w *screen.Spoken, r row) {
	onOff := func(on bool) string {
		if on {
			return "on"
		}
		return "off"
	}
	o := s.thing()
	switch r.part {
	case ofEntry:
		w.Value = r.entries(o)[r.index]
		w.Ask, w.Type, w.Drop = "The new text", s.typing(r), func() tea.Cmd { return s.drop(r) }
	case ofMore:
		w.Value = "add " + r.add
		w.Ask, w.Type = "Type "+r.add, s.typing(r)
	case ofOption:
		w.Value = short(r.opt) + ", " + onOff(r.on)
	case ofGrant:
		w.Value = r.scope + " of " + r.opt + ", " + onOff(r.on)
	case ofFactor:
		w.Value, w.Says = factorName(o, r.index), "What was enrolled along with it goes too."
	case ofGift:
		w.Value = "give a factor"
	case ofField:
		s.speakField(w, r, value(o, r.path))
	default:
		w.Value = strings.Join(strings.Fields(ansi.Strip(s.shown(r, false, 1000))), " ")
	}
}

func (s *Screen) speakField(w *screen.Spoken, r row, v any) {
	w.Value = cmp.Or(text(v), "empty")
	switch r.as {
	case asToggle:
		on, _ := v.(bool)
		if w.Value = "no"; on {
			w.Value = "yes"
		}
		return
	case asChoice:
		w.Value = cmp.Or(text(v), r.empty, inherited)
		w.Ask, w.Type = "One of "+listed(r.field), s.choosing(r)
		return
	case asSecret:
		if w.Value = "empty"; text(v) != "" {
			w.Value = mask.Hide(text(v))
		}
		if r.path == "password" {
			w.Value = "kept as a hash"
		}
	case asSeconds:
		if v != nil {
			w.Value = text(v) + " s, " + lifetime(v)
		}
	}
	if w.Ask, w.Type = "The new value", s.typing(r); r.fixed {
		w.Ask, w.Type, w.Act = "", nil, nil
	}
}

// listed are the values of a choice.
func listed(f field) string {
	var words []string
	for _, c := range f.among {
		words = append(words, cmp.Or(c, "none"))
	}
	return strings.Join(words, ", ")
}

// chosenOf reads one of a choice's values.
func chosenOf(f field, typed string) (string, error) {
	for _, c := range f.among {
		if strings.EqualFold(cmp.Or(c, "none"), strings.TrimSpace(typed)) {
			return c, nil
		}
	}
	return "", fmt.Errorf("expected one of %s", listed(f))
}

func (s *Screen) choosing(r row) func(string) (tea.Cmd, error) {
	return func(typed string) (tea.Cmd, error) {
		v, err := chosenOf(r.field, typed)
		if err != nil {
			return nil, err
		}
		return s.patch(r.path, v), nil
	}
}

// typing makes the change of a row's text.
func (s *Screen) typing(r row) func(string) (tea.Cmd, error) {
	return func(typed string) (tea.Cmd, error) {
		s.edit = &editing{row: r, input: ui.NewField(typed, false)}
		body, err := s.typed()
		s.edit = nil
		if err != nil {
			return nil, err
		}
		return s.send(order{id: s.id(), method: "PATCH", path: s.kind().pathOf(s.id()), body: body}), nil
	}
}

// Draft is a thing, or a snapshot, that is described field by field.
type Draft struct {
	Title string
	s     *Screen
	a     *adding
}

// Begin begins a new one of the list on show, or with like one that is like
// the one under the cursor; nil: there is nothing to add here.
func (s *Screen) Begin(like bool) *Draft {
	s.adding = nil
	if like && s.tab != tabSnapshots {
		s.duplicate()
	} else {
		s.add()
	}
	a := s.adding
	s.adding = nil
	if a == nil {
		return nil
	}
	return &Draft{a.title, s, a}
}

// Fields are what it is asked for. Their commands are nil: nothing is sent
// before [Draft.Make].
func (n *Draft) Fields() (out []screen.Spoken) {
	for i, f := range n.a.fields {
		w := screen.Spoken{Name: f.label, Says: f.says, Value: cmp.Or(n.a.inputs[i].Value(), "empty"), Ask: "Its value"}
		if f.as == asSecret && n.a.inputs[i].Value() != "" {
			w.Value = mask.Hide(n.a.inputs[i].Value())
		}
		w.Type = func(typed string) (tea.Cmd, error) {
			n.a.inputs[i] = ui.NewField(typed, f.as == asSecret)
			return nil, nil
		}
		if f.as == asChoice {
			w.Value, w.Ask = n.a.values[i], "One of "+listed(f)
			w.Type = func(typed string) (tea.Cmd, error) {
				v, err := chosenOf(f, typed)
				if err == nil {
					n.a.values[i] = v
				}
				return nil, err
			}
		}
		out = append(out, w)
	}
	return out
}

// Make makes it.
func (n *Draft) Make() tea.Cmd {
	if n.s.tab == tabSnapshots {
		return n.s.takeSnapshot(strings.TrimSpace(n.a.inputs[0].Value()))
	}
	return n.s.send(order{method: "POST", path: n.s.kind().path, body: n.a.body(), open: true})
}

// Fault is which of the fields a refusal means.
func (n *Draft) Fault(err error) int {
	if r, ok := errors.AsType[*remote.Refusal](err); ok {
		for i, f := range n.a.fields {
			if f.path == r.Field {
				return i
			}
		}
	}
	return 0
}
