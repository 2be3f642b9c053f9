package engine

import (
	"context"
	"strconv"
	"sync"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// defaultExchanges is how many exchanges are kept unless Config says.
const defaultExchanges = 10_000

// exchangeLog keeps the newest exchanges in the store, numbered from 1.
type exchangeLog struct {
	store store.Store
	keep  int64

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
func openExchangeLog(ctx context.Context, s store.Store, keep int) (*exchangeLog, error) {
	l := &exchangeLog{store: s, keep: int64(keep)}
	if l.keep <= 0 {
		l.keep = defaultExchanges
	}
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
	if err := l.trim(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// trim forgets the exchanges that an earlier, larger limit has left.
func (l *exchangeLog) trim(ctx context.Context) error {
	newestGone := l.next.last - l.keep
	if newestGone < 1 {
		return nil
	}
	const batch = 500 // a store's transactions are not boundless
	for full := true; full; {
		full = false
		err := l.store.Update(ctx, func(tx store.Tx) error {
			n := 0
			for x, err := range store.Exchanges.Newest(tx, store.ExchangeKey(strconv.FormatInt(newestGone, 10))) {
				if err != nil {
					return err
				}
				if full = n == batch; full {
					return nil
				}
				n++
				if err := store.Exchanges.Delete(tx, store.ExchangeKey(x.ID)); err != nil {
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
	return l.store.Update(ctx, func(tx store.Tx) error {
		if n > l.keep {
			if err := store.Exchanges.Delete(tx, store.ExchangeKey(strconv.FormatInt(n-l.keep, 10))); err != nil {
				return err
			}
		}
		return store.Exchanges.Put(tx, x)
	})
}

// restart empties the log by way of wipe, and counts from 1 again.
func (l *exchangeLog) restart(wipe func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next.mu.Lock()
	l.next.last = 0
	l.next.era++
	l.next.mu.Unlock()
	return wipe()
}

func (c *idCounter) now() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.era
}
