package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

// scan collects the keys that a scan yields.
func scan(t *testing.T, r store.Reader, prefix, from string, reverse bool) []string {
	t.Helper()
	keys := []string{}
	for e, err := range r.Scan(prefix, from, reverse) {
		if err != nil {
			t.Errorf("Scan(%q, %q, %v): %v", prefix, from, reverse, err)
			break
		}
		keys = append(keys, e.Key)
	}
	return keys
}

func scanOrder(t *testing.T, s store.Store) {
	put(t, s, "a", "", "p", "", "p\x00", "", "p\x001", "", "p\x0010", "", "p\x002", "", "p\xff", "", "p\xff\xff", "", "q", "", "\xff\xff", "")
	rows := []struct {
		prefix, from string
		reverse      bool
		want         []string
	}{
		{"p\x00", "", false, []string{"p\x00", "p\x001", "p\x0010", "p\x002"}},
		{"p\x00", "", true, []string{"p\x002", "p\x0010", "p\x001", "p\x00"}},
		{"p\x00", "p\x0010", false, []string{"p\x0010", "p\x002"}},
		{"p\x00", "p\x0010", true, []string{"p\x0010", "p\x001", "p\x00"}},
		{"p\x00", "p\x0011", false, []string{"p\x002"}},
		{"p\x00", "p\x0011", true, []string{"p\x0010", "p\x001", "p\x00"}},
		{"p\x00", "a", false, []string{"p\x00", "p\x001", "p\x0010", "p\x002"}},
		{"p\x00", "a", true, []string{}},
		{"p\x00", "z", false, []string{}},
		{"p\x00", "z", true, []string{"p\x002", "p\x0010", "p\x001", "p\x00"}},
		{"p\xff", "", false, []string{"p\xff", "p\xff\xff"}},
		{"p\xff", "", true, []string{"p\xff\xff", "p\xff"}},
		{"\xff", "", true, []string{"\xff\xff"}},
		{"\xff\xff", "", true, []string{"\xff\xff"}},
		{"b", "", false, []string{}},
		{"b", "", true, []string{}},
		{"", "q", false, []string{"q", "\xff\xff"}},
		{"", "p", true, []string{"p", "a"}},
		{"", "", true, []string{"\xff\xff", "q", "p\xff\xff", "p\xff", "p\x002", "p\x0010", "p\x001", "p\x00", "p", "a"}},
	}
	check := func(r store.Reader) error {
		for _, row := range rows {
			if got := scan(t, r, row.prefix, row.from, row.reverse); !slices.Equal(got, row.want) {
				t.Errorf("Scan(%q, %q, reverse %v)\n got %q\nwant %q", row.prefix, row.from, row.reverse, got, row.want)
			}
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

func scanStops(t *testing.T, s store.Store) {
	put(t, s, "a1", "", "a2", "", "a3", "")
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for range 3 {
			for e, err := range tx.Scan("a", "", false) {
				if e.Key != "a1" || err != nil {
					t.Errorf("the scan begins with %q, %v", e.Key, err)
				}
				break
			}
		}
		if got := scan(t, tx, "a", "", false); len(got) != 3 {
			t.Errorf("after stopping early a scan yields %q", got)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func scanOwnWrites(t *testing.T, s store.Store) {
	put(t, s, "a1", "old", "a3", "old", "a5", "old")
	err := s.Update(t.Context(), func(tx store.Tx) error {
		for _, key := range []string{"a0", "a3", "a4", "b1"} {
			if err := tx.Set(key, []byte("new")); err != nil {
				return err
			}
		}
		if err := tx.Delete("a5"); err != nil {
			return err
		}
		for _, reverse := range []bool{false, true} {
			want := []string{"a0", "a1", "a3", "a4"}
			if reverse {
				slices.Reverse(want)
			}
			if got := scan(t, tx, "a", "", reverse); !slices.Equal(got, want) {
				t.Errorf("reverse %v: got %q, want %q", reverse, got, want)
			}
		}
		for e := range tx.Scan("a3", "", false) {
			if string(e.Value) != "new" {
				t.Errorf("the scan yields the value %q from before", e.Value)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func scanWriting(t *testing.T, s store.Store) {
	var pairs []string
	for i := range 100 {
		pairs = append(pairs, fmt.Sprintf("a%02d", i), "old")
	}
	put(t, s, pairs...)
	yielded := 0
	err := s.Update(t.Context(), func(tx store.Tx) error {
		yielded = 0
		for e, err := range tx.Scan("a", "", false) {
			if err != nil {
				return err
			}
			yielded++
			if err := tx.Set(e.Key, []byte("new")); err != nil {
				return err
			}
			switch e.Key {
			case "a10": // just behind the scan, and just before it
				if err := tx.Set("a05x", nil); err != nil {
					return err
				}
				if err := tx.Delete("a11"); err != nil {
					return err
				}
			case "a50": // far ahead
				if err := tx.Delete("a99"); err != nil {
					return err
				}
				if err := tx.Set("a98x", []byte("added")); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if yielded != 100 {
		t.Errorf("the scan yielded %d keys, want the 100 of when it began", yielded)
	}
	want(t, s, "a00", "new", "a05x", "", "a10", "new", "a11", "new", "a98", "new", "a98x", "added", "a99", "new")
}

func scanNested(t *testing.T, s store.Store) {
	put(t, s, "a1", "", "a2", "", "b1", "", "b2", "")
	check := func(r store.Reader) error {
		var got []string
		for a := range r.Scan("a", "", false) {
			for b := range r.Scan("b", "", true) {
				got = append(got, a.Key+b.Key)
			}
		}
		if s := strings.Join(got, " "); s != "a1b2 a1b1 a2b2 a2b1" {
			t.Errorf("nested scans yield %s", s)
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

func scanLong(t *testing.T, s store.Store) {
	var keys, pairs []string
	for i := range 2000 {
		keys = append(keys, fmt.Sprintf("k%05d", i))
		pairs = append(pairs, keys[i], "v")
	}
	put(t, s, pairs...)
	check := func(r store.Reader) error {
		up, down := scan(t, r, "k", "", false), scan(t, r, "k", "", true)
		slices.Reverse(down)
		if !slices.Equal(up, keys) || !slices.Equal(down, keys) {
			t.Errorf("2000 keys: %d on the way up, %d on the way down, or out of order", len(up), len(down))
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
