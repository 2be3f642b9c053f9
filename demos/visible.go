package demos

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes control characters, invalid UTF-8 and characters that turn
// the direction of writing as escapes, so that nothing from outside can steer
// the terminal it is printed on. Line breaks and tabs stay.
func Visible(s string) string {
	if !strings.ContainsFunc(s, steers) && utf8.ValidString(s) {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, s[0])
		case steers(r) && r < 0x100:
			fmt.Fprintf(&out, `\x%02x`, r)
		case steers(r):
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
		s = s[n:]
	}
	return out.String()
}

func steers(r rune) bool {
	if r >= ' ' && r <= '~' {
		return false // what nearly all are: demos are read at each start
	}
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029')
}
