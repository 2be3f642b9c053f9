package storetest

import (
	"bytes"
	"errors"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/playgrant/playgrant/engine/store"
)

// transaction reads the store as it was at one commit, under its own writes.
type transaction struct {
	m      *memory
	at     uint64
	reads  map[string]bool
	writes map[string]version
	over   bool
}

var (
	errOver     = errors.New("the transaction is over")
	errEmptyKey = errors.New("a key must not be empty")
)

func (t *transaction) Get(key string) ([]byte, error) {
	if t.over {
		return nil, errOver
	}
	v, own := t.writes[key]
	ok := own && !v.deleted
	if !own {
		t.reads[key] = true // missing ones, too
		t.m.mu.RLock()
		v, ok = t.m.seen(key, t.at)
		t.m.mu.RUnlock()
	}
	if !ok {
		return nil, store.ErrNotFound
	}
	return bytes.Clone(v.value), nil
}

// Scan yields what was there when it began, under the writes of before.
func (t *transaction) Scan(prefix, from string, reverse bool) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		c := cursor{prefix: prefix, from: from, reverse: reverse, writes: maps.Clone(t.writes)}
		for {
			if t.over {
				yield(store.Entry{}, errOver)
				return
			}
			key, v, ok := t.next(c)
			if !ok {
				return
			}
			if !yield(store.Entry{Key: key, Value: bytes.Clone(v.value)}, nil) {
				return
			}
			c.from, c.past = key, true
		}
	}
}

// cursor is where a scan stands.
type cursor struct {
	prefix, from string
	past         bool // from itself was yielded
	reverse      bool
	writes       map[string]version // the transaction's own, when the scan began
}

// next finds the first entry that a scan has still to yield, among what the
// snapshot holds and what the transaction wrote.
func (t *transaction) next(c cursor) (key string, v version, found bool) {
	key, v, found = t.nextKept(c)
	if found {
		t.reads[key] = true
	}
	for k, w := range c.writes {
		if !w.deleted && c.yields(k) && (!found || c.before(k, key)) {
			key, v, found = k, w, true
		}
	}
	return key, v, found
}

func (t *transaction) nextKept(c cursor) (string, version, bool) {
	t.m.mu.RLock()
	defer t.m.mu.RUnlock()
	for key := range c.candidates(t.m.keys) {
		if _, overwritten := c.writes[key]; overwritten || !c.yields(key) {
			continue
		}
		if v, live := t.m.seen(key, t.at); live {
			return key, v, true
		}
	}
	return "", version{}, false
}

// candidates yields the sorted keys under the prefix in the scan's direction,
// beginning near where it stands.
func (c cursor) candidates(keys []string) iter.Seq[string] {
	low := sort.SearchStrings(keys, c.prefix)
	keys = keys[low:]
	high := sort.Search(len(keys), func(i int) bool { return !strings.HasPrefix(keys[i], c.prefix) })
	keys = keys[:high]
	near := sort.SearchStrings(keys, c.from)
	return func(yield func(string) bool) {
		if !c.reverse {
			for _, key := range keys[near:] {
				if !yield(key) {
					return
				}
			}
			return
		}
		if c.from != "" {
			keys = keys[:min(near+1, len(keys))]
		}
		for _, key := range slices.Backward(keys) {
			if !yield(key) {
				return
			}
		}
	}
}

// yields reports whether the scan has still to come to key.
func (c cursor) yields(key string) bool {
	switch {
	case !strings.HasPrefix(key, c.prefix):
		return false
	case c.from == "" && !c.past:
		return true
	case key == c.from:
		return !c.past
	}
	return c.before(c.from, key)
}

// before reports whether the scan comes to a first.
func (c cursor) before(a, b string) bool { return a < b != c.reverse }

func (t *transaction) Set(key string, value []byte) error {
	return t.put(key, version{value: append([]byte{}, value...)})
}

func (t *transaction) Delete(key string) error {
	return t.put(key, version{deleted: true})
}

func (t *transaction) put(key string, v version) error {
	switch {
	case t.over:
		return errOver
	case key == "":
		return errEmptyKey
	}
	t.writes[key] = v
	return nil
}
