package snippet

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// What is left as it is, of letters beyond ASCII, is what strconv calls
// printable: nothing that changes the direction of writing, ends a line or
// hides between others. Everything else is escaped the language's way.

// escape writes s letter by letter: those of special with a backslash, what
// cannot be seen by unseen.
func escape(s, special string, unseen func(rune) string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case strings.ContainsRune(special, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(unseen(r))
		}
	}
	return b.String()
}

// units writes a rune as UTF-16 code units, as C#, Java and JavaScript do.
func units(r rune) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune{r}) {
		fmt.Fprintf(&b, `\u%04x`, u)
	}
	return b.String()
}

// points writes a rune as PHP and Ruby do.
func points(r rune) string { return fmt.Sprintf(`\u{%x}`, r) }

func seen(s string) bool {
	for _, r := range s {
		if !strconv.IsPrint(r) {
			return false
		}
	}
	return true
}

// inShell quotes for a POSIX shell, where between single quotes nothing is
// special but the quote.
func inShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func inCSharp(s string) string { return `"` + escape(s, `"\`, units) + `"` }

// inGo prefers raw strings for what is full of quotes.
func inGo(s string) string {
	if strings.Contains(s, `"`) && seen(s) && !strings.Contains(s, "`") {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

// inJava writes all letters beyond ASCII as code units, for compilers differ
// in what they take a file's encoding to be. A control character is never one:
// Java reads \u000a as the end of the line, before it looks for strings.
func inJava(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 0x80:
			b.WriteString(units(r))
		case r < 0x20 && r != '\n' && r != '\r' && r != '\t' || r == 0x7f:
			fmt.Fprintf(&b, `\%03o`, r)
		default:
			b.WriteString(escape(string(r), `"\`, units))
		}
	}
	return `"` + b.String() + `"`
}

func inJavaScript(s string) string {
	if strings.Contains(s, `"`) && !strings.Contains(s, "'") {
		return "'" + escape(s, `'\`, units) + "'"
	}
	return `"` + escape(s, `"\`, units) + `"`
}

// inPHP uses single quotes, between which only the quote and the backslash are
// special, for all that can be seen.
func inPHP(s string) string {
	if seen(s) {
		return "'" + escape(s, `'\`, points) + "'"
	}
	return `"` + escape(s, `"\$`, points) + `"`
}

func inPython(s string) string {
	unseen := func(r rune) string { return fmt.Sprintf(`\U%08x`, r) }
	if strings.Contains(s, `"`) && !strings.Contains(s, "'") {
		return "'" + escape(s, `'\`, unseen) + "'"
	}
	return `"` + escape(s, `"\`, unseen) + `"`
}

// inRuby escapes the number sign, with which a value would begin code.
func inRuby(s string) string {
	if strings.Contains(s, `"`) && seen(s) {
		return "'" + escape(s, `'\`, points) + "'"
	}
	return `"` + escape(s, `"\#`, points) + `"`
}
