package ui_test

import (
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/tui/ui"
)

func plain() *ui.Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	return ui.NewTheme(r)
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"escape", "a\x1b[31mb", "a␛[31mb"},
		{"eight-bit control", "a\u009b31mb", "a�31mb"},
		{"bell and delete", "\a\x7f", "␇␡"},
		{"carriage return", "over\rwritten", "over␍written"},
		{"line ends of HTTP", "a\r\nb", "a\nb"},
		{"tab", "a\tb", "a    b"},
		{"direction", "user\u202egpj.exe", "user�gpj.exe"},
		{"isolate", "\u2066x\u2069", "�x�"},
		{"zero width", "pass\u200bword", "password"},
		{"byte order mark", "\ufeffx", "x"},
		{"bad bytes", "a\xff\xfeb", "a��b"},
		{"line separator", "a\u2028b", "a�b"},
		{"glued emoji", "👩\u200d🚀", "👩🚀"},
		{"emoji of a colour", "👍🏽", "👍"},
		{"flag", "🇩🇪", "DE"},
		{"stacked accents", "Z\u0351\u0343", "Z"},
		{"other scripts", "größer 漢字 עברית", "größer 漢字 עברית"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ui.Clean(c.in); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
	if got := ui.Line("a\nb"); got != "a␤b" {
		t.Errorf("Line keeps a line break: %q", got)
	}
}

// FuzzClean: whatever comes, nothing of it steers the terminal, the width is
// what the runes add up to, and every pane keeps its size.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "\x1b]0;owned\a", "a\u202eb", "漢字", "👩\u200d👩", "\x9b2J", "{\"a\":[1,{\"b\":\"\x1b\"}]}", "HTTP/1.1 200 OK\r\nX: \x1b\r\n\r\n{}", strings.Repeat("x", 300)} {
		f.Add(s, 40)
	}
	t := plain()
	f.Fuzz(func(tt *testing.T, s string, width int) {
		width = 1 + (width%120+120)%120
		clean := ui.Line(s)
		sum := 0
		for _, r := range clean {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				tt.Fatalf("Line(%q) lets %U through", s, r)
			}
			sum += ansi.StringWidth(string(r))
		}
		if w := ui.Width(clean); w != sum {
			tt.Fatalf("%q is %d cells wide, its runes are %d", clean, w, sum)
		}
		if w := ui.Width(ui.Fit(clean, width)); w != width {
			tt.Fatalf("Fit(%q, %d) is %d wide", clean, width, w)
		}
		for name, lines := range map[string][]string{
			"para": ui.Para(ui.Clean(s), width, t.Text), "http": t.HTTP(s, true, width), "raw": t.HTTP(s, false, width),
			"brief": t.BriefHTTP(s, width), "markdown": t.Markdown(s, width),
		} {
			for _, l := range lines {
				if ui.Width(l) > width && width > 6 || strings.ContainsFunc(l, unicode.IsControl) {
					tt.Fatalf("%s of %q at %d: %q", name, s, width, l)
				}
			}
		}
	})
}

func TestWrap(t *testing.T) {
	ink := plain().Text
	for _, c := range []struct {
		name, in    string
		width, hang int
		want        []string
	}{
		{"between words", "one two three", 8, 0, []string{"one two", "three"}},
		{"a long word", "abcdefghij", 4, 0, []string{"abcd", "efgh", "ij"}},
		{"hanging", "one two three", 8, 2, []string{"one two", "  three"}},
		{"line breaks", "a\n\nb", 8, 0, []string{"a", "", "b"}},
		{"indentation stays", "    a b", 10, 0, []string{"    a b"}},
		{"wide characters", "漢字漢字", 5, 0, []string{"漢字", "漢字"}},
		{"nothing", "", 5, 0, []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ui.Wrap(c.width, c.hang, ui.Span{Text: c.in, Ink: ink})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestIndentJSON(t *testing.T) {
	got, ok := ui.IndentJSON(`{"b":1,"a":{"type":"otp"},"list":[{"x":"` + strings.Repeat("y", 50) + `"}],"none":{}}`)
	want := "{\n  \"b\": 1,\n  \"a\": { \"type\": \"otp\" },\n  \"list\": [\n    {\n      \"x\": \"" + strings.Repeat("y", 50) + "\"\n    }\n  ],\n  \"none\": {}\n}"
	if !ok || got != want {
		t.Errorf("got %s", got)
	}
	for _, bad := range []string{"", "{", `{"a":}`, "<html>", "nul"} {
		if got, ok := ui.IndentJSON(bad); ok || got != bad {
			t.Errorf("IndentJSON(%q) = %q, %v", bad, got, ok)
		}
	}
	if _, ok := ui.IndentJSON(strings.Repeat("[", 5000) + strings.Repeat("]", 5000)); !ok {
		t.Error("deep nesting is JSON all the same")
	}
}

func TestMarkdown(t *testing.T) {
	source := "One *two*\nthree `four`.\n\n- first\n- second item\n\n> quoted\n\n<script>alert(1)</script>\n"
	want := []string{"One two", "three four.", "", "• first", "• second", "  item", "", "┃ quoted"}
	if diff := cmp.Diff(want, plain().Markdown(source, 11)); diff != "" {
		t.Error(diff)
	}
}
