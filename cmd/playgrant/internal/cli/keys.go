package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/tui/keymap"
)

func (a *app) keysCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "List what keys do in the interface, under the names that settings know",
		Long: `Keys lists the actions of the interface and the keys that they have. The
settings file gives an action other keys, in place of those here:

  keys:
    tokens: T
    up: [up, ctrl+k]
    help: [f1, "?"]

ctrl+c always quits.`,
		Example: `  playgrant keys
  playgrant keys --json | jq '."walk.break"'`,
		Args: nothing,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				out := map[string][]string{}
				for i := range keymap.Actions {
					out[keymap.Actions[i].Name] = a.keys.Of(&keymap.Actions[i])
				}
				return a.printJSON(out)
			}
			for i := range keymap.Actions {
				if act := &keymap.Actions[i]; act.Fixed != "" {
					fmt.Fprintf(a.Out, "%-26s %-22s %s\n", act.Name, strings.Join(act.Keys, " "), act.Fixed)
				} else {
					fmt.Fprintf(a.Out, "%-26s %s\n", act.Name, strings.Join(a.keys.Of(act), " "))
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
