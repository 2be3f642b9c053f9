// Package cli is the commands of playgrant, one per file. It is where all the
// other rooms meet.
package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/config"
	"github.com/playgrant/playgrant/persist"
)

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Main runs the command that args name and returns the exit code.
func Main(args []string, std Streams, build Build) int {
	root := newRoot(std, build)
	root.SetArgs(args)
	cmd, err := root.ExecuteC()
	if err == nil {
		return exitDone
	}
	if !errors.Is(err, errReported) {
		fmt.Fprintf(std.Err, "playgrant: %s\n", printable(err.Error()))
	}
	if u, ok := errors.AsType[*usageError](err); ok {
		fmt.Fprintln(std.Err, printable(u.hint()))
		return exitUsage
	}
	if _, ok := errors.AsType[*config.Error](err); ok {
		return exitUsage
	}
	if errors.Is(err, persist.ErrInUse) {
		fmt.Fprintln(std.Err, besideAnother(cmd.Name()))
	}
	return exitFailed
}

// besideAnother says how a command is done while another process, which serves
// most likely, holds the sandbox.
func besideAnother(command string) string {
	const at = "http://" + defaultListen
	switch command {
	case "env":
		return "Does it serve at another address? Then add --listen ADDR, as it stands in the line that it printed first."
	case "show":
		return "Ask it while it serves: curl " + at + "/sandbox"
	case "export":
		return "Ask it while it serves: curl '" + at + "/sandbox/setup?without_secrets=factors'"
	case "import":
		return "Give it to it while it serves: curl -T FILE " + at + "/sandbox/setup"
	case "reset":
		return "Ask it while it serves: curl -X POST " + at + "/sandbox/reset (in the interface: s, then R)."
	case "serve":
		return "If it is the interface: l at home serves from there."
	case "run":
		return "With --memory the demos run beside it."
	default:
		return "To see here what your apps send to playgrant serve, end that first: playgrant --listen " + defaultListen + " serves as well."
	}
}

// errReported ends a command that has already said what is wrong.
var errReported = errors.New("reported")
