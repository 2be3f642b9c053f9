package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/demos"
)

func (a *app) demosCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "demos",
		Short: "List the demos",
		Example: `  playgrant demos
  playgrant demos --json | jq -r '.[].name'`,
		Args: nothing,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return a.listDemosJSON()
			}
			w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
			for _, d := range demos.All() {
				fmt.Fprintf(w, "%s\t%d min\t%s\n", d.Name, d.Minutes, d.Title)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// demoLine is a demo as `demos --json` lists it.
type demoLine struct {
	Name    string   `json:"name"`
	Chapter string   `json:"chapter"`
	Minutes int      `json:"minutes"`
	Title   string   `json:"title"`
	Sources []string `json:"sources"`
}

func (a *app) listDemosJSON() error {
	lines := []demoLine{}
	for _, d := range demos.All() {
		lines = append(lines, demoLine{d.Name, d.Chapter, d.Minutes, d.Title, d.Sources})
	}
	return a.printJSON(lines)
}

// printJSON writes v for machines, and for who looks at it in a terminal.
func (a *app) printJSON(v any) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(a.Out, printableJSON(text.String()))
	return err
}

func demoNames() []string {
	var names []string
	for _, d := range demos.All() {
		names = append(names, d.Name)
	}
	return names
}

func completeDemos(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var lines []string
	for _, d := range demos.All() {
		lines = append(lines, d.Name+"\t"+d.Title)
	}
	return lines, cobra.ShellCompDirectiveNoFileComp
}
