package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// printVars writes variables in a format that reads back as the same values.
func (a *app) printVars(vars []setting, format string) error {
	if format == "json" {
		return a.printObject(vars)
	}
	for _, v := range vars {
		// No two dotenv readers agree on control characters, and a terminal
		// would obey them.
		if strings.ContainsFunc(v.value, unicode.IsControl) {
			return fmt.Errorf("%s holds a control character; use --format json", v.name)
		}
		line := v.name + "=" + dotenvQuote(v.value)
		if format == "shell" {
			line = "export " + v.name + "=" + shellQuote(v.value)
		}
		if _, err := fmt.Fprintln(a.Out, line); err != nil {
			return err
		}
	}
	return nil
}

// printObject writes variables as JSON, in their order.
func (a *app) printObject(vars []setting) error {
	var b strings.Builder
	b.WriteString("{\n")
	for i, v := range vars {
		value, err := json.Marshal(v.value)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "  %q: %s", v.name, value)
		if i < len(vars)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	_, err := a.Out.Write([]byte(b.String()))
	return err
}

// shellQuote quotes for a POSIX shell, where nothing is special between single
// quotes but the quote.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// dotenvQuote leaves plain words as they are. Single quotes keep "$" from
// being expanded; a value with a single quote in it has to do with double
// ones.
func dotenvQuote(s string) string {
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
