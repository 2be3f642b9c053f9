package persist_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

const mib = 1 << 20

// TestManyWritesStaySmall writes 40 MB over the same keys, as a sandbox does
// that is used for long. What grows with them never comes down again: the test
// would not end.
func TestManyWritesStaySmall(t *testing.T) {
	dir := t.TempDir()
	before := heap()
	s := open(t, dir)
	value := []byte(strings.Repeat("a record ", 45))
	for i := 0; i < 100_000; {
		err := s.Update(never, func(tx store.Tx) error {
			for end := i + 500; i < end; i++ {
				if err := tx.Set(fmt.Sprintf("record\x00%04d", i%5000), fmt.Append(value, i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	// Badger writes out in the background what it has in memory, as soon as the
	// machine lets it.
	for grown := heap() - before; grown > 48*mib; grown = heap() - before {
		runtime.Gosched()
	}
	if got, want := get(t, s, "record\x000007"), string(value)+"95007"; got != want {
		t.Errorf("after all: %.20q…", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := size(t, dir); n > 48*mib {
		t.Errorf("2 MB of records take %d MiB on disk", n/mib)
	} else {
		t.Logf("on disk: %.1f MiB", float64(n)/mib)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func size(t *testing.T, dir string) (total int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		total += info.Size()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return total
}

func TestTooMuchAtOnce(t *testing.T) {
	memory, err := persist.Memory(persist.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = memory.Close() }()
	const secret = "do not log me"
	rows := map[string]func(store.Tx) error{
		"a huge value": func(tx store.Tx) error { return tx.Set("a", []byte(strings.Repeat(secret, 2*mib))) },
		"a huge key":   func(tx store.Tx) error { return tx.Set(strings.Repeat(secret, 10_000), nil) },
		"deleting one": func(tx store.Tx) error { return tx.Delete(strings.Repeat(secret, 10_000)) },
		"a huge transaction": func(tx store.Tx) error {
			for i := range 1000 {
				if err := tx.Set(fmt.Sprint(i), []byte(strings.Repeat(secret, 1000))); err != nil {
					return err
				}
			}
			return nil
		},
	}
	for where, s := range map[string]store.Store{"memory": memory, "disk": open(t, t.TempDir())} {
		for name, fn := range rows {
			err := s.Update(never, fn)
			if !errors.Is(err, store.ErrTooBig) || strings.Contains(err.Error(), secret) || len(err.Error()) > 200 {
				t.Errorf("%s in %s: %.200v", name, where, err)
			}
		}
		put(t, s, "a", "small")
		if got := get(t, s, "a"); got != "small" {
			t.Errorf("%s, afterwards: %q", where, got)
		}
	}
}

// TestASnapshotOfLargeRecords copies some that are just too small for the value
// log, and together too much for one transaction.
func TestASnapshotOfLargeRecords(t *testing.T) {
	s := open(t, t.TempDir())
	value := strings.Repeat("x", 256<<10-100)
	for i := range 9 {
		put(t, s, fmt.Sprintf("progress\x00%d", i), value)
	}
	made, err := store.TakeSnapshot(t.Context(), s, "large", time.Unix(0, 0))
	if err != nil || made.Entries != 9 {
		t.Fatalf("%+v, %v", made, err)
	}
	if err := store.RestoreSnapshot(t.Context(), s, "large"); err != nil {
		t.Fatal(err)
	}
	if get(t, s, "progress\x008") != value {
		t.Error("the last record is another")
	}
}
