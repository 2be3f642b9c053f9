package cli

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/atotto/clipboard"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/plain"
	"github.com/playgrant/playgrant/tui/screen"
)

// isPlain reports whether lines of words are wanted: by --plain, or because
// the terminal can do no more.
func (a *app) isPlain() bool {
	return a.plain || os.Getenv("TERM") == "dumb" && isTerminal(a.In) && isTerminal(a.Out)
}

// desktop is the clipboard of this machine's desktop; nil where there is none
// at hand, as over SSH. A terminal that can only print is never asked.
func desktop() func(string) (string, error) {
	if clipboard.Unsupported || os.Getenv("SSH_TTY") != "" || os.Getenv("SSH_CONNECTION") != "" {
		return nil
	}
	return func(text string) (string, error) { return "the desktop's clipboard", clipboard.WriteAll(text) }
}

// talk is the plain mode, on a sandbox that is open.
func (a *app) talk(ctx context.Context, sb *sandbox, l *listener, open []screen.Route) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return plain.Run(ctx, plain.Config{
		Wire: demos.Wire{Base: sb.base, HTTP: sb.transport}, Demos: a.demoList(), Listener: l, Open: open,
		DataDir: sb.dir, Version: a.build.Version, Dialect: a.dialect, Rand: rand.Reader, Now: time.Now, Copy: desktop(), In: a.In, Out: a.Out,
	})
}
