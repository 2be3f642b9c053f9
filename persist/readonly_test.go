package persist_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/persist"
)

// TestWhatCannotBeWrittenIsNotDamaged: on a disk that is mounted to be read
// only, nobody is told to move the store away.
func TestWhatCannotBeWrittenIsNotDamaged(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // the second round leaves a table behind
		s := open(t, dir)
		put(t, s, "key", "value")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	tables, err := filepath.Glob(filepath.Join(dir, "sandbox", "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("no table: %v", err)
	}
	if err := os.Chmod(tables[0], 0o400); err != nil {
		t.Fatal(err)
	}
	if writable(tables[0]) { // to root everything is; not so what the kernel itself tells
		if err := errors.Join(os.Remove(tables[0]), os.Symlink("/sys/kernel/uevent_seqnum", tables[0])); err != nil || writable(tables[0]) {
			t.Skip("there is no file here that this user may not write")
		}
	}
	_, err = persist.Open(dir, persist.Options{})
	var refused *persist.OpenError
	if !errors.As(err, &refused) || strings.Contains(err.Error(), "damaged") || !strings.Contains(refused.Advice, "make it writable") {
		t.Errorf("Open: %v", err)
	}
}

func writable(name string) bool {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err == nil {
		_ = f.Close()
	}
	return err == nil || errors.Is(err, os.ErrNotExist)
}
