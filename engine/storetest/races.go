package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/playgrant/playgrant/engine/store"
)

// racers is how many run at once for what only one may have.
const racers = 64

// race runs fn that many times at once.
func race(t *testing.T, n int, fn func(i int) error) {
	t.Helper()
	var (
		start = make(chan struct{})
		group sync.WaitGroup
	)
	for i := range n {
		group.Go(func() {
			<-start
			if err := fn(i); err != nil {
				t.Errorf("racer %d: %v", i, err)
			}
		})
	}
	close(start)
	group.Wait()
}

func lostUpdate(t *testing.T, s store.Store) {
	put(t, s, "count", "0")
	race(t, racers, func(int) error {
		return s.Update(never, func(tx store.Tx) error {
			raw, err := tx.Get("count")
			if err != nil {
				return err
			}
			n, err := strconv.Atoi(string(raw))
			if err != nil {
				return err
			}
			return tx.Set("count", []byte(strconv.Itoa(n+1)))
		})
	})
	want(t, s, "count", strconv.Itoa(racers))
}

var errTaken = errors.New("taken")

// claim lets all racers take what can be had once, and counts the winners.
func claim(t *testing.T, s store.Store, take func(tx store.Tx, racer string) error) {
	t.Helper()
	var winners atomic.Int32
	race(t, racers, func(i int) error {
		name := fmt.Sprint("racer ", i)
		err := s.Update(never, func(tx store.Tx) error { return take(tx, name) })
		if errors.Is(err, errTaken) {
			return nil
		}
		if err == nil {
			winners.Add(1)
			want(t, s, "claim", name)
		}
		return err
	})
	if n := winners.Load(); n != 1 {
		t.Errorf("%d of %d won what can be had once", n, racers)
	}
}

func claimMissing(t *testing.T, s store.Store) {
	claim(t, s, func(tx store.Tx, racer string) error {
		_, err := tx.Get("claim")
		if err == nil {
			return errTaken
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return tx.Set("claim", []byte(racer))
	})
}

func claimPresent(t *testing.T, s store.Store) {
	put(t, s, "code", "unused")
	claim(t, s, func(tx store.Tx, racer string) error {
		if _, err := tx.Get("code"); errors.Is(err, store.ErrNotFound) {
			return errTaken
		} else if err != nil {
			return err
		}
		return errors.Join(tx.Delete("code"), tx.Set("claim", []byte(racer)))
	})
}

// meet lets two transactions each finish reading before either writes. Only
// the first attempt of each waits.
type meet struct {
	mine, theirs chan struct{}
	once         sync.Once
}

func meeting() (a, b *meet) {
	x, y := make(chan struct{}), make(chan struct{})
	return &meet{mine: x, theirs: y}, &meet{mine: y, theirs: x}
}

func (m *meet) wait() {
	m.once.Do(func() {
		close(m.mine)
		<-m.theirs
	})
}

func writeSkew(t *testing.T, s store.Store) {
	// Two doctors are on call; either may leave while the other stays.
	put(t, s, "alice", "on", "bob", "on")
	leave := func(m *meet, me, other string) func() error {
		return func() error {
			return s.Update(never, func(tx store.Tx) error {
				there := read(t, tx, other)
				m.wait()
				if there != "on" {
					return nil
				}
				return tx.Set(me, []byte("off"))
			})
		}
	}
	a, b := meeting()
	first, second := background(leave(a, "alice", "bob")), background(leave(b, "bob", "alice"))
	if err := errors.Join(first(), second()); err != nil {
		t.Fatal(err)
	}
	if x, y := get(t, s, "alice"), get(t, s, "bob"); x == y {
		t.Errorf("alice is %s and bob is %s", x, y)
	}
}

func scannedKeyRead(t *testing.T, s store.Store) {
	put(t, s, "a1", "1", "a2", "2")
	attempts := 0
	err := s.Update(t.Context(), func(tx store.Tx) error {
		sum := ""
		var sumSb151 strings.Builder
		for e := range tx.Scan("a", "", false) {
			sumSb151.WriteString(string(e.Value))
		}
		sum += sumSb151.String()
		if attempts++; attempts == 1 {
			put(t, s, "a2", "changed")
		}
		return tx.Set("sum", []byte(sum))
	})
	if err != nil {
		t.Fatal(err)
	}
	want(t, s, "sum", "1changed")
}
