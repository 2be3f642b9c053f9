package persist_test

import (
	"testing"

	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
	"github.com/playgrant/playgrant/persist"
)

func TestDisk(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, t.TempDir()) })
}

func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := persist.Memory(persist.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func open(tb testing.TB, dir string) *persist.Store {
	tb.Helper()
	s, err := persist.Open(dir, persist.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}
