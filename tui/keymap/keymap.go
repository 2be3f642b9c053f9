// Package keymap gives actions other keys. Screens know nothing of it: what is
// pressed is translated to the key that they expect, by the place one is at,
// and the keys that help and key bars show are translated back.
package keymap

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/near"
)

// Entry is a line of the settings file: an action, and the keys that it gets
// in place of its own.
type Entry struct {
	Action string
	Keys   []string
}

// Error is an entry that cannot be, and what to do.
type Error struct {
	Index int // of the entry
	Text  string
}

func (e *Error) Error() string { return e.Text }

// Map is what keys do. Nil is the map of those who changed nothing.
type Map struct {
	given  map[string][]string         // by action, in place of its own
	places map[string]map[string]owner // by place and key
}

// owner is the action that a key stands for.
type owner struct {
	action *Action
	sends  string // the key that the screen expects; empty: none, the key was taken away
}

// New makes the map of entries. An error is an [*Error].
func New(entries []Entry) (*Map, error) {
	m := &Map{given: map[string][]string{}, places: map[string]map[string]owner{}}
	for i, e := range entries {
		if text := m.give(e); text != "" {
			return nil, &Error{i, text}
		}
	}
	for _, place := range Places() {
		a, b, shared := m.arrange(place)
		if shared == "" {
			continue
		}
		if m.given[a.Name] == nil {
			a, b = b, a
		}
		i := slices.IndexFunc(entries, func(e Entry) bool { return e.Action == a.Name })
		return nil, &Error{i, m.collision(a, b, shared, place)}
	}
	return m, nil
}

// give takes an entry, or says why not.
func (m *Map) give(e Entry) string {
	i := slices.IndexFunc(Actions, func(a Action) bool { return a.Name == e.Action })
	if i < 0 {
		return fmt.Sprintf("there is no action %q: did you mean %s?", e.Action, nearest(e.Action))
	}
	a := &Actions[i]
	if a.Fixed != "" {
		return fmt.Sprintf("%s keeps its keys: %s", a.Name, a.Fixed)
	}
	if m.given[a.Name] != nil {
		return a.Name + " is given keys twice: write them as one list"
	}
	if len(e.Keys) == 0 {
		return a.Name + " needs a key, or a list of them"
	}
	for _, name := range e.Keys {
		if _, ok := Press(name); !ok {
			return fmt.Sprintf("%q is no key: a key is one character, or a name such as enter, space, ctrl+r, alt+x or f5; did you mean %s?", name, near.Nearest(keyNames(), name))
		}
	}
	m.given[a.Name] = e.Keys
	return ""
}

// nearest is the name that was probably meant, with or without its place.
func nearest(name string) string {
	var names []string
	for _, a := range Actions {
		if a.Fixed == "" {
			names = append(names, a.Name)
		}
	}
	for _, full := range names {
		if _, short, ok := strings.Cut(full, "."); ok && short == name {
			return full
		}
	}
	return near.Nearest(names, name)
}

// Places are the kinds of screen that have actions of their own.
func Places() []string {
	all := map[string]bool{"": true}
	for _, a := range Actions {
		all[a.Place] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// Of are the keys that an action has now.
func (m *Map) Of(a *Action) []string {
	if m == nil {
		return a.Keys
	}
	if given := m.given[a.Name]; given != nil {
		return given
	}
	return a.Keys
}

// arrange finds out what each key does at a place. Two actions that cannot
// share a key come back with it.
func (m *Map) arrange(place string) (a, b *Action, shared string) {
	at := map[string]owner{}
	for _, local := range []bool{true, false} {
		for i := range Actions {
			a := &Actions[i]
			if local != (a.Place == place && place != "") || !local && a.Place != "" {
				continue
			}
			for n, name := range m.Of(a) {
				other, taken := at[name]
				switch {
				case !taken:
				case slices.Contains(a.Keys, name) && slices.Contains(other.action.Keys, name):
					continue // the place has the key for something of its own
				case other.action != a:
					return a, other.action, name
				}
				sends := a.Keys[0]
				if m.given[a.Name] == nil {
					sends = a.Keys[n]
				}
				at[name] = owner{a, sends}
			}
		}
	}
	for i := range Actions { // what was given other keys has lost its own
		a := &Actions[i]
		if m.given[a.Name] == nil || a.Place != "" && a.Place != place {
			continue
		}
		for _, name := range a.Keys {
			if _, taken := at[name]; !taken {
				at[name] = owner{a, ""}
			}
		}
	}
	m.places[place] = at
	return nil, nil, ""
}

func (m *Map) collision(a, b *Action, shared, place string) string {
	where := "everywhere"
	if place != "" {
		where = "in " + place
	}
	if b.Fixed != "" {
		return fmt.Sprintf("%s cannot be %s: %s. Free %s: %s", a.Name, shared, b.Fixed, where, m.free(place))
	}
	return fmt.Sprintf("%s cannot be %s: that is %s. Give %s another key too, or take one that is free %s: %s",
		a.Name, shared, b.Name, b.Name, where, m.free(place))
}

// free are a few keys that nothing has at a place.
func (m *Map) free(place string) string {
	taken := map[string]bool{}
	for i := range Actions {
		if a := &Actions[i]; place == "" || a.Place == "" || a.Place == place {
			for _, name := range slices.Concat(m.Of(a), a.Keys) {
				taken[name] = true
			}
		}
	}
	var out []string
	for _, name := range append(strings.Split("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,.;!", ""), "ctrl+o", "f5") {
		if len(out) < 4 && !taken[name] {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// at is what keys do at a place; the places that have nothing of their own
// have the keys of everywhere.
func (m *Map) at(place string) map[string]owner {
	if at, ok := m.places[place]; ok {
		return at
	}
	return m.places[""]
}

// Translate turns what was pressed at a place into what the screen expects;
// ok is false for a key that was taken away.
func (m *Map) Translate(place string, k tea.KeyMsg) (_ tea.KeyMsg, ok bool) {
	if m == nil || len(m.given) == 0 {
		return k, true
	}
	name := nameOf(k)
	o, known := m.at(place)[name]
	switch {
	case !known:
		return k, true
	case o.sends == "":
		return k, false
	case o.sends == name:
		return k, true
	}
	return Press(o.sends)
}

// Typed are all the characters: what has a field takes them as they are.
const Typed = "*"

// Aside turns a key into what it was given to, where keys are themselves too:
// in a field, and in a box over the screen. Those of its own letters stay as
// they are.
func (m *Map) Aside(own string, k tea.KeyMsg) tea.KeyMsg {
	if m == nil || k.Paste {
		return k
	}
	text := !k.Alt && (k.Type == tea.KeyRunes || k.Type == tea.KeySpace)
	if text && (own == Typed || strings.Contains(own, k.String())) {
		return k
	}
	name := nameOf(k)
	for i := range Actions {
		a := &Actions[i]
		if a.Place != "" || !slices.Contains(m.given[a.Name], name) || slices.Contains(a.Keys, name) {
			continue
		}
		sent, _ := Press(a.Keys[0])
		if sent.Type == tea.KeyRunes && own == Typed {
			return k // a letter, which would be text
		}
		return sent
	}
	return k
}

// Name is how the key that an action of a place has by default is written
// now.
func (m *Map) Name(place, standard string) string {
	if m == nil {
		return standard
	}
	for _, where := range []string{place, ""} {
		for i := range Actions {
			if a := &Actions[i]; a.Place == where && slices.Contains(a.Keys, standard) {
				if given := m.given[a.Name]; given != nil {
					return shown(given[0])
				}
				return standard
			}
		}
	}
	return standard
}

// Show are bindings with the names of the keys that they have now.
func (m *Map) Show(place string, bindings []key.Binding) []key.Binding {
	if m == nil || len(m.given) == 0 {
		return bindings
	}
	out := slices.Clone(bindings)
	for i := range out {
		h := out[i].Help()
		keys := out[i].Keys()
		if len(keys) == 0 {
			keys = []string{h.Key}
		}
		for _, k := range keys {
			if k == " " {
				k = "space"
			}
			if now := m.Name(place, k); now != k {
				out[i].SetHelp(now, h.Desc)
				break
			}
		}
	}
	return out
}

// Knows reports whether a key, by default, is an action's at a place.
func Knows(place, name string) bool {
	if name == " " {
		name = "space"
	}
	return slices.ContainsFunc(Actions, func(a Action) bool {
		return (a.Place == "" || a.Place == place) && slices.Contains(a.Keys, name)
	})
}
