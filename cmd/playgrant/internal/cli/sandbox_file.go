package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/engine/model"
)

var errWhichOne = errors.New("expected show, export, import or reset")

// setup is where the engine gives and takes all that is set up, at once.
const setup = "/sandbox/setup"

func (a *app) exportCommand() *cobra.Command {
	var without, with bool
	cmd := &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write clients, APIs, users with their factors, and policy as JSON",
		Long: `Export writes all that is set up to FILE, or to standard output. What came
about by use, such as sessions and tokens, is not part of it, nor are the
signing keys. The file holds client secrets and hashes of passwords, but of the
users' factors only which there are: import finds their secrets again where the
factors are known. With --with-factor-secrets it holds those too, to move users
who enrolled for themselves to another sandbox. With --without-secrets it holds
none at all, nor hashes of passwords: to attach to a report, or to share for a
workshop. Names, addresses and metadata of users stay, so read it before you
give it away. Import takes all three.`,
		Example: `  playgrant sandbox export mine.json
  playgrant sandbox export --with-factor-secrets whole.json
  playgrant sandbox export --without-secrets to-share.json
  playgrant sandbox export | jq .users`,
		Args: atMostOneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(s *remote) error {
				var raw json.RawMessage
				path := setup + "?without_secrets=factors"
				switch {
				case without:
					path = setup + "?without_secrets=true"
				case with:
					path = setup
				}
				if err := s.get(path, &raw); err != nil {
					return err
				}
				if len(args) == 0 || args[0] == "-" {
					return a.printJSON(raw)
				}
				return writeFile(args[0], raw)
			})
		},
	}
	cmd.Flags().BoolVar(&without, "without-secrets", false, "leave out every secret, for a report or to share")
	cmd.Flags().BoolVar(&with, "with-factor-secrets", false, "write what authenticator apps, recovery codes and passkeys are checked by, too")
	cmd.MarkFlagsMutuallyExclusive("without-secrets", "with-factor-secrets")
	return cmd
}

func (a *app) importCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Take what export wrote; - reads standard input",
		Long: `Import replaces all that is set up by what FILE holds, or changes nothing if
anything in it is wrong. Sessions and tokens of the clients and users that it
holds go on. Of a file that was written without secrets, or without those of
factors, clients, users and
factors that are here already keep theirs; a client or an API that is new gets a
new secret, a new user has no password yet, and a factor that is nothing without
its secret is left out. Import says so for each.`,
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
			var raw []byte
			err := a.with(cmd.Context(), func(s *remote) (err error) {
				raw, err = s.do(http.MethodPut, setup, in)
				return err
			})
			if err != nil {
				return fmt.Errorf("nothing was imported: %w", err)
			}
			return a.tellTaken(raw)
		},
	}
}

// tellTaken says what became of secrets that the file left out.
func (a *app) tellTaken(raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	var taken model.Taken
	if err := json.Unmarshal(raw, &taken); err != nil {
		return fmt.Errorf("all was imported, but what became of its secrets is not known: %w", err)
	}
	var lines []string
	for _, id := range taken.NewSecrets {
		lines = append(lines, word(id)+" has a new secret; playgrant sandbox show and export tell it.")
	}
	for _, email := range taken.NoPassword {
		lines = append(lines, word(email)+" has no password yet: “Forgot your password?” on the login page or PATCH /sandbox/users/"+word(url.PathEscape(email))+" sets one.")
	}
	for _, f := range taken.LeftOut {
		lines = append(lines, word(f.User)+" has lost "+word(f.ID)+": enrol it again, or give it in the interface (s, users).")
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(a.Err, l); err != nil {
			return err
		}
	}
	return nil
}

func atMostOneFile(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return &usageError{err: fmt.Errorf("expected one file, got %d", len(args)), help: cmd.CommandPath()}
	}
	return nil
}
