package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

func contextOver(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, run := range everyCall(ctx, s) {
		if err := run(func() { t.Errorf("%s ran its function", name) }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s returned %v, want the context's error", name, err)
		}
	}
}

// everyCall lists what a store can be asked; each calls ran from inside its
// transaction.
func everyCall(ctx context.Context, s store.Store) map[string]func(ran func()) error {
	return map[string]func(func()) error{
		"View":   func(ran func()) error { return s.View(ctx, func(store.Reader) error { ran(); return nil }) },
		"Update": func(ran func()) error { return s.Update(ctx, func(store.Tx) error { ran(); return nil }) },
		"Drop":   func(func()) error { return s.Drop(ctx, "a") },
	}
}

func contextEnds(t *testing.T, s store.Store) {
	put(t, s, "a", "0")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	attempts := 0
	err := s.Update(ctx, func(tx store.Tx) error {
		got := read(t, tx, "a")
		if attempts++; attempts == 3 {
			cancel()
		}
		put(t, s, "a", strconv.Itoa(attempts)) // always in the way
		return tx.Set("b", []byte(got))
	})
	if !errors.Is(err, context.Canceled) || attempts != 3 {
		t.Errorf("after %d attempts: %v; want the context's error after 3", attempts, err)
	}
	want(t, s, "b", absent)
}

func drop(t *testing.T, s store.Store) {
	put(t, s, "a\x001", "", "a\x002", "", "ab\x001", "", "b\x001", "", "c\x001", "")
	for range 300 {
		put(t, s, fmt.Sprint("many\x00", len(scanAll(t, s))), "x")
	}
	if err := s.Drop(t.Context(), "a\x00", "c\x00", "many\x00", "never there"); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q", scanAll(t, s)); got != `["ab\x001" "b\x001"]` {
		t.Errorf("left after Drop: %s", got)
	}
	if err := s.Drop(t.Context()); err != nil {
		t.Errorf("dropping nothing: %v", err)
	}
	put(t, s, "a\x001", "again")
	want(t, s, "a\x001", "again", "a\x002", absent)
}

func scanAll(t *testing.T, s store.Store) (keys []string) {
	t.Helper()
	view(t, s, func(r store.Reader) { keys = scan(t, r, "", "", false) })
	return keys
}

func dropConflicts(t *testing.T, s store.Store) {
	put(t, s, "client", "there")
	attempts := 0
	err := s.Update(t.Context(), func(tx store.Tx) error {
		if _, err := tx.Get("client"); err != nil {
			return err
		}
		if attempts++; attempts == 1 {
			if err := s.Drop(t.Context(), "client"); err != nil {
				t.Error(err)
			}
		}
		return tx.Set("token", []byte("for a client that is gone"))
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Update returned %v, want ErrNotFound from its second attempt", err)
	}
	want(t, s, "token", absent)
}

func closed(t *testing.T, s store.Store) {
	put(t, s, "a", "1")
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	for name, run := range everyCall(never, s) {
		if err := run(func() { t.Errorf("%s ran its function", name) }); !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s returned %v, want ErrClosed", name, err)
		}
	}
}

func closeWaits(t *testing.T, s store.Store) {
	inside, release := make(chan struct{}), make(chan struct{})
	committed := background(func() error {
		return s.Update(never, func(tx store.Tx) error {
			close(inside)
			<-release
			return tx.Set("a", []byte("in time"))
		})
	})
	<-inside
	closed := background(s.Close)
	close(release)
	if err := committed(); err != nil {
		t.Errorf("the running transaction: %v", err)
	}
	if err := closed(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func afterwards(t *testing.T, s store.Store) {
	put(t, s, "a", "1")
	var leaked store.Tx
	err := s.Update(t.Context(), func(tx store.Tx) error {
		leaked = tx
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := leaked.Get("a"); err == nil {
		t.Error("Get works after the transaction")
	}
	if err := leaked.Set("a", []byte("2")); err == nil {
		t.Error("Set works after the transaction")
	}
	if err := leaked.Delete("a"); err == nil {
		t.Error("Delete works after the transaction")
	}
	for e, err := range leaked.Scan("", "", false) {
		if err == nil {
			t.Errorf("Scan yields %q after the transaction", e.Key)
		}
	}
	want(t, s, "a", "1")
}
