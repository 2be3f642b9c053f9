package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

var errWhichOne = errors.New("expected show, export, import or reset")

// setup is where the engine gives and takes all that is set up, at once.
const setup = "/sandbox/setup"

func (a *app) exportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write clients, APIs, users with their factors, and policy as JSON",
		Long: `Export writes all that is set up to FILE, or to standard output. What came
about by use, such as sessions and tokens, is not part of it, nor are the
signing keys. The file holds client secrets and the secrets of authenticator
apps, without which it could not be imported.`,
		Example: `  playgrant sandbox export mine.json
  playgrant sandbox export | jq .users`,
		Args: atMostOneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(s *remote) error {
				var raw json.RawMessage
				if err := s.get(setup, &raw); err != nil {
					return err
				}
				if len(args) == 0 || args[0] == "-" {
					return a.printJSON(raw)
				}
				return writeFile(args[0], raw)
			})
		},
	}
}

func (a *app) importCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Take what export wrote; - reads standard input",
		Long: `Import replaces all that is set up by what FILE holds, or changes nothing if
anything in it is wrong. Sessions and tokens end, as by a reset.`,
		Example: `  playgrant sandbox import mine.json
  jq '.policy.mfa.when = "always"' mine.json | playgrant sandbox import -`,
		Args: exactly(1, "a file, or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := io.NopCloser(a.In)
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return fmt.Errorf("importing: %w", err)
				}
				in = f
			}
			defer func() { _ = in.Close() }()
			err := a.with(cmd.Context(), func(s *remote) error { return s.send("PUT", setup, in) })
			if err != nil {
				return fmt.Errorf("nothing was imported: %w", err)
			}
			return nil
		},
	}
}

func atMostOneFile(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return &usageError{err: fmt.Errorf("expected one file, got %d", len(args)), help: cmd.CommandPath()}
	}
	return nil
}
