package engine

import (
	"context"

	"github.com/playgrant/playgrant/engine/sweep"
)

// Sweep removes a batch of what ended long ago and returns how many records
// that were; it makes the next signing key besides, if there is none. Called now and then, it keeps the store from growing for ever.
func (e *Engine) Sweep(ctx context.Context) (int, error) {
	e.sweeping.Lock()
	defer e.sweeping.Unlock()
	if e.sweeper == nil {
		e.sweeper = sweep.New(e.cfg.Store)
	}
	if err := e.PrepareKey(ctx); err != nil {
		return 0, err
	}
	return e.sweeper.Pass(ctx, e.clock.Now(), e.cfg.Now())
}
