package engine

import (
	"context"
	"errors"

	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/doctor"
	"github.com/playgrant/playgrant/engine/feed"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// open reads what the store holds, making what is missing: the signing key,
// and the fixtures of a fresh sandbox or of one whose reset was interrupted.
func (e *Engine) open(ctx context.Context) error {
	var (
		keys  []sign.Key
		state clock.State
	)
	err := e.cfg.Store.Update(ctx, func(tx store.Tx) (err error) {
		if state, err = sandbox.ClockSetting.Get(tx); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if keys, err = sandbox.KeysSetting.Get(tx); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		key, err := e.newKey()
		if err != nil {
			return err
		}
		key.CurrentSince = key.CreatedAt
		keys = []sign.Key{key}
		return sandbox.KeysSetting.Put(tx, keys)
	})
	if err != nil {
		return err
	}
	ring, err := sign.NewKeyring(keys...)
	if err != nil {
		return err
	}
	e.clock = clock.New(e.cfg.Now, state)
	e.runner = &step.Runner{
		Store: e.cfg.Store, Clock: e.clock, Rand: e.cfg.Rand, Keys: ring, Log: e.cfg.Log, Issuer: e.issuer, Dialect: e.cfg.Dialect,
		Doctor: func(s *step.Step) error { return doctor.Examine(s, e.clock) },
	}
	if err := sandbox.Seed(ctx, e.cfg.Store, e.clock, e.cfg.Rand); err != nil {
		return err
	}
	e.exchanges, err = openExchangeLog(ctx, e.cfg.Store, e.cfg.Exchanges, e.cfg.Lines, feed.New(e.cfg.Now()))
	return err
}
