package persist

import (
	"context"

	"github.com/playgrant/playgrant/engine/store"
)

// dropBatch is how many keys are removed in one transaction.
const dropBatch = 1000

// Drop removes all keys that begin with any of the prefixes, in transactions
// of many keys. Badger's own DropPrefix is not used: it goes past conflict
// detection, so that a step which read a record before could still write what
// follows from it.
func (s *Store) Drop(ctx context.Context, prefixes ...string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, prefix := range prefixes {
		for {
			n, err := s.dropSome(ctx, prefix)
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return nil
}

// dropSome removes up to dropBatch keys and says how many there were.
func (s *Store) dropSome(ctx context.Context, prefix string) (n int, err error) {
	err = s.Update(ctx, func(tx store.Tx) error {
		n = 0
		for e, err := range tx.Scan(prefix, "", false) {
			if err != nil {
				return err
			}
			if err := tx.Delete(e.Key); err != nil {
				return err
			}
			if n++; n == dropBatch {
				break
			}
		}
		return nil
	})
	return n, err
}
