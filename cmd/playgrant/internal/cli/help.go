package cli

import (
	"github.com/spf13/cobra"
)

// helpCommand is --help as a word. Cobra's own takes any word, and answers one
// that is no command with the help of playgrant itself, as if all were well.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND…]",
		Short:             "Tell how a command is used",
		Example:           "  playgrant help sandbox export",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		ValidArgsFunction: completeCommands,
		RunE: func(cmd *cobra.Command, args []string) error {
			of, err := commandNamed(cmd.Root(), args)
			if err != nil {
				return err
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}

// commandNamed finds a command by its words, such as sandbox export.
func commandNamed(root *cobra.Command, words []string) (*cobra.Command, error) {
	of, rest, err := root.Find(words)
	if err == nil && len(rest) > 0 {
		err = subcommand(of, rest)
	}
	return of, err
}

func completeCommands(cmd *cobra.Command, words []string, _ string) (lines []string, _ cobra.ShellCompDirective) {
	of, err := commandNamed(cmd.Root(), words)
	if err == nil {
		for _, c := range of.Commands() {
			if c.IsAvailableCommand() {
				lines = append(lines, c.Name()+"\t"+c.Short)
			}
		}
	}
	return lines, cobra.ShellCompDirectiveNoFileComp
}
