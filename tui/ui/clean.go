package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text from outside safe to print: no control or escape
// sequence, no change of writing direction, nothing that terminals measure
// differently. Line breaks stay; what was taken out leaves a visible mark
// where it could have mattered.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteString("    ")
		case r < 0x20:
			b.WriteRune(0x2400 + r) // the control pictures: ␛ for escape
		case r == 0x7f:
			b.WriteRune('␡')
		case r == utf8.RuneError, r >= 0x80 && r < 0xa0, unicode.Is(unicode.Bidi_Control, r),
			r == 0x2028, r == 0x2029, unicode.Is(unicode.Co, r):
			b.WriteRune('�')
		case joins(r):
			// Emoji glued together are drawn apart: terminals do not agree
			// on the width of the whole, but do on that of the parts.
		case r >= 0x1f1e6 && r <= 0x1f1ff: // a flag is two letters
			b.WriteRune('A' + r - 0x1f1e6)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Line is Clean for a text that has to stay on one line.
func Line(s string) string {
	s = Clean(s)
	if strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, "\n", "␤")
	}
	return s
}

func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < 0x20 && c != '\n' {
			return false
		}
	}
	return true
}

// joins reports runes that have no width of their own and change that of
// their neighbours, or hide between them.
func joins(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r >= 0x1f3fb && r <= 0x1f3ff ||
		r >= 0x1160 && r <= 0x11ff || r >= 0xd7b0 && r <= 0xd7ff || r == 0x115f || r == 0x3164 || r == 0xffa0
}
