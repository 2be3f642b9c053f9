package persist_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/persist"
)

// BenchmarkCommit is one step of the protocol: three records read, four
// written, one removed.
func BenchmarkCommit(b *testing.B) {
	b.ReportAllocs()
	s := open(b, b.TempDir())
	record := bytes.Repeat([]byte("x"), 500)
	put(b, s, "client\x00web-app", string(record))
	n := 0
	for b.Loop() {
		n++
		err := s.Update(never, func(tx store.Tx) error {
			for _, key := range []string{"client\x00web-app", "user\x00none", fmt.Sprint("token\x00", n-1)} {
				if _, err := tx.Get(key); err != nil && !errors.Is(err, store.ErrNotFound) {
					return err
				}
			}
			return errors.Join(
				tx.Set(fmt.Sprint("token\x00", n), record),
				tx.Set(fmt.Sprint("token\x00", n-1), record),
				tx.Set("family\x00one", record),
				tx.Set(fmt.Sprint("token-by-family\x00one\x00", n), nil),
				tx.Delete(fmt.Sprint("token\x00", n-50)),
			)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkView(b *testing.B) {
	b.ReportAllocs()
	s := open(b, b.TempDir())
	put(b, s, "policy", string(bytes.Repeat([]byte("x"), 500)))
	for b.Loop() {
		_ = get(b, s, "policy")
	}
}

// BenchmarkOpen opens and closes a store: a new one, and one with what a few
// hours of use leave.
func BenchmarkOpen(b *testing.B) {
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			reopen(b, b.TempDir())
		}
	})
	b.Run("existing", func(b *testing.B) {
		dir := b.TempDir()
		s := open(b, dir)
		for i := range 3000 {
			put(b, s, fmt.Sprint("exchange\x00", i), string(bytes.Repeat([]byte("x"), 2000)))
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			reopen(b, dir)
		}
	})
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			s, err := persist.Memory(persist.Options{})
			if err != nil {
				b.Fatal(err)
			}
			_ = s.Close()
		}
	})
}

func reopen(b *testing.B, dir string) {
	b.Helper()
	s, err := persist.Open(dir, persist.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer() // Close is not on anybody's way
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}
