package persist_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

// TestDamagedFiles breaks each file of a store in several ways. Some damage
// cannot be noticed when the store is opened, but none may end the process,
// and an error says what to do.
func TestDamagedFiles(t *testing.T) {
	whole := t.TempDir()
	for range 2 { // the second round leaves a table and a log behind
		s := open(t, whole)
		for i := range 200 {
			put(t, s, fmt.Sprintf("key %d", i), fmt.Sprintf("value %d", i))
		}
		put(t, s, "large", string(make([]byte, 300<<10)))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(filepath.Join(whole, "sandbox"))
	if err != nil {
		t.Fatal(err)
	}
	breaks := map[string]func([]byte) []byte{
		"emptied":     func([]byte) []byte { return nil },
		"cut in half": func(b []byte) []byte { return b[:len(b)/2] },
		"noise":       func(b []byte) []byte { return bytes.Repeat([]byte{0xa5}, len(b)) },
		"one bit":     func(b []byte) []byte { b = bytes.Clone(b); b[len(b)/2] ^= 1; return b },
		"gone":        nil,
	}
	for _, f := range files {
		for how, fn := range breaks {
			t.Run(f.Name()+" "+how, func(t *testing.T) {
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(dir, "sandbox", f.Name())
				raw, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case fn == nil:
					err = os.Remove(path)
				case len(raw) == 0:
					t.Skip("there is nothing in it")
				default:
					err = os.WriteFile(path, fn(raw), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
				use(t, dir)
			})
		}
	}
}

// use opens a store that may be damaged, and reads all that it can.
func use(t *testing.T, dir string) {
	t.Helper()
	s, err := persist.Open(dir, persist.Options{})
	if err != nil {
		var open *persist.OpenError
		if !errors.As(err, &open) || open.Advice == "" {
			t.Errorf("Open: %v; want what to do", err)
		}
		t.Log("refused: ", err)
		return
	}
	defer func() { t.Log("closed: ", s.Close()) }()
	n := 0
	err = s.View(never, func(r store.Reader) error {
		for _, err := range r.Scan("", "", false) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	t.Logf("read %d of 201 records, %v", n, err)
}
