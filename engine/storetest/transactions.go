package storetest

import (
	"errors"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

var errMine = errors.New("mine")

func ownWrites(t *testing.T, s store.Store) {
	put(t, s, "a", "old", "b", "old")
	err := s.Update(t.Context(), func(tx store.Tx) error {
		if err := errors.Join(tx.Set("a", []byte("new")), tx.Delete("b"), tx.Set("c", nil)); err != nil {
			return err
		}
		for key, want := range map[string]string{"a": "new", "b": absent, "c": ""} {
			if got := read(t, tx, key); got != want {
				t.Errorf("inside, %q holds %q, want %q", key, got, want)
			}
		}
		if err := errors.Join(tx.Delete("c"), tx.Set("b", []byte("back"))); err != nil {
			return err
		}
		if got := read(t, tx, "c"); got != absent {
			t.Errorf("inside, c holds %q after it was deleted", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", "new", "b", "back", "c", absent)
}

func rollback(t *testing.T, s store.Store) {
	put(t, s, "a", "old", "b", "old")
	err := s.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(tx.Set("a", []byte("new")), tx.Delete("b"), tx.Set("c", []byte("new")), errMine)
	})
	if !errors.Is(err, errMine) {
		t.Errorf("Update returned %v instead of the function's error", err)
	}
	want(t, s, "a", "old", "b", "old", "c", absent)
	if err := s.View(t.Context(), func(store.Reader) error { return errMine }); !errors.Is(err, errMine) {
		t.Errorf("View returned %v instead of the function's error", err)
	}
}

func panics(t *testing.T, s store.Store) {
	put(t, s, "a", "old")
	recovered := func(fn func()) (v error) {
		defer func() { v, _ = recover().(error) }()
		fn()
		return nil
	}
	got := recovered(func() {
		_ = s.Update(t.Context(), func(tx store.Tx) error {
			_ = tx.Set("a", []byte("new"))
			panic(errMine)
		})
	})
	if !errors.Is(got, errMine) {
		t.Errorf("the panic became %v", got)
	}
	recovered(func() {
		_ = s.View(t.Context(), func(r store.Reader) error {
			for range r.Scan("a", "", false) {
				panic(errMine)
			}
			return nil
		})
	})
	want(t, s, "a", "old")
	put(t, s, "a", "later")
	want(t, s, "a", "later")
}

func snapshot(t *testing.T, s store.Store) {
	put(t, s, "a", "1", "b", "1")
	view(t, s, func(r store.Reader) {
		if got := read(t, r, "a"); got != "1" {
			t.Errorf("a holds %q", got)
		}
		put(t, s, "a", "2", "b", "2", "c", "2")
		put(t, s, "b", "3")
		if a, b, c := read(t, r, "a"), read(t, r, "b"), read(t, r, "c"); a != "1" || b != "1" || c != absent {
			t.Errorf("a view sees commits that came after it: a %q, b %q, c %q", a, b, c)
		}
		if got := scan(t, r, "", "", false); len(got) != 2 {
			t.Errorf("a view scans %q", got)
		}
	})
	want(t, s, "a", "2", "b", "3", "c", "2")
}

func viewDuringUpdate(t *testing.T, s store.Store) {
	put(t, s, "a", "old")
	err := s.Update(t.Context(), func(tx store.Tx) error {
		if err := tx.Set("a", []byte("new")); err != nil {
			return err
		}
		want(t, s, "a", "old") // would hang if one had to wait
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", "new")
}
