package tui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/tui/keymap"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// otherwise gives every action that may have other keys one that is nobody's
// by default, of all kinds that there are: a letter, with alt, with ctrl, a
// function key.
func otherwise(t *testing.T) (*keymap.Map, map[string]string) {
	t.Helper()
	var free []string
	for r := 'а'; r <= 'я'; r++ {
		free = append(free, string(r), "alt+"+string(r), string(unicode.ToUpper(r)), "alt+"+string(unicode.ToUpper(r)))
	}
	for i, name := range []string{"ctrl+a", "ctrl+e", "ctrl+f", "ctrl+x", "f1", "f5", "f12", "alt+f2", "ctrl+pgup", "shift+up", "ctrl+@", "insert", "alt+enter", "alt+t", "alt+space"} {
		free = slices.Insert(free, 4*i, name)
	}
	var entries []keymap.Entry
	now := map[string]string{}
	for i := range keymap.Actions {
		a := &keymap.Actions[i]
		if a.Fixed == "" {
			now[a.Name] = free[len(now)]
			entries = append(entries, keymap.Entry{Action: a.Name, Keys: []string{now[a.Name]}})
		}
	}
	m, err := keymap.New(entries)
	if err != nil {
		t.Fatal(err)
	}
	return m, now
}

// strike presses a key by its name in the settings file.
func (d *driver) strike(name string) {
	d.t.Helper()
	k, ok := keymap.Press(name)
	if !ok {
		d.t.Fatalf("%q is no key", name)
	}
	d.send(k)
	d.look()
}

// pressAsMeant presses what screens expect, whatever keys actions have.
func (d *driver) pressAsMeant(keys ...string) {
	d.t.Helper()
	d.meant = true
	d.press(keys...)
	d.meant = false
}

// oldNames are the keys that actions had, as screens write them.
var oldNames = func() map[string]bool {
	out := map[string]bool{"↑": true, "↓": true, "←": true, "→": true, "pgdn": true}
	for _, a := range keymap.Actions {
		for _, k := range a.Keys {
			if a.Fixed == "" {
				out[k] = true
			}
		}
	}
	return out
}()

var (
	// spoken are keys that are words or signs of a text besides. They are
	// meant as keys where they are said to do something.
	spoken = regexp.MustCompile(`^(a|enter|space|delete|tab|\[|\]|-|/|:|\?|2)$`)
	doing  = regexp.MustCompile(`^([a-z]+[a-rt-z]s|brings?|then|goes|chooses?)[,.;]?$`)
	nouns  = []string{"parameters", "tokens", "clients", "users", "was", "steps", "demos"}
	// unsaid are words that no screen uses as the name of a key: the action
	// has another that comes first, or is drawn as an arrow.
	unsaid = regexp.MustCompile(`^(end|home|left|right|up|down|→)$`)
	// units stand behind a number.
	units = regexp.MustCompile(`^[smhd]$`)
	gap   = regexp.MustCompile(` {2,}`)
	// ofFields work in a field whatever keys there are besides.
	ofFields = []string{"enter", "esc", "tab", "ctrl+p", "↑", "↓", "←", "→", "/"}
)

// oldKeysIn finds what a frame says of keys that are no longer those. A
// field's own keys are what they were.
func oldKeysIn(frame string, field bool) (found []string) {
	lines := strings.Split(frame, "\n")
	for n, line := range lines {
		if n == len(lines)-1 && n > 0 {
			for _, hint := range gap.Split(strings.TrimSpace(line), -1) {
				name, _, _ := strings.Cut(hint, " ")
				if oldNames[name] && !(field && slices.Contains(ofFields, name)) {
					found = append(found, "key bar: "+hint)
				}
			}
			continue
		}
		words := strings.FieldsFunc(line, func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune("│┃┏┓┗┛╭╮╰╯━─┄", r)
		})
		word := func(i int) string {
			if i < 0 || i >= len(words) {
				return ""
			}
			return words[i]
		}
		for i := range words {
			w, before, after := strings.Trim(words[i], ".,;()"), word(i-1), strings.Trim(word(i+1), ",.;")
			said := before == "press" || doing.MatchString(after) && !slices.Contains(nouns, after)
			switch {
			case !oldNames[w], unsaid.MatchString(w), field && slices.Contains(ofFields, w), spoken.MatchString(w) && !said:
			case units.MatchString(w) && before != "" && unicode.IsDigit(rune(before[len(before)-1])):
			case before == "of" && unicode.IsDigit(rune(w[0])): // 1 of 2 demos
			case w == "B" && before == "Appendix", w == "?" && before == "min": // of a specification; lives that nobody knows
			default:
				found = append(found, fmt.Sprintf("%s in “%s”", w, strings.Join(words[max(0, i-4):min(len(words), i+5)], " ")))
			}
		}
	}
	return found
}

// oldKeys are those that are still named on the screen.
func (d *driver) oldKeys() (found []string) {
	if len(d.app.overlays) == 0 {
		return oldKeysIn(d.frame(), d.app.top().Capturing())
	}
	switch o := d.app.overlays[len(d.app.overlays)-1].(type) {
	case *help:
		for _, r := range o.rows {
			for name := range strings.FieldsSeq(r.Help().Key) {
				if oldNames[name] {
					found = append(found, "help: "+name+" "+r.Help().Desc)
				}
			}
			found = append(found, oldKeysIn(r.Help().Desc+"\n", false)...)
		}
	case *palette:
		for _, c := range o.all {
			if oldNames[c.hint] && c.hint != "home" { // where it leads
				found = append(found, "palette: "+c.hint+" "+c.title)
			}
		}
	}
	return found
}

// newly is an interface with other keys in a state.
func (s *state) newly(t *testing.T, m *keymap.Map, width, height int, each func(d *driver)) *driver {
	t.Helper()
	w, list := played(t, "wire"), demos.All()
	if s.wire != nil {
		w = s.wire(t)
	} else {
		list = lessons(t)
	}
	if s.bare {
		list = nil
	}
	d := drive(t, w, list, width, height, func(c *Config) {
		c.Keys, c.Now = m, func() time.Time { return time.Unix(0, 0) }
	})
	if each != nil {
		d.each = func(string) { each(d) }
	}
	d.meant = true
	d.press(s.keys...)
	if s.after != nil {
		s.after(t, d, w)
	}
	d.meant = false
	return d
}

// TestNoOldKeyIsNamed: with every action on another key, nothing in any state
// of any screen, in help or in the palette speaks of the keys that there were.
func TestNoOldKeyIsNamed(t *testing.T) {
	m, _ := otherwise(t)
	sizes := [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 60}}
	if enginetest.Race {
		sizes = sizes[:1]
	}
	for i := range states {
		s := &states[i]
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			told := map[string]bool{}
			for _, size := range sizes {
				each := func(d *driver) {
					for _, f := range d.oldKeys() {
						if !told[f] {
							t.Error(f)
						}
						told[f] = true
					}
				}
				d := s.newly(t, m, size[0], size[1], each)
				if len(d.app.overlays) == 0 && !d.app.top().Capturing() {
					d.pressAsMeant("?", "esc", "ctrl+p")
				}
			}
		})
	}
}

// acting are states in which keys do something, besides those of all screens.
var acting = []state{
	{name: "walk-rename", keys: []string{"enter", "E", "down", "down", "down"}},
	{name: "walk-undo", keys: []string{"enter", "down", "-"}},
	{name: "walk-code", wire: engineWire, after: walking("mfa-push", "i")},
	{name: "walk-factor", wire: engineWire, after: walking("mfa-push", "o")},
	{name: "walk-enrol", wire: engineWire, after: walking("mfa-enroll", "Q")},
	{name: "sandbox-list", wire: engineWire, keys: []string{"s", "2", "enter", "down", "down"}},
	{name: "sandbox-policy", wire: engineWire, keys: []string{"s", "5", "tab"}},
	{name: "tokens-one", wire: engineWire, keys: []string{"t"}, after: func(t *testing.T, d *driver, w demos.Wire) { logIn(t, w, 0); d.press("u") }},
	{name: "traffic-request", wire: trafficWire, keys: []string{"x", "k", "k", "enter", "2"}},
	{name: "compose-parameter", wire: engineWire, keys: []string{"n", "down", "down", "down"}},
	{name: "compose-undo", wire: engineWire, keys: []string{"n", "down", "down", "down", "-"}},
	{name: "compose-answer", wire: engineWire, keys: []string{"n", "enter", "enter", "tab"}},
	{name: "compose-answer-before", wire: engineWire, keys: []string{"n", "enter", "enter", "tab", "["}},
}

// bare are states in which there is little to do.
var bare = regexp.MustCompile(`-(loading|error|sending|empty|none|find)$`)

// unseen are actions that change nothing on screen where nothing has changed
// meanwhile, or that only a left demo or a mistaken app gives a reason for.
var unseen = []string{"home.put-back", "sandbox.look", "policy.look", "tokens.look", "compose.mend"}

// walking goes on in a demo until a key does something there.
func walking(demo, until string) func(*testing.T, *driver, demos.Wire) {
	return func(t *testing.T, d *driver, _ demos.Wire) {
		t.Helper()
		d.send(screen.Open{Route: screen.Route{Kind: "walk", Name: demo}})
		for range 60 {
			bar, more := d.app.top().Keys()
			for _, k := range slices.Concat(bar, more) {
				if k.Enabled() && slices.Contains(k.Keys(), until) {
					return
				}
			}
			d.press("enter")
		}
		t.Errorf("%s does nothing anywhere in %s", until, demo)
	}
}

// TestNewKeysWorkInFieldsAndBoxesToo: over a screen and in a field keys are
// themselves, and those that were given to actions are theirs besides, unless
// they are text there.
func TestNewKeysWorkInFieldsAndBoxesToo(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 80, 24, remapped(t,
		keymap.Entry{Action: "back", Keys: []string{"ctrl+g"}}, keymap.Entry{Action: "enter", Keys: []string{"f5"}},
		keymap.Entry{Action: "down", Keys: []string{"J", "ctrl+n"}}, keymap.Entry{Action: "clock", Keys: []string{"!"}}, keymap.Entry{Action: "leave", Keys: []string{"X"}},
	))
	d.press("ctrl+p", "ctrl+g")
	if len(d.app.overlays) > 0 {
		t.Error("ctrl+g does not close the palette")
	}
	d.press("ctrl+p", "J", "X")
	d.sees("› JX▏")
	d.press("esc", "!")
	d.sees("Set the clock back to now")
	d.press("!")
	if len(d.app.overlays) > 0 {
		t.Error("the key that opens the clock does not close it")
	}
	d.strike("f5")
	d.press("b")
	first := d.frame()
	d.press("J")
	if d.frame() == first {
		t.Errorf("J goes down nowhere in a list over the screen:\n%s", first)
	}
	d.press("X", "J", "e", "!")
	d.sees("!▏")
	d.press("ctrl+g")
	if d.app.top().Capturing() {
		t.Error("ctrl+g does not leave the field")
	}
	d.press("e", "2")
	d.strike("f5")
	if d.app.top().Capturing() {
		t.Error("f5 does not keep what was typed")
	}
}

// TestEveryActionHasItsNewKey: with every action on another key, each of those
// does what the old one did, and the old one nothing.
func TestEveryActionHasItsNewKey(t *testing.T) {
	if enginetest.Race {
		t.Skip("nothing in it runs beside anything")
	}
	m, now := otherwise(t)
	did := map[string]bool{}
	tried := append(slices.Clone(acting), states...)
	for i := range tried {
		s := &tried[i]
		if bare.MatchString(s.name) {
			continue
		}
		start := func() *driver { return s.newly(t, m, 120, 36, nil) }
		d := start()
		if len(d.app.overlays) > 0 || d.app.top().Capturing() {
			continue
		}
		before, place := d.frame(), d.app.place()
		for i := range keymap.Actions {
			a := &keymap.Actions[i]
			if a.Fixed != "" || a.Place != "" && a.Place != place {
				continue
			}
			for _, old := range a.Keys {
				if d.strike(old); d.frame() != before {
					t.Errorf("%s: the old key %s of %s still does something:\n%s", s.name, old, a.Name, d.frame())
					d = start()
				}
			}
			if did[place+a.Name] || slices.Contains(unseen, a.Name) {
				continue
			}
			meant := start()
			k, _ := keymap.Press(a.Keys[0])
			if meant.send(ui.Pressed(k)); meant.frame() == before {
				continue
			}
			did[place+a.Name], did[a.Name] = true, true
			typed := start()
			typed.strike(now[a.Name])
			if got, want := steady(typed.frame()), steady(meant.frame()); got != want {
				t.Errorf("%s: %s, now %s, does something else than %s did:\n%s\n%s", s.name, a.Name, now[a.Name], a.Keys[0], got, want)
			}
		}
	}
	for _, a := range keymap.Actions {
		if a.Fixed == "" && !did[a.Name] && !slices.Contains(unseen, a.Name) {
			t.Errorf("%s does nothing in any of the states: add one to acting in which it does", a.Name)
		}
	}
}
