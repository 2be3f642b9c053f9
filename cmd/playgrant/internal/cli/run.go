package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/demos"
)

func (a *app) runCommand() *cobra.Command {
	var asJSON, secrets bool
	cmd := &cobra.Command{
		Use:   "run NAME|FILE…",
		Short: "Run demos without the interface",
		Long: `Run plays demos from start to end, with every way to break them, and prints
each request, each response and the verdict on every expectation.

Each demo gets a fresh sandbox in memory, so that it always runs the same. With
--data it runs in that sandbox instead, and changes it.`,
		Example: `  playgrant run get-a-refresh-token
  playgrant run ./my-lesson.md --json`,
		ValidArgsFunction: completeDemos,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return nil
			}
			return &usageError{err: errors.New("expected the name or file of a demo"), try: "`playgrant demos` lists them."}
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			if !cmd.Flags().Changed("data") {
				a.memory = true
			}
			list, err := findDemos(args)
			if err != nil {
				return err
			}
			return a.runDemos(ctx, list, asJSON, secrets)
		},
	}
	a.sandboxFlags(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON only")
	cmd.Flags().BoolVar(&secrets, "show-secrets", false, "print secrets, codes and tokens whole")
	return cmd
}

func findDemos(args []string) ([]*demos.Demo, error) {
	var list []*demos.Demo
	for _, arg := range args {
		d, err := findDemo(arg)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// isFile takes an argument for a file if it looks like a path, and for a
// demo's name otherwise.
func isFile(arg string) bool { return strings.HasSuffix(arg, ".md") || strings.ContainsAny(arg, `/\`) }

func findDemo(arg string) (*demos.Demo, error) {
	if isFile(arg) {
		return demos.Load(arg)
	}
	d, err := demos.Find(arg)
	if err != nil {
		return nil, noSuch("demo", arg, demoNames(), "`playgrant demos` lists them.")
	}
	return d, nil
}

func (a *app) runDemos(ctx context.Context, list []*demos.Demo, asJSON, secrets bool) error {
	out := a.Out
	var options []demos.Option
	if asJSON {
		out = io.Discard
	}
	if secrets {
		options = append(options, demos.ShowSecrets)
	}
	reports, failed := []demos.Report{}, 0
	for _, d := range list {
		report, err := a.runDemo(ctx, out, d, options)
		if err != nil && err.Error() == context.Canceled.Error() { // and nothing else went wrong
			err = errors.New("it was interrupted; what it had changed was put back")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		if !report.OK {
			failed++
		}
		reports = append(reports, report)
	}
	if asJSON {
		if err := a.printJSON(reports); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d demos failed", failed, len(list))
	}
	return nil
}

func (a *app) runDemo(ctx context.Context, out io.Writer, d *demos.Demo, options []demos.Option) (demos.Report, error) {
	sb, err := a.open(ctx, a.errorsOnly())
	if err != nil {
		return demos.Report{}, err
	}
	report, err := demos.Run(ctx, out, d, demos.Wire{Base: sb.base, HTTP: sb.transport}, rand.Reader, options...)
	return report, closing(sb, err)
}
