package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkStart measures from the start of the program to the line that says
// it accepts connections, and the memory it then holds: at most 100 ms on a
// sandbox that exists, 250 ms on a new one, and 60 MB.
func BenchmarkStart(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "playgrant")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	b.Run("existing", func(b *testing.B) {
		dir := b.TempDir()
		startOnce(b, binary, dir)
		measureStarts(b, binary, func() string { return dir })
	})
	b.Run("new", func(b *testing.B) {
		measureStarts(b, binary, b.TempDir)
	})
}

func measureStarts(b *testing.B, binary string, dir func() string) {
	var took []time.Duration
	var memory int
	for b.Loop() {
		b.StopTimer()
		at := dir()
		b.StartTimer()
		once, rss := startOnce(b, binary, at)
		took, memory = append(took, once), max(memory, rss)
	}
	b.ReportMetric(float64(median(took).Microseconds())/1000, "ms/start")
	if memory > 0 {
		b.ReportMetric(float64(memory)/1024, "MB-RSS")
	}
}

// startOnce starts the program, waits for its line, and ends it. rss is what
// it holds in KiB, where the system tells.
func startOnce(b *testing.B, binary, dir string) (took time.Duration, rss int) {
	b.Helper()
	cmd := exec.Command(binary, "serve", "--data", dir, "--listen", "localhost:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	took = time.Since(began)
	if err != nil || !strings.HasPrefix(line, "listening on ") {
		b.Fatalf("said %q, %v", line, err)
	}
	rss = residentKiB(cmd.Process.Pid)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return took, rss
}

func residentKiB(pid int) int {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.Atoi(strings.Fields(rest)[0])
			return n
		}
	}
	return 0
}
