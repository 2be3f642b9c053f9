package cli

import (
	"cmp"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/keymap"
)

// app is what the commands share: the streams, and the flags as given.
type app struct {
	Streams
	build Build

	configFile string
	data       string
	memory     bool
	dialect    string
	hosts      []string
	issuer     string
	listen     string
	demo       string
	own        *demos.Demo // the one that --demo names by its file
	place      string
	fresh      bool
	plain      bool
	theme      string
	noMotion   bool
	ascii      bool
	mouse      bool
	keys       *keymap.Map
	logLevel   slog.Level
	exchanged  func(*model.Exchange) // told each exchange of an open sandbox; nil: nobody is
}

func newRoot(std Streams, build Build) *cobra.Command {
	a := &app{Streams: std, build: build, logLevel: slog.LevelInfo}
	root := &cobra.Command{
		Use:   "playgrant",
		Short: "An authorization playground in the terminal",
		Long: `Playgrant is an authorization server that answers as Auth0 does, with an
interface in the terminal that shows what goes over the wire and why.

Without a command it opens the interface.`,
		Example: `  playgrant                              look around
  playgrant --demo get-a-refresh-token   walk one demo, pressing enter
  playgrant --open traffic               begin on another screen
  playgrant serve                        only answer HTTP, for an app of yours
  playgrant env web-app                  the settings that app needs`,
		Args:              subcommand,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.readConfig(cmd) },
		RunE:              a.openInterface,
	}
	root.SetIn(std.In)
	root.SetOut(std.Out)
	root.SetErr(std.Err)
	root.SetFlagErrorFunc(badFlag)
	root.CompletionOptions.DisableDefaultCmd = true
	root.Version = build.String()
	root.SetVersionTemplate("playgrant {{.Version}}\n")
	root.Flags().StringVar(&a.demo, "demo", "", "open on the first step of demo `NAME`, or of the file of one")
	a.placeFlag(root)
	a.interfaceFlags(root)
	a.sandboxFlags(root.Flags())
	a.listenFlag(root.Flags(), "answer HTTP at `ADDR` from the start")
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "read settings from `FILE` (default: config.yaml in the user's config directory)")
	_ = root.RegisterFlagCompletionFunc("demo", completeDemos)
	root.SetHelpCommand(helpCommand())
	root.AddCommand(
		a.serveCommand(), a.runCommand(), a.demosCommand(), a.envCommand(), a.sandboxCommand(),
		a.keysCommand(), a.caCommand(), a.versionCommand(), completionCommand(), a.manCommand(),
	)
	return root
}

// sandboxFlags are those of every command that opens a sandbox.
func (a *app) sandboxFlags(f *pflag.FlagSet) {
	f.StringVar(&a.data, "data", "", "keep the sandbox in `DIR` (default: playgrant in the user's data directory)")
	f.BoolVar(&a.memory, "memory", false, "keep the sandbox in memory only")
	f.Var(&choice{&a.dialect, []string{"auth0", "oidc"}}, "dialect", "answer as `WHICH`, auth0 or oidc (default: as the sandbox's policy says)")
	f.StringSliceVar(&a.hosts, "host", nil, "answer requests for host `NAME` too; may be repeated")
	f.StringVar(&a.issuer, "issuer", "", "be issuer `URL` whatever address a request was sent to")
	f.Var((*level)(&a.logLevel), "log-level", "log from `LEVEL` up: debug, info, warn or error")
}

func (a *app) listenFlag(f *pflag.FlagSet, usage string) { f.StringVar(&a.listen, "listen", "", usage) }

// address is where to listen, or where something listens.
func (a *app) address() string { return cmp.Or(a.listen, defaultListen) }

// choice is a flag with a fixed set of values.
type choice struct {
	to     *string
	values []string
}

func (c *choice) String() string { return *c.to }
func (c *choice) Type() string   { return "string" }
func (c *choice) Set(s string) error {
	if slices.Contains(c.values, s) {
		*c.to = s
		return nil
	}
	return fmt.Errorf("it is one of %s", strings.Join(c.values, ", "))
}

// level is a flag that holds the least level to log.
type level slog.Level

func (l *level) String() string     { return slog.Level(*l).String() }
func (l *level) Type() string       { return "level" }
func (l *level) Set(s string) error { return (*slog.Level)(l).UnmarshalText([]byte(s)) }
