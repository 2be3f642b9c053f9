package persist

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

// TestAFullDiskRefusesWrites: the process is not ended by a page that finds no
// room; what is kept can be read, and with room again all goes on.
func TestAFullDiskRefusesWrites(t *testing.T) {
	ctx := context.Background()
	s, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	put := func(key string) error {
		return s.Update(ctx, func(tx store.Tx) error { return tx.Set(key, []byte("v")) })
	}
	if err := put("before"); err != nil {
		t.Fatal(err)
	}
	asItIs := s.free
	if left, ok := asItIs(); ok && left == 0 {
		t.Error("the system's answer is not understood")
	}
	s.free = func() (uint64, bool) { return reserve - 1, true }
	if err := put("full"); !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("with a full disk: %v", err)
	}
	err = s.View(ctx, func(r store.Reader) error {
		_, err := r.Get("before")
		if _, missing := r.Get("full"); !errors.Is(missing, store.ErrNotFound) {
			t.Error("what was refused is there")
		}
		return err
	})
	if err != nil {
		t.Errorf("reading: %v", err)
	}
	s.free = asItIs
	if err := put("after"); err != nil {
		t.Error(err)
	}
	s.free = func() (uint64, bool) { return 0, true }
	if err := s.Close(); !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), "nothing is lost") {
		t.Errorf("closed on a full disk: %v", err)
	}
	if err := s.db.Close(); err != nil { // as the end of the process does
		t.Error(err)
	}
}
