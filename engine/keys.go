package engine

import (
	"context"

	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/store"
)

// newKey makes a signing key.
func (e *Engine) newKey() (sign.Key, error) {
	private, err := e.cfg.NewKey()
	if err != nil {
		return sign.Key{}, err
	}
	return sign.NewKey(private, e.cfg.Now())
}

// PrepareKey makes the key that a rotation will sign with, if there is none, so
// that apps find it in the JWKS before. A fresh sandbox is opened without one:
// it takes a while to make, and nobody is to wait for it.
func (e *Engine) PrepareKey(ctx context.Context) error {
	kept, err := e.kept(ctx)
	if err != nil {
		return err
	}
	prepared, err := sign.Prepare(kept, e.newKey)
	if err != nil || len(prepared) == len(kept) {
		return err
	}
	next := prepared[1]
	err = e.cfg.Store.Update(ctx, func(tx store.Tx) error {
		keys, err := sandbox.KeysSetting.Get(tx)
		if err != nil {
			return err
		}
		// Another may have been made meanwhile; then this one is not needed.
		keys, err = sign.Prepare(keys, func() (sign.Key, error) { return next, nil })
		if err != nil {
			return err
		}
		return sandbox.KeysSetting.Put(tx, keys)
	})
	if err != nil {
		return err
	}
	return e.runner.Keys.Reload(func() ([]sign.Key, error) { return e.kept(ctx) })
}

func (e *Engine) kept(ctx context.Context) (keys []sign.Key, err error) {
	err = e.cfg.Store.View(ctx, func(r store.Reader) error {
		keys, err = sandbox.KeysSetting.Get(r)
		return err
	})
	return keys, err
}
