// Package sweep keeps the store from growing for ever: it removes what ended
// so long ago that nobody can want it back.
//
// The clock may have been moved, and may be moved back. So a record goes only
// when it ended before [Retention] by the sandbox's clock and by the machine's.
package sweep

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// Retention is how long a record is kept after its end.
const Retention = 30 * 24 * time.Hour

// batch is how many records of a table one pass reads: a pass is short, and a
// big store is gone through in many.
const batch = 1000

// Sweeper goes through the store a batch at a time. It is not safe for
// concurrent use.
type Sweeper struct {
	store  store.Store
	before time.Time
	froms  map[string]string // by table: where the next pass goes on
}

// New makes a sweeper that starts at the beginning.
func New(s store.Store) *Sweeper { return &Sweeper{store: s, froms: map[string]string{}} }

// Pass removes what ended long ago among the next batch of each table. It
// returns how many records went. now is the sandbox's time, machine the
// machine's.
func (w *Sweeper) Pass(ctx context.Context, now, machine time.Time) (removed int, err error) {
	if machine.Before(now) {
		now = machine
	}
	w.before = now.Add(-Retention)
	for _, table := range tables {
		n, failed := table(ctx, w)
		removed += n
		err = errors.Join(err, failed)
	}
	return removed, err
}

// tables are what is swept, one line each.
var tables = []func(context.Context, *Sweeper) (int, error){
	sweeping(store.Logins, "login", func(v *model.Login) time.Time { return v.ExpiresAt }),
	sweeping(store.Codes, "code", func(v *model.Code) time.Time { return v.ExpiresAt }),
	sweeping(store.Assertions, "assertion", func(v *model.Assertion) time.Time { return v.ExpiresAt }),
	sweeping(store.Pushed, "pushed", func(v *model.PushedRequest) time.Time { return v.ExpiresAt }),
	sweeping(store.DeviceCodes, "device-code", func(v *model.DeviceCode) time.Time { return v.ExpiresAt }),
	sweeping(store.UserCodes, "user-code", func(v *model.UserCode) time.Time { return v.ExpiresAt }),
	sweeping(store.Passwordless, "passwordless", func(v *model.Passwordless) time.Time { return v.ExpiresAt }),
	sweeping(store.PasswordTicket, "password-ticket", func(v *model.PasswordTicket) time.Time { return v.ExpiresAt }),
	sweeping(store.Attempts, "attempts", func(v *model.Attempts) time.Time { return v.At }),
	sweeping(store.MFAs, "mfa", func(v *model.MFATransaction) time.Time { return v.ExpiresAt }),
	sweeping(store.Challenges, "challenge", func(v *model.Challenge) time.Time { return v.ExpiresAt }),
	sweeping(store.Sends, "sends", func(v *model.Sends) time.Time { return slices.MaxFunc(v.At, time.Time.Compare) }),
	sweeping(store.Messages, "message", func(v *model.Message) time.Time { return v.At }),
	sweeping(store.RevokedTokens, "revoked-token", func(v *model.RevokedToken) time.Time { return v.At }),
	sweeping(store.AccessTokens, "access-token", func(v *model.AccessToken) time.Time { return v.ExpiresAt }),
	sweeping(store.Sessions, "session", func(v *model.Session) time.Time { return v.ExpiresAt }),
	sweeping(store.Remembered, "remembered", (*model.RememberedBrowser).End),
	families,
}

// table is what a pass needs of a store.Table.
type table[T any] interface {
	Get(r store.Reader, id string) (*T, error)
	Delete(tx store.Tx, id string) error
	Rows(r store.Reader, from string) iter.Seq2[store.Row[T], error]
}

// sweeping makes the pass over a table whose records end at a time of their
// own. Each is looked at again in the transaction that removes it: some have
// an id that comes back, such as the code that was sent to an address, and may
// have begun anew.
func sweeping[T any](t table[T], name string, end func(*T) time.Time) func(context.Context, *Sweeper) (int, error) {
	return func(ctx context.Context, w *Sweeper) (removed int, err error) {
		dead := func(v *T) bool { return end(v).Before(w.before) }
		ids, err := page(ctx, w, t, name, dead)
		if err != nil || len(ids) == 0 {
			return 0, err
		}
		err = w.store.Update(ctx, func(tx store.Tx) error {
			removed = 0
			for _, id := range ids {
				v, err := t.Get(tx, id)
				if errors.Is(err, store.ErrNotFound) || err == nil && !dead(v) {
					continue
				}
				if err != nil {
					return err
				}
				if err := t.Delete(tx, id); err != nil {
					return err
				}
				removed++
			}
			return nil
		})
		return removed, err
	}
}

// page reads the next batch of a table and returns the ids of those records
// that may go.
func page[T any](ctx context.Context, w *Sweeper, t table[T], name string, dead func(*T) bool) (ids []string, err error) {
	err = w.store.View(ctx, func(r store.Reader) error {
		n := 0
		for row, err := range t.Rows(r, w.froms[name]) {
			if err != nil {
				return err
			}
			if n == batch {
				w.froms[name] = row.ID
				return nil
			}
			if n++; dead(row.Value) {
				ids = append(ids, row.ID)
			}
		}
		delete(w.froms, name) // the end: the next pass starts over
		return nil
	})
	return ids, err
}

// families removes families with all their tokens. One that cannot be removed
// keeps no other from it.
func families(ctx context.Context, w *Sweeper) (removed int, err error) {
	ids, err := page(ctx, w, store.Families, "family", func(f *model.Family) bool { return f.LastUsedAt.Before(w.before) })
	for _, id := range ids {
		gone, failed := w.family(ctx, id)
		if gone {
			removed++
		}
		err = errors.Join(err, failed)
	}
	return removed, err
}

// family removes a family, in as many transactions as its tokens need. One
// that expired is looked at again in each: its idle lifetime is the client's
// setting, and it may have been used since.
func (w *Sweeper) family(ctx context.Context, id string) (gone bool, err error) {
	for more := true; more && err == nil; {
		err = w.store.Update(ctx, func(tx store.Tx) error {
			f, err := store.Families.Get(tx, id)
			if err != nil {
				return err
			}
			gone, more, err = family.Remove(tx, f, w.before, batch)
			return err
		})
	}
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return gone && err == nil, err
}
