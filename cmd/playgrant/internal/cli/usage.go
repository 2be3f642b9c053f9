package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/playgrant/playgrant/engine/near"
)

// usageError is a command that was called wrongly.
type usageError struct {
	err  error
	try  string // what was probably meant, or where to look
	help string // the command whose --help helps
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func (e *usageError) hint() string {
	if e.try != "" {
		return e.try
	}
	return fmt.Sprintf("See %s --help.", e.help)
}

// badFlag makes the error of a flag that cannot be read, and names the flag
// that was probably meant.
func badFlag(cmd *cobra.Command, err error) error {
	u := &usageError{err: err, help: cmd.CommandPath()}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if name := near.Likely(names, unknown.GetSpecifiedName()); name != "" {
			u.try = fmt.Sprintf("Did you mean --%s?", name)
		}
	}
	return u
}

// noSuch makes the error of a name that stands for nothing.
func noSuch(what, name string, known []string, list string) error {
	u := &usageError{err: fmt.Errorf("there is no %s %q", what, name), try: list}
	if likely := near.Likely(known, name); likely != "" {
		u.try = fmt.Sprintf("Did you mean %s? %s", likely, list)
	}
	return u
}

// subcommand is the Args of a command that has others under it.
func subcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	list := fmt.Sprintf("There are %s.", strings.Join(names, ", "))
	return noSuch("command", strings.TrimSpace(cmd.CommandPath()+" "+args[0]), prefixed(cmd, names), list)
}

func prefixed(cmd *cobra.Command, names []string) []string {
	var full []string
	for _, name := range names {
		full = append(full, cmd.CommandPath()+" "+name)
	}
	return full
}

// exactly is the Args of a command that takes n arguments, described by what.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		got := fmt.Sprintf("%d arguments", len(args))
		if len(args) == 1 {
			got = fmt.Sprintf("%q", args[0])
		}
		return &usageError{err: fmt.Errorf("expected %s, got %s", what, got), help: cmd.CommandPath()}
	}
}

// nothing is the Args of a command that takes none.
var nothing = exactly(0, "no arguments")
