package connect

import (
	"strings"
	"unicode"
)

// Shell quotes for a POSIX shell, where nothing is special between single
// quotes but the quote.
func Shell(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Word is Shell for what is not a plain word.
func Word(s string) string {
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:/@%+,=", r)
	}
	if s == "" || strings.ContainsFunc(s, odd) {
		return Shell(s)
	}
	return s
}

// Dotenv quotes a value for a .env file. It leaves plain words as they are. Single quotes keep "$" from
// being expanded; a value with a single quote in it has to do with double
// ones.
func Dotenv(s string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.:/@%+,=~", r)
	}
	switch {
	case strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0:
		return s
	case !strings.Contains(s, "'"):
		return "'" + s + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`).Replace(s) + `"`
}
