package store

import (
	"errors"
	"sync"
)

// ErrClosed is returned by a store that was closed.
var ErrClosed = errors.New("the store is closed")

// Gate lets an implementation of [Store] wait in Close for the transactions
// that are running, and refuse later ones. Its zero value is open.
type Gate struct {
	mu     sync.Mutex
	shut   bool
	inside sync.WaitGroup
}

// Enter begins a transaction, or returns ErrClosed. Each Enter without an
// error needs one Leave.
func (g *Gate) Enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return ErrClosed
	}
	g.inside.Add(1)
	return nil
}

// Leave ends a transaction.
func (g *Gate) Leave() { g.inside.Done() }

// Shut lets nobody in any more and returns once all have left. It reports
// whether the gate was open before.
func (g *Gate) Shut() bool {
	g.mu.Lock()
	open := !g.shut
	g.shut = true
	g.mu.Unlock()
	g.inside.Wait()
	return open
}
