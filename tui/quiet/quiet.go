// Package quiet keeps Bubble Tea from asking the terminal for its background
// while the program is still being set up.
//
// Bubble Tea v1 asks when it is initialized, whatever the command, and waits up
// to five seconds for a terminal that does not answer; package backdrop asks
// later and waits for nothing. There is no switch to keep it from it but the
// terminal's name: of a dumb one nothing is asked. Go initializes packages
// that import less, and whose paths are in front, first: this one, which
// imports os alone, comes before Bubble Tea, and package tui after it, where
// [Restore] gives the name back.
package quiet

import "os"

// term is the terminal's name, and whether there was one.
var term, named = hush()

func hush() (string, bool) {
	name, ok := os.LookupEnv("TERM")
	if ok {
		_ = os.Setenv("TERM", "dumb")
	}
	return name, ok
}

// Restore gives the terminal its name back. Until then all see a dumb one.
func Restore() bool {
	if named {
		_ = os.Setenv("TERM", term)
	}
	return named
}
