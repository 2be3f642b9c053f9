package cli

import (
	"strings"
	"testing"
	"unicode"
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
