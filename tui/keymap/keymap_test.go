package keymap

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/bubbles/key"
)

func TestTranslate(t *testing.T) {
	m, err := New([]Entry{
		{"tokens", []string{"T"}},
		{"up", []string{"up", "ctrl+k"}},
		{"walk.edit", []string{"t", "f5"}}, // the key that tokens gave away
		{"right", []string{"right", "l"}},  // as it is
		{"traffic.filter", []string{"space"}},
		{"page-down", []string{"pgdown"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ place, pressed, sent string }{
		{"home", "T", "t"}, {"home", "t", ""}, {"walk", "t", "e"}, {"walk", "f5", "e"}, {"walk", "e", ""},
		{"policy", "e", "e"}, // another place's edit
		{"home", "up", "up"}, {"home", "ctrl+k", "up"}, {"home", "k", ""}, {"home", "j", "j"},
		{"walk", "l", "right"}, {"sandbox", "l", "l"}, {"elsewhere", "T", "t"}, {"elsewhere", "!", "!"},
		{"traffic", "space", "/"}, {"traffic", "/", ""}, {"walk", "space", ""},
	} {
		k, ok := Press(c.pressed)
		if !ok {
			t.Fatalf("%q is no key", c.pressed)
		}
		got, ok := m.Translate(c.place, k)
		if sent := nameOf(got); ok != (c.sent != "") || ok && sent != c.sent {
			t.Errorf("%s in %s sends %q (%v), want %q", c.pressed, c.place, sent, ok, c.sent)
		}
	}
	for _, c := range []struct{ place, standard, now string }{
		{"home", "t", "T"}, {"walk", "e", "t"}, {"policy", "e", "e"}, {"home", "k", "↑"}, {"traffic", "/", "space"}, {"sandbox", "l", "l"},
	} {
		if got := m.Name(c.place, c.standard); got != c.now {
			t.Errorf("%s in %s is written %q, want %q", c.standard, c.place, got, c.now)
		}
	}
	bar := m.Show("walk", []key.Binding{
		key.NewBinding(key.WithKeys("e"), key.WithHelp("e", "edit")), key.NewBinding(key.WithKeys(), key.WithHelp("t", "tokens")),
		key.NewBinding(key.WithKeys("b"), key.WithHelp("b", "break it")), key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑ k", "up")),
	})
	var got []string
	for _, b := range bar {
		got = append(got, b.Help().Key+" "+b.Help().Desc)
	}
	if want := []string{"t edit", "T tokens", "b break it", "↑ up"}; !slices.Equal(got, want) {
		t.Errorf("shown %q, want %q", got, want)
	}
}

// TestAside: in fields and boxes keys are themselves, and what was given to an
// action of everywhere is that too, where it is no text.
func TestAside(t *testing.T) {
	m, err := New([]Entry{
		{"back", []string{"ctrl+g"}}, {"down", []string{"A", "alt+n"}}, {"leave", []string{"ctrl+q"}}, {"page-up", []string{"J"}},
		{"walk.edit", []string{"f5"}}, {"up", []string{"up", "ctrl+k"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ own, pressed, sent string }{
		{Typed, "ctrl+g", "esc"}, {Typed, "alt+n", "down"}, {Typed, "A", "A"}, {Typed, "space", "space"}, {Typed, "up", "up"}, {Typed, "ctrl+k", "up"},
		{Typed, "ctrl+q", "ctrl+q"}, // q would be text
		{Typed, "esc", "esc"}, {Typed, "down", "down"}, {Typed, "f5", "f5"},
		{"qk", "A", "down"}, {"qA", "A", "A"}, {"qk", "ctrl+q", "q"}, {"qk", "q", "q"}, {"qk", "J", "pgup"}, {"qk", "space", "space"},
	} {
		k, _ := Press(c.pressed)
		if got := nameOf(m.Aside(c.own, k)); got != c.sent {
			t.Errorf("%s where %q are taken is %s, want %s", c.pressed, c.own, got, c.sent)
		}
	}
	k, _ := Press("x")
	k.Paste = true
	if got := m.Aside("", k); !got.Paste {
		t.Error("what was pasted is a key")
	}
}

// TestNilMap: who changes nothing gets everything as it is.
func TestNilMap(t *testing.T) {
	var m *Map
	k, _ := Press("t")
	if got, ok := m.Translate("home", k); !ok || got.String() != "t" {
		t.Errorf("t sends %q, %v", got, ok)
	}
	if m.Name("home", "t") != "t" || m.Show("home", nil) != nil {
		t.Error("names are changed")
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		entries []Entry
		index   int
		want    []string
	}{
		{"unknown", []Entry{{"tokns", []string{"T"}}}, 0, []string{`no action "tokns"`, "did you mean tokens?"}},
		{"without its place", []Entry{{"break", []string{"B"}}}, 0, []string{"did you mean walk.break?"}},
		{"no key", []Entry{{"help", []string{"ctrl+zz"}}}, 0, []string{`"ctrl+zz" is no key`, "did you mean ctrl+z?"}},
		{"no keys", []Entry{{"help", nil}}, 0, []string{"help needs a key"}},
		{"twice", []Entry{{"help", []string{"H"}}, {"help", []string{"?"}}}, 1, []string{"help is given keys twice"}},
		{"quit", []Entry{{"quit", []string{"Q"}}}, 0, []string{"quit keeps its keys: ctrl+c always quits"}},
		{"ctrl+c", []Entry{{"help", []string{"ctrl+c"}}}, 0, []string{"help cannot be ctrl+c: ctrl+c always quits"}},
		{"another's", []Entry{{"help", []string{"A"}}, {"copy", []string{"F"}}}, 1, []string{"copy cannot be F: that is traffic.follow", "free in traffic: "}},
		{"everywhere's", []Entry{{"help", []string{"x"}}}, 0, []string{"help cannot be x: that is traffic. Give traffic another key too", "free everywhere: "}},
		{"a place's, of everywhere", []Entry{{"walk.edit", []string{"t"}}}, 0, []string{"walk.edit cannot be t: that is tokens"}},
		{"a step's", []Entry{{"help", []string{"3"}}}, 0, []string{"help cannot be 3: the digits stand for steps and tabs"}},
		{"both given", []Entry{{"help", []string{"A"}}, {"words", []string{"A"}}}, 1, []string{"words cannot be A: that is help"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(c.entries)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Index != c.index {
				t.Fatalf("%v, entry %+v", err, e)
			}
			for _, w := range c.want {
				if !strings.Contains(e.Text, w) {
					t.Errorf("%q does not say %q", e.Text, w)
				}
			}
		})
	}
}

// TestSwap: two actions may change places.
func TestSwap(t *testing.T) {
	m, err := New([]Entry{{"tokens", []string{"x"}}, {"traffic", []string{"t"}}})
	if err != nil {
		t.Fatal(err)
	}
	x, _ := Press("x")
	if got, ok := m.Translate("home", x); !ok || got.String() != "t" {
		t.Errorf("x sends %q", got)
	}
}

// TestFreeKeysAreFree: what a refusal proposes is taken.
func TestFreeKeysAreFree(t *testing.T) {
	m := &Map{}
	for _, place := range Places() {
		for name := range strings.SplitSeq(m.free(place), ", ") {
			action := "help"
			if _, err := New([]Entry{{action, []string{name}}}); err != nil && place == "" {
				t.Errorf("%s is proposed for everywhere: %v", name, err)
			}
		}
	}
}

// TestActions: no name stands twice, every key is one, and as they are they do
// not collide.
func TestActions(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Actions {
		if seen[a.Name] || a.Place != "" && !strings.HasPrefix(a.Name, a.Place+".") {
			t.Errorf("the name %s", a.Name)
		}
		seen[a.Name] = true
		for _, k := range a.Keys {
			if msg, ok := Press(k); !ok || nameOf(msg) != k {
				t.Errorf("%s: %q is no key", a.Name, k)
			}
		}
	}
	if _, err := New(nil); err != nil {
		t.Error(err)
	}
}
