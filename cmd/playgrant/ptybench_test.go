//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

// binaries builds the program and the list it is held against, once.
var binaries = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "playgrant-bench"); err != nil {
		return "", err
	}
	for name, pkg := range map[string]string{"playgrant": ".", "list": "./testdata/list"} {
		if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, name), pkg).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w\n%s", err, out)
		}
	}
	return dir, nil
})

func built(b *testing.B, name string) string {
	b.Helper()
	dir, err := binaries()
	if err != nil {
		b.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// withHistory is a directory with a sandbox in which n exchanges are kept.
func withHistory(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	s, err := persist.Open(dir, persist.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := engine.New(b.Context(), engine.Config{Store: s}); err != nil { // seeds it
		b.Fatal(err)
	}
	for begin := 0; begin < n; begin += 500 {
		err := s.Update(b.Context(), func(tx store.Tx) error {
			for i := begin; i < min(begin+500, n); i++ {
				at := time.Unix(int64(1764000000+i), 0).UTC()
				err := store.ExchangeLines.Put(tx, &model.ExchangeLine{
					ID: fmt.Sprint(i + 1), At: at, Method: "POST", Path: "/oauth/token", Status: 200, ClientID: "spa", GrantType: "refresh_token", MS: 1.5,
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

var frameEnd = regexp.MustCompile(`\x1b\[\d+;1?H$`)

// frame waits for the end of the frame that follows a key, and says when it
// came: the renderer ends each by putting the cursor back.
func (p *terminal) frame() time.Time {
	p.t.Helper()
	end := time.After(deadline)
	for {
		select {
		case <-p.wrote:
		case <-end:
			p.t.Fatalf("no frame comes:\n%s", p.shot())
		}
		p.mu.Lock()
		at, whole := p.wroteAt, frameEnd.Match(p.out.Bytes()[max(0, p.out.Len()-8):])
		p.mu.Unlock()
		if whole {
			return at
		}
	}
}

// timed presses a key and measures how long its frame takes.
func (p *terminal) timed(key string) time.Duration {
	p.t.Helper()
	select {
	case <-p.wrote:
	default:
	}
	began := time.Now()
	p.send(keys[key])
	return p.frame().Sub(began)
}

// percentile of a list, which it sorts.
func percentile(list []time.Duration, p float64) time.Duration {
	slices.Sort(list)
	return list[min(int(p*float64(len(list))), len(list)-1)]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkKeyToFrame measures from a key to the end of its frame, in Traffic
// with 100,000 exchanges and in the least list at 120 frames a second, in turn.
// The aim is a ratio of at most 1.2 between the 99th percentiles.
func BenchmarkKeyToFrame(b *testing.B) {
	list := inTerminal(b, 120, 36, built(b, "list"))
	list.waitFor("row 10")
	ours := inTerminal(b, 120, 36, built(b, "playgrant"), "--data", withHistory(b, 100_000), "--listen", "localhost:0")
	ours.waitFor("Learn OAuth")
	ours.press("x")
	ours.waitFor("100000 kept")
	for _, pair := range [][2]string{{"up", "down"}, {"pgup", "pgdown"}} {
		b.Run(pair[0], func(b *testing.B) {
			list.settle()
			ours.settle()
			list.blind, ours.blind = true, true
			chance := rand.New(rand.NewPCG(1, 2))
			var least, took []time.Duration
			for i := 0; b.Loop(); i++ {
				for _, p := range []*terminal{list, ours} {
					time.Sleep(time.Duration(20_000+chance.IntN(20_000)) * time.Microsecond) // anywhere between two ticks of the renderer
					if p == list {
						least = append(least, p.timed([]string{"up", "down"}[i%2]))
					} else {
						took = append(took, p.timed(pair[i%2]))
					}
				}
			}
			b.ReportMetric(ms(percentile(took, .5)), "ms-p50")
			b.ReportMetric(ms(percentile(took, .99)), "ms-p99")
			b.ReportMetric(ms(percentile(least, .99)), "ms-p99-list")
			b.ReportMetric(float64(percentile(took, .99))/float64(percentile(least, .99)), "ratio-p99")
			b.ReportMetric(float64(percentile(took, .5))/float64(percentile(least, .5)), "ratio-p50")
		})
	}
}

// BenchmarkFirstFrame measures from the start of the program to the end of the
// first frame, on a sandbox that exists: at most 60 ms.
func BenchmarkFirstFrame(b *testing.B) {
	for _, n := range []int{0, 100_000} {
		b.Run(fmt.Sprintf("exchanges=%d", n), func(b *testing.B) {
			dir := withHistory(b, n)
			var least, took []time.Duration
			once := func(p *terminal, began time.Time) time.Duration {
				at := p.frame()
				p.press("ctrl+c")
				<-p.exited
				p.close()
				return at.Sub(began)
			}
			args := []string{"--data", dir}
			once(inTerminal(b, 120, 36, built(b, "playgrant"), args...), time.Now())
			for b.Loop() {
				began := time.Now()
				took = append(took, once(inTerminal(b, 120, 36, built(b, "playgrant"), args...), began))
				began = time.Now()
				least = append(least, once(inTerminal(b, 120, 36, built(b, "list")), began))
			}
			b.ReportMetric(ms(percentile(took, .5)), "ms-p50")
			b.ReportMetric(ms(percentile(took, .9)), "ms-p90")
			b.ReportMetric(ms(percentile(least, .5)), "ms-p50-list")
		})
	}
}

// BenchmarkAtRest leaves the program alone: it writes nothing, and uses no
// more of the processor than the least list.
func BenchmarkAtRest(b *testing.B) {
	list := inTerminal(b, 120, 36, built(b, "list"))
	list.waitFor("row 10")
	ours := inTerminal(b, 120, 36, built(b, "playgrant"), "--data", withHistory(b, 1000))
	ours.waitFor("Learn OAuth")
	for _, place := range []string{"home", "traffic"} {
		b.Run(place, func(b *testing.B) {
			if place == "traffic" {
				ours.press("x")
				ours.waitFor("1000 kept")
			}
			time.Sleep(2 * time.Second) // what the start left to do
			var used, least time.Duration
			written := ours.bytesWritten()
			n := 0
			for b.Loop() {
				usedBefore, leastBefore := processor(b, ours.cmd.Process.Pid), processor(b, list.cmd.Process.Pid)
				time.Sleep(time.Second)
				used += processor(b, ours.cmd.Process.Pid) - usedBefore
				least += processor(b, list.cmd.Process.Pid) - leastBefore
				n++
			}
			b.ReportMetric(float64(ours.bytesWritten()-written), "bytes")
			b.ReportMetric(ms(used)/float64(n), "ms/s")
			b.ReportMetric(ms(least)/float64(n), "ms/s-list")
			b.ReportMetric(float64(used)/float64(least), "ratio")
		})
	}
}

func (p *terminal) bytesWritten() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.written
}

// processor is the time that a process had of it until now.
func processor(b *testing.B, pid int) (sum time.Duration) {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		b.Skip("the system does not tell")
	}
	for _, name := range threads {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // a thread that ended
		}
		ns, _ := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		sum += time.Duration(ns)
	}
	return sum
}
