// Package feed tells those who wait that an exchange was finished. Waiting
// costs nothing: no transaction is open, and nobody looks again and again.
package feed

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// remembered is how many of the newest lines can be told without reading the
// store; who has missed more reads the list again.
const remembered = 512

// Feed is the news of one sandbox. It is safe for concurrent use.
type Feed struct {
	boot string // tells the cursors of this run of the program

	mu    sync.Mutex
	era   int   // how often the list began anew
	count int64 // lines told in this era
	ring  [remembered]model.ExchangeLine
	wake  chan struct{} // closed at the next news; nil while nobody waits
}

// New makes a feed. Its cursors hold for one run of the program, named by the
// time at which it began.
func New(began time.Time) *Feed { return &Feed{boot: strconv.FormatInt(began.UnixNano(), 36)} }

// Publish tells a line.
func (f *Feed) Publish(l model.ExchangeLine) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ring[f.count%remembered] = l
	f.count++
	f.awake()
}

// Restart says that the list began anew.
func (f *Feed) Restart() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.era, f.count = f.era+1, 0
	clear(f.ring[:])
	f.awake()
}

func (f *Feed) awake() {
	if f.wake != nil {
		close(f.wake)
		f.wake = nil
	}
}

// Cursor is where news begin that are not told yet.
func (f *Feed) Cursor() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cursor()
}

func (f *Feed) cursor() string { return fmt.Sprintf("%s.%d.%d", f.boot, f.era, f.count) }

// Since tells what was finished after a cursor. A cursor of another era, or
// one that lies too far back, has missed something.
func (f *Feed) Since(cursor string) model.TrafficNews {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := model.TrafficNews{Cursor: f.cursor(), Lines: []model.ExchangeLine{}}
	from, ok := f.position(cursor)
	if !ok {
		n.Missed = true
		return n
	}
	for i := from; i < f.count; i++ {
		n.Lines = append(n.Lines, f.ring[i%remembered])
	}
	return n
}

// position reads a cursor; ok is false if it does not hold any more.
func (f *Feed) position(cursor string) (from int64, ok bool) {
	era, found := strings.CutPrefix(cursor, f.boot+".")
	era, text, cut := strings.Cut(era, ".")
	from, err := strconv.ParseInt(text, 10, 64)
	return from, found && cut && err == nil && era == strconv.Itoa(f.era) &&
		from >= 0 && from <= f.count && from >= f.count-remembered
}

// Wait returns once there are news after the cursor, or stop or ctx is done.
func (f *Feed) Wait(ctx context.Context, stop <-chan struct{}, cursor string) {
	for {
		f.mu.Lock()
		if from, ok := f.position(cursor); !ok || from < f.count {
			f.mu.Unlock()
			return
		}
		if f.wake == nil {
			f.wake = make(chan struct{})
		}
		wake := f.wake
		f.mu.Unlock()
		select {
		case <-wake:
		case <-stop:
			return
		case <-ctx.Done():
			return
		}
	}
}
