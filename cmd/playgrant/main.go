// Command playgrant is an authorization playground in the terminal: an
// authorization server that answers as Auth0 does, an interface that walks
// through it, and demos that run. See README.md.
package main

import (
	"os"

	"github.com/playgrant/playgrant/cmd/playgrant/internal/cli"
)

// What was built, set by the linker for a release.
var version, commit, date string

func main() {
	build := cli.Build{Version: version, Commit: commit, Date: date}
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, build))
}
