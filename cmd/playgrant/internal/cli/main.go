// Package cli is the commands of playgrant, one per file. It is where all the
// other rooms meet.
package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/config"
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
	err := root.Execute()
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
	return exitFailed
}

// errReported ends a command that has already said what is wrong.
var errReported = errors.New("reported")
