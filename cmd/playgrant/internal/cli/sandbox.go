package cli

import (
	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/engine/model"
)

func (a *app) sandboxCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Read, write or reset what the sandbox holds",
		Example: `  playgrant sandbox show
  playgrant sandbox export mine.json
  playgrant sandbox import mine.json --data ./workshop`,
		Args: subcommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return &usageError{err: errWhichOne, help: cmd.CommandPath()}
		},
	}
	a.sandboxFlags(cmd.PersistentFlags())
	cmd.AddCommand(a.showCommand(), a.exportCommand(), a.importCommand(), a.resetCommand())
	return cmd
}

func (a *app) showCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Print clients, APIs, users, signing keys and policy",
		Example: `  playgrant sandbox show
  playgrant sandbox show --json | jq -r '.clients[].client_id'`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var sandbox model.Sandbox
			err := a.with(cmd.Context(), func(s *remote) error { return s.get("/sandbox", &sandbox) })
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(sandbox)
			}
			return show(a.Out, &sandbox, a.dialect)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, in the field names of Auth0's Management API")
	return cmd
}

func (a *app) resetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "reset",
		Short: "Go back to the fixtures: no sessions, tokens or exchanges; the signing keys stay",
		Example: `  playgrant sandbox reset
  playgrant sandbox reset --data ./workshop`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(s *remote) error { return s.send("POST", "/sandbox/reset", nil) })
		},
	}
}
