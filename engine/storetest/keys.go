package storetest

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

func missing(t *testing.T, s store.Store) {
	check := func(r store.Reader) error {
		for _, key := range []string{"a", "a\x00b", "\xff"} {
			v, err := r.Get(key)
			if !errors.Is(err, store.ErrNotFound) || v != nil {
				t.Errorf("Get(%q) = %q, %v; want ErrNotFound", key, v, err)
			}
		}
		for e, err := range r.Scan("a", "", false) {
			t.Errorf("an empty store yields %q, %v", e.Key, err)
		}
		return nil
	}
	if err := s.View(t.Context(), check); err != nil {
		t.Error(err)
	}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return check(tx) }); err != nil {
		t.Error(err)
	}
}

func setAndGet(t *testing.T, s store.Store) {
	put(t, s, "a", "1", "b", "2")
	put(t, s, "a", "3")
	want(t, s, "a", "3", "b", "2", "c", absent)
}

func deleted(t *testing.T, s store.Store) {
	put(t, s, "a", "1", "b", "2")
	err := s.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(tx.Delete("a"), tx.Delete("never there"))
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", absent, "b", "2", "never there", absent)
	put(t, s, "a", "again")
	want(t, s, "a", "again")
}

func emptyKey(t *testing.T, s store.Store) {
	for name, fn := range map[string]func(store.Tx) error{
		"Set":    func(tx store.Tx) error { return tx.Set("", []byte("x")) },
		"Delete": func(tx store.Tx) error { return tx.Delete("") },
	} {
		if err := s.Update(t.Context(), fn); err == nil {
			t.Errorf("%s takes an empty key", name)
		}
	}
}

func valuesWhole(t *testing.T, s store.Store) {
	values := map[string]string{
		"empty":  "",
		"nul":    "a\x00b\x00",
		"binary": "\xff\xfe\x80",
		"large":  strings.Repeat("0123456789abcdef", 512<<10/16),
	}
	for key, v := range values {
		put(t, s, key, v)
	}
	for key, v := range values {
		want(t, s, key, v)
	}
	view(t, s, func(r store.Reader) {
		for e, err := range r.Scan("", "", false) {
			if err != nil || string(e.Value) != values[e.Key] {
				t.Errorf("scanned %q: %d bytes, %v; want %d", e.Key, len(e.Value), err, len(values[e.Key]))
			}
			delete(values, e.Key)
		}
	})
	for key := range values {
		t.Errorf("the scan left out %q", key)
	}
}

func keysApart(t *testing.T, s store.Store) {
	keys := []string{"a", "a\x00", "a\x00\x00", "a\x00b", "ab", "a b", "A", "\x00", "\x00a", "\xff", "\xff\xff", "ä", "a\xff", strings.Repeat("k", 4000)}
	for _, key := range keys {
		put(t, s, key, "of "+key)
	}
	for _, key := range keys {
		want(t, s, key, "of "+key)
	}
	want(t, s, "a\x00c", absent, "b", absent, strings.Repeat("k", 3999), absent)
}

func copies(t *testing.T, s store.Store) {
	err := s.Update(t.Context(), func(tx store.Tx) error {
		mine := []byte("kept")
		if err := tx.Set("a", mine); err != nil {
			return err
		}
		mine[0] = '?'
		got, err := tx.Get("a")
		if err != nil {
			return err
		}
		if string(got) != "kept" {
			t.Errorf("the transaction reads %q after the caller changed its slice", got)
		}
		got[0] = '?'
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", "kept")
	var read, scanned []byte
	view(t, s, func(r store.Reader) {
		read, _ = r.Get("a")
		for e := range r.Scan("a", "", false) {
			scanned = e.Value
		}
		for _, b := range [][]byte{read, scanned} {
			b[1] = '!'
		}
		if again, _ := r.Get("a"); !bytes.Equal(again, []byte("kept")) {
			t.Errorf("a change by the reader shows: %q", again)
		}
	})
	put(t, s, "a", "other")
	if string(read) != "k!pt" || string(scanned) != "k!pt" {
		t.Errorf("values changed after the transaction: %q, %q", read, scanned)
	}
	want(t, s, "a", "other")
}
