package persist

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"github.com/dgraph-io/badger/v4"

	"github.com/playgrant/playgrant/engine/store"
)

// maxKey is the longest key that Badger takes, in bytes.
const maxKey = 65000

var errOver = errors.New("the transaction is over")

type reader struct {
	txn  *badger.Txn
	over bool
	// known is what was read before: a step asks for its client, its user and
	// the policy more than once, and looking a key up is most of what it costs.
	known map[string][]byte
}

func (r *reader) end() { r.over, r.known = true, nil }

// maxKnown is the longest value that is remembered, in bytes.
const maxKnown = 4096

func (r *reader) Get(key string) ([]byte, error) {
	value, err := r.Borrow(key)
	return bytes.Clone(value), err
}

// Borrow is Get for who does not change the value.
func (r *reader) Borrow(key string) ([]byte, error) {
	if r.over {
		return nil, errOver
	}
	if value, ok := r.known[key]; ok {
		return value, nil
	}
	item, err := r.txn.Get([]byte(key))
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, store.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", key, err)
	}
	value, err := item.ValueCopy(nil)
	if err == nil && len(value) <= maxKnown {
		if r.known == nil {
			r.known = map[string][]byte{}
		}
		r.known[key] = value
	}
	return value, err
}

func (r *reader) Scan(prefix, from string, reverse bool) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		if r.over {
			yield(store.Entry{}, errOver)
			return
		}
		it := r.txn.NewIterator(badger.IteratorOptions{Reverse: reverse, Prefix: tablesOf(prefix, reverse)})
		defer it.Close()
		for seek(it, prefix, from, reverse); it.ValidForPrefix([]byte(prefix)); it.Next() {
			item := it.Item()
			value, err := item.ValueCopy(nil)
			if !yield(store.Entry{Key: string(item.Key()), Value: value}, err) || err != nil {
				return
			}
		}
	}
}

// tablesOf lets Badger leave out tables without the prefix. Going down it must
// not: the scan begins at a key beyond the prefix, where Badger would stop.
func tablesOf(prefix string, reverse bool) []byte {
	if reverse {
		return nil
	}
	return []byte(prefix)
}

// seek goes to the first entry that a scan yields, if there is one.
func seek(it *badger.Iterator, prefix, from string, reverse bool) {
	switch {
	case !reverse:
		it.Seek([]byte(max(prefix, from)))
		return
	case from != "" && (from < prefix || bytes.HasPrefix([]byte(from), []byte(prefix))):
		it.Seek([]byte(from))
		return
	}
	end := after(prefix)
	if end == nil {
		it.Rewind()
		return
	}
	if it.Seek(end); it.Valid() && bytes.Equal(it.Item().Key(), end) {
		it.Next()
	}
}

// after is the lowest key above all that begin with prefix; nil if there is
// none.
func after(prefix string) []byte {
	end := []byte(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

type transaction struct{ reader }

func (t *transaction) Set(key string, value []byte) error {
	return t.Give(key, bytes.Clone(value))
}

// Give is Set for who does not change the value any more.
func (t *transaction) Give(key string, value []byte) error {
	if t.over {
		return errOver
	}
	delete(t.known, key)
	return explain(t.txn.Set([]byte(key), value), len(key), len(value))
}

func (t *transaction) Delete(key string) error {
	if t.over {
		return errOver
	}
	delete(t.known, key)
	return explain(t.txn.Delete([]byte(key)), len(key), 0)
}

// explain says why Badger would not take an entry: a transaction has room for
// over a MiB in all, and for values of up to a MiB in memory and 16 MiB on
// disk. Its own text on large ones holds their bytes, which must not get into
// logs.
func explain(err error, key, value int) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, badger.ErrTxnTooBig):
		return store.ErrTooBig
	case key > maxKey || value > inMemoryValue:
		return fmt.Errorf("a key of %d and a value of %d bytes: %w", key, value, store.ErrTooBig)
	}
	return err
}
