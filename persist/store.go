package persist

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/dgraph-io/badger/v4"

	"github.com/playgrant/playgrant/engine/store"
)

// Store is the engine's store on Badger.
type Store struct {
	db    *badger.DB
	gate  store.Gate
	owner *ownerFile                     // nil in memory
	free  func() (bytes uint64, ok bool) // left on the disk; nil in memory
	stop  chan struct{}                  // ends the sweeper
	swept chan struct{}                  // closed when it has ended
}

var _ store.Store = (*Store)(nil)

// View runs fn on a consistent snapshot.
func (s *Store) View(ctx context.Context, fn func(store.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.gate.Enter(); err != nil {
		return err
	}
	defer s.gate.Leave()
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	r := &reader{txn: txn}
	defer r.end()
	return fn(r)
}

// Update runs fn in a transaction, again and again while others get in its
// way, until the context is over.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	if err := s.gate.Enter(); err != nil {
		return err
	}
	defer s.gate.Leave()
	if err := s.room(); err != nil {
		return err
	}
	for attempt := 0; ; attempt++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.attempt(fn)
		if !errors.Is(err, badger.ErrConflict) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func (s *Store) attempt(fn func(store.Tx) error) error {
	txn := s.db.NewTransaction(true)
	defer txn.Discard()
	t := &transaction{reader{txn: txn}}
	defer t.end()
	if err := fn(t); err != nil {
		return err
	}
	err := txn.Commit()
	if err != nil && !errors.Is(err, badger.ErrConflict) {
		return fmt.Errorf("writing to the store: %w", err)
	}
	return err
}

// pause waits a random while, longer the more attempts have failed, so that
// those that got in each other's way do not do so again.
func pause(ctx context.Context, attempt int) error {
	const first = 100 * time.Microsecond
	timer := time.NewTimer(rand.N(first << min(attempt, 6)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Close ends the store once running transactions are over.
func (s *Store) Close() error {
	if !s.gate.Shut() {
		return nil
	}
	close(s.stop)
	<-s.swept
	s.owner.remove()
	if err := s.room(); err != nil {
		// Badger would write a table. All that was answered is in its log, and
		// the lock goes with the process.
		return fmt.Errorf("closing the store: %w; nothing is lost", errors.Join(err, s.db.Sync()))
	}
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("closing the store: %w", err)
	}
	return nil
}
