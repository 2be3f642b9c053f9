// Package storetest holds a store for tests, and the suite that every store
// must pass.
package storetest

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/playgrant/playgrant/engine/store"
)

// New makes an empty store in memory. It is as strict as the one on disk: a
// transaction reads a snapshot, and is run again when a key that it read was
// written meanwhile.
func New() store.Store {
	return &memory{history: map[string][]version{}, snapshots: map[uint64]int{}}
}

// version is what a key held from a commit on.
type version struct {
	at      uint64
	value   []byte
	deleted bool
}

type memory struct {
	gate store.Gate

	mu        sync.RWMutex
	last      uint64 // the latest commit
	keys      []string
	history   map[string][]version // by key, oldest first
	snapshots map[uint64]int       // running transactions by the commit they see
}

func (m *memory) View(ctx context.Context, fn func(store.Reader) error) error {
	return m.run(ctx, func(t *transaction) error { return fn(reader{t}) })
}

// reader hides a transaction's writing half.
type reader struct{ store.Reader }

func (m *memory) Update(ctx context.Context, fn func(store.Tx) error) error {
	for {
		err := m.run(ctx, func(t *transaction) error {
			if err := fn(t); err != nil {
				return err
			}
			return m.commit(t)
		})
		if !errors.Is(err, errConflict) {
			return err
		}
	}
}

func (m *memory) run(ctx context.Context, fn func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := m.gate.Enter(); err != nil {
		return err
	}
	defer m.gate.Leave()
	t := m.begin()
	defer m.end(t)
	return fn(t)
}

func (m *memory) begin() *transaction {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.snapshots[m.last]++
	return &transaction{m: m, at: m.last, reads: map[string]bool{}, writes: map[string]version{}}
}

func (m *memory) end(t *transaction) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t.over = true
	if m.snapshots[t.at]--; m.snapshots[t.at] == 0 {
		delete(m.snapshots, t.at)
	}
}

// errConflict says that a key which was read has been written since.
var errConflict = errors.New("conflict")

func (m *memory) commit(t *transaction) error {
	if len(t.writes) == 0 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for key := range t.reads {
		if h := m.history[key]; len(h) > 0 && h[len(h)-1].at > t.at {
			return errConflict
		}
	}
	m.last++
	for key, v := range t.writes {
		v.at = m.last
		m.write(key, v)
	}
	return nil
}

// write adds a version, and forgets those that no transaction sees any more.
func (m *memory) write(key string, v version) {
	h, known := m.history[key]
	if !known {
		at, _ := slices.BinarySearch(m.keys, key)
		m.keys = slices.Insert(m.keys, at, key)
	}
	oldest := m.last
	for at := range m.snapshots {
		oldest = min(oldest, at)
	}
	h = append(h, v)
	for len(h) > 1 && h[1].at <= oldest {
		h = h[1:]
	}
	m.history[key] = h
}

// seen returns what a key held at a commit.
func (m *memory) seen(key string, at uint64) (version, bool) {
	h := m.history[key]
	for _, v := range slices.Backward(h) {
		if v.at <= at {
			return v, !v.deleted
		}
	}
	return version{}, false
}

func (m *memory) Drop(ctx context.Context, prefixes ...string) error {
	return m.Update(ctx, func(tx store.Tx) error {
		for _, prefix := range prefixes {
			for e, err := range tx.Scan(prefix, "", false) {
				if err != nil {
					return err
				}
				if err := tx.Delete(e.Key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (m *memory) Close() error {
	m.gate.Shut()
	return nil
}
