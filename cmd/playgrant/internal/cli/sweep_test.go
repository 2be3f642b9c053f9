package cli

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheStoreIsSweptAsLongAsItIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		passes := 0
		stop := startSweep(func(context.Context) (int, error) {
			passes++
			return 0, errors.New("a pass that fails does not end the sweep")
		}, slog.New(slog.DiscardHandler))
		time.Sleep(3*sweepEvery + time.Second)
		synctest.Wait()
		if passes != 3 {
			t.Errorf("%d passes in three minutes", passes)
		}
		stop()
		time.Sleep(3 * sweepEvery)
		if passes != 3 {
			t.Errorf("%d passes after the store was closed", passes)
		}
	})
}

// TestASweepGoesOnWhileThereIsSomethingToRemove, so that a store cannot fill
// faster than it is swept.
func TestASweepGoesOnWhileThereIsSomethingToRemove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := 3500
		stop := startSweep(func(context.Context) (int, error) {
			n := min(left, 1000)
			left -= n
			return n, nil
		}, slog.New(slog.DiscardHandler))
		time.Sleep(sweepEvery + time.Second)
		synctest.Wait()
		if left != 0 {
			t.Errorf("%d are left after the first minute", left)
		}
		stop()
	})
}
