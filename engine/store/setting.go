package store

import (
	"encoding/json"
	"fmt"
)

// Setting is a record that there is one of.
type Setting[T any] struct{ name string }

// NewSetting names a setting.
func NewSetting[T any](name string) Setting[T] { return Setting[T]{name} }

// Get reads the setting, or returns ErrNotFound.
func (s Setting[T]) Get(r Reader) (T, error) {
	var v T
	raw, err := borrow(r, key("setting", s.name))
	if err != nil {
		return v, err
	}
	read, err := decode[T](s.name, raw)
	if err != nil {
		return v, fmt.Errorf("setting %s: %w", s.name, err)
	}
	return *read, nil
}

// Put writes the setting.
func (s Setting[T]) Put(tx Tx, v T) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("setting %s: %w", s.name, err)
	}
	return tx.Set(key("setting", s.name), raw)
}
