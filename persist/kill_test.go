package persist_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

// never is for what has no end of its own.
var never = context.Background()

// child runs this test binary in a role.
func child(t *testing.T, role string, args ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, args...)
	cmd.Env = append(os.Environ(), roleVar+"="+role)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.StdinPipe(); err != nil { // open until the child ends
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// TestAKilledProcessLosesNothing kills a process that commits and tells, after
// as many commits as chance says, and looks for all that it had told of.
func TestAKilledProcessLosesNothing(t *testing.T) {
	const kills = 20
	chance := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	told := map[int]int{} // by run: the last number that was printed
	for run := range kills {
		cmd, lines := child(t, "write", dir, strconv.Itoa(run))
		until := chance.IntN(400)
		last := -1
		for lines.Scan() {
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatalf("the child printed %q", lines.Text())
			}
			if last = n; n == until {
				_ = cmd.Process.Kill() // SIGKILL; what is in the pipe still counts
			}
		}
		_ = cmd.Wait() // "signal: killed"
		if last < until {
			t.Fatalf("run %d ended after %d of %d commits", run, last, until)
		}
		told[run] = last
	}
	s := open(t, dir)
	err := s.View(t.Context(), func(r store.Reader) error {
		for run, last := range told {
			for i := range last + 1 {
				key := fmt.Sprintf("run\x00%d\x00%06d", run, i)
				if v, err := r.Get(key); err != nil || string(v) != key {
					t.Errorf("run %d told of %d commits; number %d is %q, %v", run, last+1, i, v, err)
					break
				}
			}
			large, err := r.Get(fmt.Sprintf("large\x00%d", run))
			if want := last / 16 * 16; err != nil || len(large) < 300<<10 || string(large[300<<10:]) < fmt.Sprintf("run\x00%d\x00%06d", run, want) {
				t.Errorf("run %d: the large value is %d bytes, %v", run, len(large), err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
