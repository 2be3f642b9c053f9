package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
)

func (a *app) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer HTTP, without the interface",
		Long: `Serve answers http:// and https:// on one port. It prints one line once it
accepts connections, and logs to standard error: a line for each exchange and, of one
that was refused, what failed and the command that mends it. SIGINT and SIGTERM let it
finish what is in flight.

Where others than this machine can reach it, it prints a second line, with the
token that /sandbox then asks for.`,
		Example: `  playgrant serve
  playgrant serve --memory --listen localhost:0
  playgrant serve --listen 0.0.0.0:2884 --host workshop.local`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return a.serve(ctx)
		},
	}
	a.sandboxFlags(cmd.Flags())
	a.listenFlag(cmd.Flags(), "answer at `ADDR`; port 0 picks one (default: "+defaultListen+")")
	return cmd
}

// moreThreads lets Go run twice as many goroutines as there are processors,
// unless GOMAXPROCS says how many. Half of them sign at most (sign.Signers), so
// that the processors are used up and there still is one free for whoever asks
// for something else: the system shares the processors out between threads
// more often than Go does between goroutines.
var moreThreads = sync.OnceFunc(func() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(2 * runtime.GOMAXPROCS(0))
	}
})

func (a *app) serve(ctx context.Context) error {
	if err := a.checkListen(); err != nil {
		return err
	}
	moreThreads()
	if a.logLevel <= slog.LevelInfo {
		j := startJournal(a.Err)
		defer j.end() // once the sandbox is closed
		a.exchanged = j.add
	}
	sb, err := a.open(ctx, a.logger())
	if err != nil {
		return err
	}
	addr, err := sb.wire.Listen(a.address())
	if err != nil {
		return closing(sb, err)
	}
	at := baseURL(addr.String(), a.hosts)
	issuer, err := a.fixedIssuer()
	if issuer == "" {
		issuer = at + "/"
	}
	if err == nil {
		_, err = fmt.Fprintf(a.Out, "listening on %s · issuer %s\n", at, issuer)
	}
	if err == nil && sb.token != "" {
		_, err = fmt.Fprintf(a.Out, "/sandbox asks for: Authorization: Bearer %s\n", sb.token)
	}
	if err == nil {
		go a.prepareKey(ctx, sb)
		<-ctx.Done()
	}
	return closing(sb, err)
}

// prepareKey lets a rotation of the keys find apps prepared. Nobody waits for
// it: the sweep will try again.
func (a *app) prepareKey(ctx context.Context, sb *sandbox) {
	if err := sb.prepareKey(ctx); err != nil && ctx.Err() == nil {
		a.logger().Warn("the next signing key will be made later", "because", err)
	}
}

// closing closes the sandbox after err, if there was one.
func closing(sb *sandbox, err error) error {
	if closed := sb.close(); err == nil {
		return closed
	}
	return err
}

// checkListen refuses what is no address before anything is opened.
func (a *app) checkListen() error {
	if _, _, err := net.SplitHostPort(a.address()); err != nil {
		return &usageError{
			err: fmt.Errorf("--listen %q is no address", a.address()),
			try: "Write host:port, such as localhost:2884; port 0 picks one.",
		}
	}
	return nil
}
