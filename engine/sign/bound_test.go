package sign_test

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/playgrant/playgrant/engine/sign"
)

// waits lets somebody wait and returns once they do.
func waits(t *testing.T, b *sign.Bound, name string, in func()) {
	t.Helper()
	before := b.Waiting()
	go func() {
		b.Enter(name)
		in()
	}()
	for b.Waiting() == before {
	}
}

func TestBoundGivesTurnsByName(t *testing.T) {
	b := sign.NewBound(1)
	b.Enter("flood")
	var mu sync.Mutex
	var order []string
	done := make(chan struct{}, 8)
	arrive := func(name string) {
		waits(t, b, name, func() {
			mu.Lock()
			order = append(order, name)
			mu.Unlock()
			b.Leave()
			done <- struct{}{}
		})
	}
	for _, name := range []string{"flood", "flood", "flood", "flood", "a", "b", "a"} {
		arrive(name)
	}
	b.Leave()
	for range 7 {
		<-done
	}
	want := []string{"flood", "a", "b", "flood", "a", "flood", "flood"}
	if !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
	b.Enter("a") // its place is free again
	b.Leave()
}

func TestBoundLetsNoMoreIn(t *testing.T) {
	const most = 3
	b := sign.NewBound(most)
	var inside atomic.Int32
	var over atomic.Bool
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			b.Enter([]string{"a", "b", "c"}[i%3])
			if inside.Add(1) > most {
				over.Store(true)
			}
			runtime.Gosched()
			inside.Add(-1)
			b.Leave()
		})
	}
	all.Wait()
	if over.Load() || b.Waiting() != 0 {
		t.Errorf("more than %d at once: %v; %d wait", most, over.Load(), b.Waiting())
	}
}
