// Package store declares what the engine needs of a store, and gives the
// engine's records typed tables on top of it.
//
// A store keeps ordered bytes. Update is serializable for every key that was
// read, missing ones included: of two transactions that read the same key and
// both write it, one is run again. Scanning does not protect against keys that
// another transaction adds; an invariant over several records is guarded by a
// key that is read.
package store

import (
	"context"
	"errors"
	"iter"
)

// ErrNotFound is returned for a key that is not there.
var ErrNotFound = errors.New("not found")

// ErrFull is returned for a transaction that there may be no room to write.
var ErrFull = errors.New("there is no room to write")

// ErrTooBig is returned for a transaction that writes more than the store can
// take at once. How much that is, is the store's: some ten thousand records or
// a MiB at least.
var ErrTooBig = errors.New("too much to write at once")

// Store keeps the sandbox. storetest.Run is the suite that each must pass.
type Store interface {
	// View runs fn on a consistent snapshot. Like Update it returns the
	// context's error when that is over before it began.
	View(ctx context.Context, fn func(Reader) error) error
	// Update runs fn and commits what it wrote if it returns nil; otherwise
	// nothing is written and its error comes back. fn is run again when
	// another transaction got in the way, so it must have no side effects.
	Update(ctx context.Context, fn func(Tx) error) error
	// Drop removes all keys that begin with any of the prefixes. It is not
	// one transaction: a crash may leave some of them.
	Drop(ctx context.Context, prefixes ...string) error
	// Close ends the store once running transactions are over. What was
	// committed is kept. All that comes later gets ErrClosed, but closing
	// again does nothing.
	Close() error
}

// Reader reads inside one transaction.
type Reader interface {
	// Get returns the value at key, or ErrNotFound. The value is the
	// caller's to keep.
	Get(key string) ([]byte, error)
	// Scan yields the entries whose key begins with prefix, in byte order,
	// starting at the first key that is not below from (empty: at the
	// first). A reversed scan goes down, starting at the last key that is
	// not above from. The caller may stop at any time, scan inside a scan,
	// and write inside the loop, which does not change what it yields.
	Scan(prefix, from string, reverse bool) iter.Seq2[Entry, error]
}

// Entry is a key with its value.
type Entry struct {
	Key   string
	Value []byte
}

// lender is a transaction that spares the tables a copy of what nobody changes:
// they read a value only to decode it, and write what they have just encoded.
type lender interface {
	// Borrow is Get, but that the value must not be changed.
	Borrow(key string) ([]byte, error)
	// Give is Set, but that the value is the store's from then on.
	Give(key string, value []byte) error
}

func borrow(r Reader, key string) ([]byte, error) {
	if l, ok := r.(lender); ok {
		return l.Borrow(key)
	}
	return r.Get(key)
}

func give(tx Tx, key string, value []byte) error {
	if l, ok := tx.(lender); ok {
		return l.Give(key, value)
	}
	return tx.Set(key, value)
}

// Tx reads and writes inside one transaction, and sees its own writes.
type Tx interface {
	Reader
	// Set writes a key, which must not be empty. The value stays the
	// caller's.
	Set(key string, value []byte) error
	// Delete removes a key; a missing key is no error.
	Delete(key string) error
}
