package store

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
)

// sep parts the elements of a key. It sorts before all text, so the entries
// of "a" stand together and before those of "ab".
const sep = "\x00"

// key joins a table's name and the parts of an id.
func key(name string, parts ...string) string {
	return name + sep + strings.Join(parts, sep)
}

// Table is a typed collection of records, each kept as JSON under its id.
type Table[T any] struct {
	name string
	id   func(*T) string
}

// Get reads one record. It returns ErrNotFound if there is none.
func (t Table[T]) Get(r Reader, id string) (*T, error) {
	raw, err := borrow(r, key(t.name, id))
	if err != nil {
		return nil, err
	}
	return t.decode(raw)
}

// Put writes a record, over an earlier one with the same id.
func (t Table[T]) Put(tx Tx, v *T) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	return give(tx, key(t.name, t.id(v)), raw)
}

// Delete removes a record; a missing one is no error.
func (t Table[T]) Delete(tx Tx, id string) error {
	return tx.Delete(key(t.name, id))
}

// All yields every record in the order of their ids.
func (t Table[T]) All(r Reader) iter.Seq2[*T, error] { return t.scan(r, "", "", false) }

// Newest yields the records in falling order of their ids, from the one that
// is not above from (empty: from the last).
func (t Table[T]) Newest(r Reader, from string) iter.Seq2[*T, error] {
	return t.scan(r, "", from, true)
}

// Row is a record with its id.
type Row[T any] struct {
	ID    string
	Value *T
}

// Rows yields the records with their ids, in the order of the ids, from the
// first that is not below from.
func (t Table[T]) Rows(r Reader, from string) iter.Seq2[Row[T], error] {
	return func(yield func(Row[T], error) bool) {
		prefix := key(t.name, "")
		if from != "" {
			from = prefix + from
		}
		for e, err := range r.Scan(prefix, from, false) {
			if err != nil {
				yield(Row[T]{}, err)
				return
			}
			v, err := t.decode(e.Value)
			if !yield(Row[T]{strings.TrimPrefix(e.Key, prefix), v}, err) || err != nil {
				return
			}
		}
	}
}

func (t Table[T]) scan(r Reader, prefix, from string, reverse bool) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		if from != "" {
			from = key(t.name, from)
		}
		for e, err := range r.Scan(key(t.name, prefix), from, reverse) {
			if err != nil {
				yield(nil, err)
				return
			}
			v, err := t.decode(e.Value)
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

func (t Table[T]) decode(raw []byte) (*T, error) {
	v, err := decode[T](t.name, raw)
	if err != nil {
		return nil, fmt.Errorf("%s: a record that cannot be read: %w", t.name, err)
	}
	return v, nil
}

// Index finds ids by something else than themselves.
type Index struct{ name string }

// Add makes id findable under the given parts.
func (x Index) Add(tx Tx, id string, parts ...string) error {
	return tx.Set(key(x.name, append(parts, id)...), nil)
}

// Remove undoes Add.
func (x Index) Remove(tx Tx, id string, parts ...string) error {
	return tx.Delete(key(x.name, append(parts, id)...))
}

// Find yields the ids under the given parts, in byte order.
func (x Index) Find(r Reader, parts ...string) iter.Seq2[string, error] {
	return x.find(r, key(x.name, parts...)+sep, false)
}

// Last yields all ids of the index, from the last entry down.
func (x Index) Last(r Reader) iter.Seq2[string, error] { return x.find(r, key(x.name), true) }

func (x Index) find(r Reader, prefix string, reverse bool) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for e, err := range r.Scan(prefix, "", reverse) {
			if err != nil {
				yield("", err)
				return
			}
			id := e.Key[strings.LastIndex(e.Key, sep)+1:]
			if !yield(id, nil) {
				return
			}
		}
	}
}
