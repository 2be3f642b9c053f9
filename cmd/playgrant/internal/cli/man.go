package cli

import (
	"bytes"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man [COMMAND…]",
		Short: "Print the manual page of playgrant or one of its commands",
		Example: `  playgrant man | man -l -
  playgrant man sandbox export | man -l -`,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		ValidArgsFunction: completeCommands,
		RunE: func(cmd *cobra.Command, args []string) error {
			of, err := commandNamed(cmd.Root(), args)
			if err != nil {
				return err
			}
			of.InitDefaultHelpFlag()
			of.DisableAutoGenTag = true
			// The date would make two builds of one source differ.
			header := &doc.GenManHeader{Section: "1", Source: "Playgrant", Manual: "Playgrant", Date: &time.Time{}}
			var page bytes.Buffer
			if err := doc.GenMan(of, header, &page); err != nil {
				return fmt.Errorf("writing the manual page: %w", err)
			}
			_, err = a.Out.Write(bytes.Replace(page.Bytes(), []byte(`"Jan 0001"`), []byte(`""`), 1))
			return err
		},
	}
}
