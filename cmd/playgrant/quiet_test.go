package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestAsksNothingWhileItStarts: package quiet comes before Bubble Tea, which
// would ask the terminal for its background and wait, and tui after it.
func TestAsksNothingWhileItStarts(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1", "TERM=xterm")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var order []string
	for _, m := range regexp.MustCompile(`(?m)^init (\S*(?:tui/quiet|bubbletea|playgrant/tui)) @`).FindAllStringSubmatch(string(out), -1) {
		order = append(order, m[1][strings.LastIndexByte(m[1], '/')+1:])
	}
	if got := strings.Join(order, " "); got != "quiet bubbletea tui" {
		t.Errorf("initialized in the order %q:\n%s", got, out)
	}
}
