package tui

import (
	"slices"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/keymap"
)

func remapped(t *testing.T, entries ...keymap.Entry) func(*Config) {
	t.Helper()
	m, err := keymap.New(entries)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *Config) { c.Keys = m }
}

// TestOtherKeys: what is given another key does as it did, is called so
// wherever keys stand, and no longer hears the old one; in a field every key
// is text.
func TestOtherKeys(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 120, 36, remapped(t,
		keymap.Entry{Action: "tokens", Keys: []string{"T"}},
		keymap.Entry{Action: "walk.edit", Keys: []string{"t"}},
		keymap.Entry{Action: "enter", Keys: []string{"o", "enter"}},
		keymap.Entry{Action: "walk.factor", Keys: []string{","}},
		keymap.Entry{Action: "phone.whose", Keys: []string{","}},
		keymap.Entry{Action: "back", Keys: []string{"ctrl+g"}},
		keymap.Entry{Action: "help", Keys: []string{"f1"}},
	))
	d.sees("o starts the first lesson", "T tokens", "f1 help")
	d.press("t")
	d.sees("Learn OAuth") // tokens gave its key away
	d.press("o")
	d.sees("▸① authorize", "t edit", "o send")
	d.press("e")
	d.sees("t edit")
	d.press("down", "t", "oTe")
	d.sees("oTe▏")
	d.press("esc", "f1")
	d.sees("Here: Get a refresh token")
	d.press("back")
	d.sees("ctrl+g ")
	d.press("ctrl+u", "tokens: sess")
	d.sees("▸ T ", "tokens: sessions")
	d.press("esc", "ctrl+p", "tokens")
	d.sees(" T ")
	d.press("enter")
	d.sees("▸ Tokens")
	d.press("ctrl+p", "to the beginning", "esc", "esc")
	d.sees("▸ Tokens") // esc closed the palette, and is not back any more
	d.press("ctrl+g")
	d.sees("▸① authorize")
	d.press("ctrl+c")
	if !d.quit {
		t.Error("ctrl+c does not quit")
	}
}

// TestSentencesNameOtherKeys: what a text says to press is what is to be
// pressed.
func TestSentencesNameOtherKeys(t *testing.T) {
	other := remapped(t, keymap.Entry{Action: "enter", Keys: []string{"ctrl+l"}}, keymap.Entry{Action: "home.listener", Keys: []string{"O"}},
		keymap.Entry{Action: "strip", Keys: []string{"f4"}}, keymap.Entry{Action: "back", Keys: []string{"ctrl+g"}})
	d := drive(t, brokenWire, lessons(t), 120, 36, other)
	d.sees("O switches it on")
	d.press("t")
	d.sees("ctrl+l looks again. If it stays like this, ctrl+g goes back")
	d.press("ctrl+p", "log under", "enter")
	d.sees("x opens it, f4 closes")
}

// TestPaletteAndMouseKnowOtherKeys: what they press is what screens expect.
func TestPaletteAndMouseKnowOtherKeys(t *testing.T) {
	d := drive(t, played(t, "wire"), lessons(t), 120, 36, withMouse, remapped(t, keymap.Entry{Action: "walk.break", Keys: []string{"K"}}))
	d.press("enter", "b")
	d.sees("K break it")
	d.press("ctrl+p", "break it", "enter")
	d.sees("━ Break it ━")
	d.press("esc")
	d.clickOn("K break it", 0)
	d.sees("━ Break it ━")
}

// TestEveryKeyCanBeChanged: the keys of every place are in keymap.Actions. A
// new key needs a line there.
func TestEveryKeyCanBeChanged(t *testing.T) {
	check := func(d *driver) {
		t.Helper()
		bar, more := d.app.top().Keys()
		for _, k := range slices.Concat(bar, more, globalKeys()) {
			for _, name := range k.Keys() {
				if !keymap.Knows(d.app.place(), name) {
					t.Errorf("%q (%s) of %q has no action in keymap", name, k.Help().Desc, d.app.place())
				}
			}
		}
	}
	d := drive(t, realEngine(t), demos.All(), 120, 36)
	for _, s := range scenes {
		d.press(s.keys...)
		if len(d.app.overlays) == 0 {
			check(d)
		}
	}
	d = drive(t, realEngine(t), demos.All(), 120, 36)
	for _, keys := range [][]string{{}, {"x"}, {"enter"}, {"esc", "esc", "s"}, {"enter"}, {"p"}, {"esc", "esc", "2"}, {"3"}, {"4"}, {"5"}, {"6"}, {"esc", "esc", "f"}, {"tab"}, {"esc", "esc", "t"}, {"esc", "m"}, {"tab"}, {"esc", "n"}, {"S"}, {"tab"}} {
		d.press(keys...)
		check(d)
	}
	d = drive(t, newFakePhone(aPush, anSMS).wire(), lessons(t), 120, 36)
	for _, key := range []string{"m", "p", "down", "tab", "down", "f", "down", "tab", "t"} {
		d.press(key)
		check(d)
	}
}
