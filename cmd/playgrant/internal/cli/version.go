package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// Build tells which Playgrant this is. What the linker did not set comes from
// what the go command recorded.
type Build struct{ Version, Commit, Date string }

func (b Build) String() string {
	info, ok := debug.ReadBuildInfo()
	if b.Version == "" && ok {
		b.Version = strings.TrimPrefix(info.Main.Version, "v")
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.time":
				b.Date = s.Value
			}
		}
	}
	if b.Version == "" {
		b.Version = "(devel)"
	}
	parts := []string{b.Version}
	for _, part := range []string{b.Commit, b.Date} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(append(parts, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH), " ")
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print which Playgrant this is",
		Example: "  playgrant version",
		Args:    nothing,
		// The settings file has no say in this, and may be broken.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Out, "playgrant %s\n", a.build)
			return err
		},
	}
}
