package main

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this test binary answer to the name playgrant, too, so that
// tests run the real main in a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"playgrant": main})
}

// TestScripts runs a script per command.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"XDG_DATA_HOME", "XDG_CONFIG_HOME"} {
				e.Setenv(name, filepath.Join(e.WorkDir, strings.ToLower(name)))
			}
			return nil
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// deadline bounds what a process may take; no test waits for it to pass.
const deadline = 30 * time.Second

// server is a playgrant serve in a process of its own.
type server struct {
	t    testing.TB
	cmd  *exec.Cmd
	base string // without a slash at the end
	line string // the one that said so

	mu     sync.Mutex
	stderr bytes.Buffer
	rest   chan string // what stdout had after the line
}

var readyLine = regexp.MustCompile(`^listening on (http://[^ ]+) · issuer (https?://[^ ]+/)$`)

// serve starts the server and waits until it accepts connections.
func serve(t testing.TB, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	s := &server{t: t, cmd: exec.CommandContext(ctx, "playgrant", append([]string{"serve"}, args...)...), rest: make(chan string, 1)}
	s.cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+home(t), "XDG_CONFIG_HOME="+home(t))
	s.cmd.Stderr = writer(func(p []byte) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stderr.Write(p)
	})
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.kill(); cancel() })
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	match := readyLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
	if err != nil || match == nil {
		t.Fatalf("playgrant serve %v said %q (%v); its log:\n%s", args, line, err, s.log())
	}
	s.line, s.base = line, match[1]
	go func() {
		var rest strings.Builder
		_, _ = lines.WriteTo(&rest)
		s.rest <- rest.String()
	}()
	return s
}

// kill ends the process as a power cut would.
func (s *server) kill() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// end asks the process to end, and returns how it did and what it printed
// after the first line.
func (s *server) end(sig syscall.Signal) (code int, rest string) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
	rest = <-s.rest
	_ = s.cmd.Wait() // the code says it
	return s.cmd.ProcessState.ExitCode(), rest
}

func (s *server) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stderr.String()
}

// home is one directory for all servers of a test, so that they have one
// certificate authority.
func home(t testing.TB) string {
	if dir, ok := homes.Load(t); ok {
		return dir.(string)
	}
	dir := t.TempDir()
	homes.Store(t, dir)
	return dir
}

var homes sync.Map

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) { w(p); return len(p), nil }
