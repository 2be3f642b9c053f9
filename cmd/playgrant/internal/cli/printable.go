package cli

import (
	"fmt"
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

// printableJSON writes the characters of JSON that could steer a terminal as
// escapes, which say the same to who reads it. Those below a space are written
// so already; C1 controls, and what turns the direction of writing, are not.
func printableJSON(s string) string {
	steers := func(r rune) bool {
		return r >= 0x7f && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}
	if !strings.ContainsFunc(s, steers) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if steers(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
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
