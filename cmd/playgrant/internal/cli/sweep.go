package cli

import (
	"context"
	"log/slog"
	"time"
)

// sweepEvery is how long the store rests between two passes of the sweep. One
// pass reads a thousand records of each table at most.
const sweepEvery = time.Minute

// keepSwept removes what ended long ago, a batch at each tick, until ctx ends.
// A pass that fails is tried again at the next tick: nothing hangs on it.
func keepSwept(ctx context.Context, ticks <-chan time.Time, sweep func(context.Context) (int, error), log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		n, err := sweep(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Warn("the sweep will be tried again", "because", err)
		case n > 0:
			log.Debug("swept", "records", n)
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
