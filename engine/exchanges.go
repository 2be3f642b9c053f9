package engine

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/playgrant/playgrant/engine/feed"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// How many exchanges are kept unless Config says: whole, and as a line of the
// list. A line takes some 200 bytes, a whole one as much as was sent.
const (
	defaultExchanges = 10_000
	defaultLines     = 100_000
)

// exchangeLog keeps the newest exchanges in the store, numbered from 1.
type exchangeLog struct {
	store store.Store
	keep  int64
	lines int64 // how many are kept as lines, no fewer than keep
	news  *feed.Feed

	mu   sync.RWMutex // held for writing while the log is cleared
	next idCounter
}

// idCounter counts exchanges. The era tells those of before a reset.
type idCounter struct {
	mu   sync.Mutex
	last int64
	era  int
}

// openExchangeLog goes on from the newest exchange that the store holds, and
// forgets what is more than is to be kept.
func openExchangeLog(ctx context.Context, s store.Store, keep, lines int, news *feed.Feed) (*exchangeLog, error) {
	l := &exchangeLog{store: s, keep: int64(keep), lines: int64(lines), news: news}
	if l.keep <= 0 {
		l.keep = defaultExchanges
	}
	if l.lines <= 0 {
		l.lines = defaultLines
	}
	l.lines = max(l.lines, l.keep)
	err := s.View(ctx, func(r store.Reader) error {
		for x, err := range store.Exchanges.Newest(r, "") {
			if err != nil {
				return err
			}
			l.next.last, err = strconv.ParseInt(x.ID, 10, 64)
			return err
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = trim(ctx, s, store.Exchanges, l.next.last-l.keep, func(x *model.Exchange) string { return x.ID })
	return l, errors.Join(err, trim(ctx, s, store.ExchangeLines, l.next.last-l.lines, func(x *model.ExchangeLine) string { return x.ID }))
}

// trim forgets what an earlier, larger limit has left: all up to newestGone.
func trim[T any](ctx context.Context, s store.Store, table store.Table[T], newestGone int64, id func(*T) string) error {
	if newestGone < 1 {
		return nil
	}
	const batch = 500 // a store's transactions are not boundless
	for full := true; full; {
		full = false
		err := s.Update(ctx, func(tx store.Tx) error {
			n := 0
			for x, err := range table.Newest(tx, exchangeKey(newestGone)) {
				if err != nil {
					return err
				}
				if full = n == batch; full {
					return nil
				}
				n++
				if err := table.Delete(tx, store.ExchangeKey(id(x))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func exchangeKey(n int64) string { return store.ExchangeKey(strconv.FormatInt(n, 10)) }

// number gives an exchange its id, and tells the era it belongs to.
func (l *exchangeLog) number() (id string, era int) {
	l.next.mu.Lock()
	defer l.next.mu.Unlock()
	l.next.last++
	return strconv.FormatInt(l.next.last, 10), l.next.era
}

// save keeps an exchange, in the place of the oldest. One that began before a
// reset is forgotten with the others of its era.
func (l *exchangeLog) save(ctx context.Context, x *model.Exchange, era int) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if era != l.next.now() {
		return nil
	}
	n, err := strconv.ParseInt(x.ID, 10, 64)
	if err != nil {
		return err
	}
	line := x.Line()
	err = l.store.Update(ctx, func(tx store.Tx) error {
		if n > l.keep {
			if err := store.Exchanges.Delete(tx, exchangeKey(n-l.keep)); err != nil {
				return err
			}
		}
		if n > l.lines {
			if err := store.ExchangeLines.Delete(tx, exchangeKey(n-l.lines)); err != nil {
				return err
			}
		}
		if err := store.ExchangeLines.Put(tx, &line); err != nil {
			return err
		}
		return store.Exchanges.Put(tx, x)
	})
	if err == nil {
		l.news.Publish(line)
	}
	return err
}

// forget empties the log and counts on. Exchanges that have begun are
// forgotten too.
func (l *exchangeLog) forget(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.mu.Lock()
	l.next.era++
	l.next.mu.Unlock()
	defer l.news.Restart()
	return store.DropExchanges(ctx, l.store)
}

// restart empties the log by way of wipe, and counts from 1 again.
func (l *exchangeLog) restart(wipe func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.mu.Lock()
	l.next.last = 0
	l.next.era++
	l.next.mu.Unlock()
	defer l.news.Restart()
	return wipe()
}

func (c *idCounter) now() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.era
}
