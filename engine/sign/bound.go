package sign

import (
	"runtime"
	"sync"
)

// Signers is how many signatures are made at once: half as many as Go runs
// goroutines, at least one. A signature is about a millisecond of pure
// computation. Were all of Go's threads at it, then whoever else wants to run,
// the network poller first of all, would wait for one at every turn.
func Signers() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// Bound lets so many in at once, and those who wait by turns: one of each name,
// so that a crowd of one name keeps others waiting for one of it, not for all.
type Bound struct {
	mu    sync.Mutex
	free  int
	queue map[string][]chan struct{}
	turns []string // the names that wait, in the order of their turns
}

// NewBound makes a bound of n, at least one.
func NewBound(n int) *Bound {
	return &Bound{free: max(n, 1), queue: map[string][]chan struct{}{}}
}

// Enter waits for a turn. Each Enter needs a Leave.
func (b *Bound) Enter(name string) {
	b.mu.Lock()
	if b.free > 0 { // then nobody waits
		b.free--
		b.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	if len(b.queue[name]) == 0 {
		b.turns = append(b.turns, name)
	}
	b.queue[name] = append(b.queue[name], turn)
	b.mu.Unlock()
	<-turn
}

// Leave gives the place to the next who waits.
func (b *Bound) Leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.turns) == 0 {
		b.free++
		return
	}
	name := b.turns[0]
	b.turns = b.turns[1:]
	waiting := b.queue[name]
	close(waiting[0])
	if len(waiting) == 1 {
		delete(b.queue, name)
		return
	}
	b.queue[name] = waiting[1:]
	b.turns = append(b.turns, name)
}

// Waiting is how many wait.
func (b *Bound) Waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, waiting := range b.queue {
		n += len(waiting)
	}
	return n
}
