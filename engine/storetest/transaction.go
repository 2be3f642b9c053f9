package storetest

import (
	"bytes"
	"errors"
	"iter"
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
	v, ok := t.look(key)
	if !ok {
		return nil, store.ErrNotFound
	}
	return bytes.Clone(v.value), nil
}

// look reads a key, noting that it was read even if it is missing.
func (t *transaction) look(key string) (version, bool) {
	if v, ok := t.writes[key]; ok {
		return v, !v.deleted
	}
	t.reads[key] = true
	t.m.mu.RLock()
	defer t.m.mu.RUnlock()
	return t.m.seen(key, t.at)
}

// Scan is live: it sees what its loop writes further on.
func (t *transaction) Scan(prefix, from string, reverse bool) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		c := cursor{prefix: prefix, from: from, reverse: reverse}
		for {
			if t.over {
				yield(store.Entry{}, errOver)
				return
			}
			key, ok := t.next(c)
			if !ok {
				return
			}
			v, _ := t.look(key)
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
}

// next finds the first key that a scan has still to yield, among what the
// snapshot holds and what the transaction wrote.
func (t *transaction) next(c cursor) (string, bool) {
	best, found := t.nextKept(c)
	for key, v := range t.writes {
		if !v.deleted && c.yields(key) && (!found || c.before(key, best)) {
			best, found = key, true
		}
	}
	return best, found
}

func (t *transaction) nextKept(c cursor) (string, bool) {
	t.m.mu.RLock()
	defer t.m.mu.RUnlock()
	for key := range c.candidates(t.m.keys) {
		if _, overwritten := t.writes[key]; overwritten || !c.yields(key) {
			continue
		}
		if _, live := t.m.seen(key, t.at); live {
			return key, true
		}
	}
	return "", false
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
