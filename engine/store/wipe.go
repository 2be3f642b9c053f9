package store

import (
	"context"
	"slices"
	"strings"
)

// Key is where the setting is kept, for [Wipe].
func (s Setting[T]) Key() string { return key("setting", s.name) }

// Delete removes the setting; a missing one is no error.
func (s Setting[T]) Delete(tx Tx) error { return tx.Delete(s.Key()) }

// Wipe removes all that the store holds but the settings with the given keys
// and the tables whose names stay says yes to; nil: no table stays. It finds the tables by looking, so that none can be forgotten. It is not one
// transaction: a crash may leave some of it.
func Wipe(ctx context.Context, s Store, stays func(table string) bool, keep ...string) error {
	settings := key("setting")
	names, err := tableNames(ctx, s)
	if err != nil {
		return err
	}
	var tables, drop []string
	for _, name := range names {
		if name+sep != settings && (stays == nil || !stays(name)) {
			tables = append(tables, name+sep)
		}
	}
	if len(tables) > 0 {
		if err := s.Drop(ctx, tables...); err != nil {
			return err
		}
	}
	return s.Update(ctx, func(tx Tx) error {
		drop = drop[:0]
		for e, err := range tx.Scan(settings, "", false) {
			if err != nil {
				return err
			}
			if !slices.Contains(keep, e.Key) {
				drop = append(drop, e.Key)
			}
		}
		for _, k := range drop {
			if err := tx.Delete(k); err != nil {
				return err
			}
		}
		return nil
	})
}

// tableNames lists the tables that hold anything, the settings among them.
func tableNames(ctx context.Context, s Store) (names []string, err error) {
	err = s.View(ctx, func(r Reader) error {
		names = nil
		for from := ""; ; {
			name, found, err := nextTable(r, from)
			if err != nil || !found {
				return err
			}
			names = append(names, name)
			from = name + "\x01"
		}
	})
	return names, err
}

// nextTable names the first table that is not below from.
func nextTable(r Reader, from string) (name string, found bool, err error) {
	for e, err := range r.Scan("", from, false) {
		if err != nil {
			return "", false, err
		}
		name, _, _ = strings.Cut(e.Key, sep)
		return name, true, nil
	}
	return "", false, nil
}
