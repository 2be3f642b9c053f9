package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/wire"
	"github.com/playgrant/playgrant/tui"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// interfaceFlags say how the interface looks and behaves.
func (a *app) interfaceFlags(cmd *cobra.Command) {
	a.theme = string(ui.LookAuto)
	cmd.Flags().Var(&choice{&a.theme, ui.Looks}, "theme", "colour it as `WHICH`: auto (as the terminal's background is), dark, light or high-contrast")
	_ = cmd.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(ui.Looks, cobra.ShellCompDirectiveNoFileComp))
	cmd.Flags().BoolVar(&a.noMotion, "no-motion", false, "let nothing move by itself: no bars, no counting seconds (or set "+noMotionEnv+"=1)")
	cmd.Flags().BoolVar(&a.ascii, "ascii", false, "draw with ASCII letters alone: no lines, no symbols")
	cmd.Flags().BoolVar(&a.plain, "plain", false, "talk in lines of words, with choices by number: for screen readers, and where TERM is dumb")
	cmd.Flags().BoolVar(&a.mouse, "mouse", false, "take clicks and the wheel; the terminal then selects text with shift only")
}

// noMotionEnv is the variable that stands for --no-motion.
const noMotionEnv = "PLAYGRANT_NO_MOTION"

// still reports whether nothing may move. A variable is set if it says
// anything but no.
func (a *app) still(cmd *cobra.Command) bool {
	if cmd.Flags().Changed("no-motion") {
		return a.noMotion
	}
	v, err := strconv.ParseBool(os.Getenv(noMotionEnv))
	return a.noMotion || v || err != nil && os.Getenv(noMotionEnv) != ""
}

// openInterface is what playgrant does without a command.
func (a *app) openInterface(cmd *cobra.Command, _ []string) error {
	if err := a.findFirst(); err != nil {
		return err
	}
	open, err := a.opening()
	if err != nil {
		return err
	}
	if err := a.checkListen(); err != nil {
		return err
	}
	if !a.isPlain() && (!isTerminal(a.In) || !isTerminal(a.Out)) {
		return &usageError{
			err: errors.New("the interface needs a terminal"),
			try: "`playgrant --plain`, `playgrant serve` and `playgrant run` do without one.",
		}
	}
	go demos.All() // they are read while the sandbox is opened
	// A log would be written across the screen; what fails is shown there.
	sb, err := a.open(cmd.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	a.noMotion = a.still(cmd)
	return closing(sb, a.show(cmd.Context(), sb, open))
}

// findFirst finds the demo to begin with, which may be a file of the user's own.
func (a *app) findFirst() error {
	if a.demo == "" {
		return nil
	}
	d, err := findDemo(a.demo)
	if err != nil {
		return err
	}
	if isFile(a.demo) {
		a.own, a.demo = d, d.Name
	}
	return nil
}

// demoList are the demos of the interface: those that come with Playgrant, and
// the user's own, which takes the place of one that is named as it is.
func (a *app) demoList() []*demos.Demo {
	list := demos.All()
	if a.own == nil {
		return list
	}
	if i := slices.IndexFunc(list, func(d *demos.Demo) bool { return d.Name == a.own.Name }); i >= 0 {
		list[i] = a.own
		return list
	}
	return append(list, a.own)
}

func (a *app) show(ctx context.Context, sb *sandbox, open []screen.Route) error {
	if err := checkOpening(ctx, sb, open); err != nil {
		return err
	}
	l := &listener{wire: sb.wire, addr: a.address(), hosts: a.hosts}
	if a.listen != "" {
		at, err := l.On(ctx)
		if err != nil {
			return err
		}
		sb.base = at // with the port that was picked
	}
	if sb.token != "" {
		fmt.Fprintf(a.Out, "/sandbox asks for: Authorization: Bearer %s\n", sb.token)
	}
	if a.isPlain() {
		if a.demo != "" {
			open = []screen.Route{{Kind: "walk", Name: a.demo}}
		}
		return a.talk(ctx, sb, l, open)
	}
	// Who closes the window hangs up: where one was is kept, and the store is
	// closed as by a quit.
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGHUP, syscall.SIGTERM)
	defer stop()
	return tui.Run(ctx, tui.Config{
		Wire:  demos.Wire{Base: sb.base, HTTP: sb.transport},
		Demos: a.demoList(), Listener: l, Start: a.demo, Open: open, Resume: sb.dir, Fresh: a.fresh, DataDir: sb.dir, Version: a.build.Version, Dialect: a.dialect,
		Look: ui.Look(a.theme), Still: a.noMotion, ASCII: a.ascii, Mouse: a.mouse, Keys: a.keys,
	})
}

// listener is the switch of the HTTP listener.
type listener struct {
	wire  *wire.Server
	addr  string
	hosts []string
}

func (l *listener) On(context.Context) (string, error) {
	addr, err := l.wire.Listen(l.addr)
	if err != nil {
		return "", err
	}
	return baseURL(addr.String(), l.hosts), nil
}

func (l *listener) Off(ctx context.Context) error { return l.wire.StopListening(ctx) }

func (l *listener) State() (bool, string) {
	addr := l.wire.Addr()
	if addr == nil {
		return false, baseURL(l.addr, l.hosts)
	}
	return true, baseURL(addr.String(), l.hosts)
}
