package cli

import (
	"strings"
	"unicode"
)

// printable makes text from outside fit for a terminal: control characters,
// which could move its cursor or change its title, become U+FFFD. Line breaks
// and tabs stay.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// word is printable without line breaks and tabs, for a place in a table.
func word(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, printable(s))
}
