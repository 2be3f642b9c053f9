package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

// Run holds a store against everything that the engine relies on. open makes
// an empty one; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			c.run(t, s)
		})
	}
}

var cases = []struct {
	name string
	run  func(*testing.T, store.Store)
}{
	{"a missing key is not found", missing},
	{"what was set is read back", setAndGet},
	{"a deleted key is gone", deleted},
	{"an empty key is refused", emptyKey},
	{"values of every kind come back whole", valuesWhole},
	{"keys of every kind stay apart", keysApart},
	{"values are copies", copies},

	{"a scan is in byte order", scanOrder},
	{"a scan may stop early", scanStops},
	{"a scan sees the transaction's own writes", scanOwnWrites},
	{"a scan may be written under", scanWriting},
	{"scans may be nested", scanNested},
	{"a long scan misses nothing", scanLong},

	{"a transaction sees its own writes", ownWrites},
	{"an error rolls back", rollback},
	{"a panic rolls back", panics},
	{"a view is a snapshot", snapshot},
	{"views do not wait for updates", viewDuringUpdate},
	{"no update is lost", lostUpdate},
	{"racers for a missing key: one wins", claimMissing},
	{"racers for a present key: one wins", claimPresent},
	{"write skew is caught", writeSkew},
	{"a scanned key counts as read", scannedKeyRead},

	{"a context that is over runs nothing", contextOver},
	{"a context that ends stops the retries", contextEnds},
	{"drop removes the prefixes alone", drop},
	{"drop is seen by a transaction that read", dropConflicts},
	{"a closed store says so", closed},
	{"closing waits for transactions", closeWaits},
	{"a transaction cannot be used afterwards", afterwards},
}

// put writes pairs of key and value in one transaction.
func put(t *testing.T, s store.Store, pairs ...string) {
	t.Helper()
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := tx.Set(pairs[i], []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// absent stands for a key that is not there.
const absent = "(absent)"

// get reads one key, or returns absent.
func get(t *testing.T, s store.Store, key string) string {
	t.Helper()
	var value string
	view(t, s, func(r store.Reader) { value = read(t, r, key) })
	return value
}

func read(t *testing.T, r store.Reader, key string) string {
	t.Helper()
	raw, err := r.Get(key)
	if errors.Is(err, store.ErrNotFound) {
		return absent
	}
	if err != nil {
		t.Errorf("Get(%q): %v", key, err)
	}
	return string(raw)
}

func view(t *testing.T, s store.Store, fn func(store.Reader)) {
	t.Helper()
	err := s.View(t.Context(), func(r store.Reader) error {
		fn(r)
		return nil
	})
	if err != nil {
		t.Fatalf("View: %v", err)
	}
}

func want(t *testing.T, s store.Store, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := get(t, s, pairs[i]); got != pairs[i+1] {
			t.Errorf("%q holds %.40q, want %.40q", pairs[i], got, pairs[i+1])
		}
	}
}

// background runs fn and returns a function that waits for its error.
func background(fn func() error) (wait func() error) {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	return func() error { return <-done }
}

// never is for contexts that must not matter.
var never = context.Background()
