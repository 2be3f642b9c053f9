package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// Snapshots are the names under which states of the sandbox are kept, with
// what is to be known of each. A snapshot that is not listed here is one that
// was not finished.
var Snapshots = Table[model.Snapshot]{"snapshot", func(v *model.Snapshot) string { return v.Name }}

// snapshotEntries is the table of the copies: name, then the key they have in
// the sandbox.
const snapshotEntries = "snapshot-entry"

// OfSnapshots reports whether a table belongs to the snapshots, which outlive
// a reset.
func OfSnapshots(table string) bool { return table == "snapshot" || table == snapshotEntries }

// outside are the tables that a snapshot neither holds nor changes: itself,
// and the record of what went over the wire.
func outside(table string) bool {
	return OfSnapshots(table) || table == Exchanges.name || table == ExchangeLines.name
}

// batchBytes and batchEntries bound one transaction of a copy.
const (
	batchBytes   = 1 << 20
	batchEntries = 500
)

// TakeSnapshot copies all that the sandbox holds under a name, over an earlier
// snapshot of that name. Settings with the keys in skip are left out. It is
// many transactions, so nothing else may write meanwhile; a crash leaves a
// snapshot that is not listed, and the earlier one of that name is gone.
func TakeSnapshot(ctx context.Context, s Store, name string, at time.Time, skip ...string) (*model.Snapshot, error) {
	if err := DropSnapshot(ctx, s, name); err != nil {
		return nil, err
	}
	made := &model.Snapshot{Name: name, At: at}
	tables, err := tableNames(ctx, s)
	if err != nil {
		return nil, err
	}
	target := key(snapshotEntries, name, "")
	for _, table := range tables {
		if outside(table) {
			continue
		}
		err := copyKeys(ctx, s, table+sep, made, func(k string) (string, bool) { return target + k, !slices.Contains(skip, k) })
		if err != nil {
			return nil, fmt.Errorf("taking snapshot %q: %w", name, err)
		}
	}
	return made, s.Update(ctx, func(tx Tx) error { return Snapshots.Put(tx, made) })
}

// RestoreSnapshot puts back what a snapshot holds, in place of all that the
// sandbox holds but the settings with the keys in keep. Like [TakeSnapshot] it
// is many transactions; one that broke off can be done again. It returns
// ErrNotFound if there is no such snapshot.
func RestoreSnapshot(ctx context.Context, s Store, name string, keep ...string) error {
	err := s.View(ctx, func(r Reader) error {
		_, err := Snapshots.Get(r, name)
		return err
	})
	if err != nil {
		return err
	}
	if err := Wipe(ctx, s, outside, keep...); err != nil {
		return fmt.Errorf("making room for snapshot %q: %w", name, err)
	}
	source := key(snapshotEntries, name, "")
	err = copyKeys(ctx, s, source, &model.Snapshot{}, func(k string) (string, bool) { return strings.TrimPrefix(k, source), true })
	if err != nil {
		return fmt.Errorf("restoring snapshot %q: %w", name, err)
	}
	return nil
}

// DropSnapshot removes a snapshot; a missing one is no error.
func DropSnapshot(ctx context.Context, s Store, name string) error {
	if err := s.Update(ctx, func(tx Tx) error { return Snapshots.Delete(tx, name) }); err != nil {
		return err
	}
	return s.Drop(ctx, key(snapshotEntries, name, ""))
}

// copyKeys copies the entries below prefix to where to says, a batch at a
// time, and counts them.
func copyKeys(ctx context.Context, s Store, prefix string, count *model.Snapshot, to func(key string) (string, bool)) error {
	for from, done := "", false; !done; {
		var next string
		var entries int
		var size int64
		err := s.Update(ctx, func(tx Tx) error {
			next, entries, size, done = "", 0, 0, true
			for e, err := range tx.Scan(prefix, from, false) {
				if err != nil {
					return err
				}
				target, ok := to(e.Key)
				if !ok {
					continue
				}
				if entries > 0 && (entries == batchEntries || size+int64(len(e.Value)) > batchBytes) {
					next, done = e.Key, false
					return nil
				}
				if err := tx.Set(target, e.Value); err != nil {
					return err
				}
				entries++
				size += int64(len(e.Value))
			}
			return nil
		})
		if err != nil {
			return err
		}
		from = next
		count.Entries += entries
		count.Bytes += size
	}
	return nil
}
