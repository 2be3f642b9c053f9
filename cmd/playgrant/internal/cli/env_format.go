package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/playgrant/playgrant/tui/connect"
)

// printVars writes variables in a format that reads back as the same values.
func (a *app) printVars(vars []connect.Setting, format string) error {
	if format == "json" {
		return a.printObject(vars)
	}
	for _, v := range vars {
		// No two dotenv readers agree on control characters, and a terminal
		// would obey them.
		if strings.ContainsFunc(v.Value, unicode.IsControl) {
			return fmt.Errorf("%s holds a control character; use --format json", v.Name)
		}
		line := v.Name + "=" + connect.Dotenv(v.Value)
		if format == "shell" {
			line = "export " + v.Name + "=" + connect.Shell(v.Value)
		}
		if _, err := fmt.Fprintln(a.Out, line); err != nil {
			return err
		}
	}
	return nil
}

// printObject writes variables as JSON, in their order.
func (a *app) printObject(vars []connect.Setting) error {
	var b strings.Builder
	b.WriteString("{\n")
	for i, v := range vars {
		value, err := json.Marshal(v.Value)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "  %q: %s", v.Name, printableJSON(string(value)))
		if i < len(vars)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	_, err := a.Out.Write([]byte(b.String()))
	return err
}
