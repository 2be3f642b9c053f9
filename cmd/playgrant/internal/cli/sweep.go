package cli

import (
	"context"
	"log/slog"
	"time"
)

// sweepEvery is how long the store rests between two sweeps. One pass of a sweep
// reads a thousand records of each table at most.
const sweepEvery = time.Minute

// keepSwept removes what ended long ago, at each tick, until ctx ends. Passes
// follow one another as long as they remove something: at one a tick, an app
// that logs in more than a thousand times a minute would fill the store for
// ever. A pass that fails is tried again at the next tick: nothing hangs on it.
func keepSwept(ctx context.Context, ticks <-chan time.Time, sweep func(context.Context) (int, error), log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		total := 0
		n, err := sweep(ctx)
		for ; n > 0 && err == nil; n, err = sweep(ctx) {
			total += n
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Warn("the sweep will be tried again", "because", err)
		case total > 0:
			log.Debug("swept", "records", total)
		}
	}
}

// startSweep sweeps in the background. The function it returns ends that, and
// waits until it has.
func startSweep(sweep func(context.Context) (int, error), log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(sweepEvery)
		defer ticker.Stop()
		keepSwept(ctx, ticker.C, sweep, log)
	}()
	return func() { cancel(); <-done }
}
