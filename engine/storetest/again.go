package storetest

import (
	"context"
	"errors"

	"github.com/playgrant/playgrant/engine/store"
)

// Again makes a store that runs twice each transaction that is to be
// committed, as if another had got in the way of the first run: whatever that
// leaves behind outside of the transaction shows in the second.
func Again(s store.Store) store.Store { return again{s} }

type again struct{ store.Store }

var errFirstRun = errors.New("the first of two runs")

func (a again) Update(ctx context.Context, fn func(store.Tx) error) error {
	err := a.Store.Update(ctx, func(tx store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errFirstRun
	})
	if !errors.Is(err, errFirstRun) {
		return err
	}
	return a.Store.Update(ctx, fn)
}
