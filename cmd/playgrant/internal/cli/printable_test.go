package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/playgrant/playgrant/tui/connect"
)

func TestWordKeepsToItsPlace(t *testing.T) {
	for in, want := range map[string]string{
		"web-app":              "web-app",
		"Fräulein 数 🙂":         "Fräulein 数 🙂",
		"a\x1b[2Jb":            "a\uFFFD[2Jb",
		"title\x1b]0;x\x07":    "title\uFFFD]0;x\uFFFD",
		"two\nlines\tand tabs": "two\uFFFDlines\uFFFDand tabs",
		"c1\u009b31m":          "c1\uFFFD31m",
		"back\u202Ewards":      "back\uFFFDwards",
		"broken\xff":           "broken\uFFFD",
	} {
		if got := word(in); got != want {
			t.Errorf("word(%q) = %q, want %q", in, got, want)
		}
	}
}

// What --json prints is looked at in terminals too, and says the same to
// machines.
func TestJSONSteersNoTerminal(t *testing.T) {
	const hostile = "a\x1b[2J\u009b31m\x7f\u202Eb\u2066 漢字 <&> \n"
	var out bytes.Buffer
	a := &app{Streams: Streams{Out: &out}}
	for name, print := range map[string]func() error{
		"values":   func() error { return a.printJSON(map[string]string{"x": hostile}) },
		"settings": func() error { return a.printObject([]connect.Setting{{Name: "x", Value: hostile}}) },
	} {
		out.Reset()
		if err := print(); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); printable(text) != text || !strings.Contains(text, "漢字") {
			t.Errorf("%s: %q", name, text)
		}
		var back map[string]string
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || back["x"] != hostile {
			t.Errorf("%s: reads back as %q, %v", name, back["x"], err)
		}
	}
}

// Whatever comes from outside, a terminal is told to do nothing.
func FuzzPrintable(f *testing.F) {
	f.Add("plain")
	f.Add("\x1b]8;;https://evil.example\x1b\\")
	f.Add("\u009b2J\u2066\x00")
	f.Fuzz(func(t *testing.T, s string) {
		got := printable(s)
		commands := func(r rune) bool {
			return r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
		}
		if strings.ContainsFunc(got, commands) {
			t.Errorf("printable(%q) = %q", s, got)
		}
	})
}
