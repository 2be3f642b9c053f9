package ui

import (
	"slices"
	"strings"
	"testing"
)

func TestWrapLeavesNoLetterBehind(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"it is refused. u brings it back", 16, []string{"it is refused.", "u brings it back"}},
		{"the body or the header (RFC 6749 §2.3)", 28, []string{"the body or the header", "(RFC 6749 §2.3)"}},
		{"there is a redirect", 10, []string{"there is", "a redirect"}},
		{"a b c d e f", 7, []string{"a b c d", "e f"}},
		{"over 90 s", 7, []string{"over 90", "s"}},
		{"ends in a ", 10, []string{"ends in a"}},
		{"a  columnar text", 10, []string{"a", "columnar", "text"}},
		{"a word-that-is-too-long", 10, []string{"a word-tha", "t-is-too-l", "ong"}},
	} {
		got := Wrap(c.width, 0, Span{Text: c.text})
		for i := range got {
			if Width(got[i]) > c.width {
				t.Errorf("%q in %d cells: %q is wider", c.text, c.width, got[i])
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %d cells: %q, want %q", c.text, c.width, strings.Join(got, "|"), strings.Join(c.want, "|"))
		}
	}
}
