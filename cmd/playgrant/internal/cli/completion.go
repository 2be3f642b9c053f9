package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the completions for bash, zsh, fish or powershell",
		Example: `  playgrant completion bash > /etc/bash_completion.d/playgrant
  playgrant completion zsh > "${fpath[1]}/_playgrant"
  playgrant completion fish > ~/.config/fish/completions/playgrant.fish`,
		Args:              exactly(1, "a shell"),
		ValidArgs:         shells,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			return noSuch("shell", args[0], shells, "There are "+strings.Join(shells, ", ")+".")
		},
	}
}
