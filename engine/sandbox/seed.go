package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/store"
)

// seededSetting is there from the end of one seeding to the beginning of a
// reset. Where it is missing, whatever else there is is left from a reset that
// did not get to its end.
var seededSetting = store.NewSetting[bool]("seeded")

// Seed puts the fixtures into a store that has none, after clearing away what
// an interrupted reset has left there. The clock is then the real one again;
// the signing keys stay.
func Seed(ctx context.Context, s store.Store, c *clock.Clock, rand io.Reader) error {
	err := s.View(ctx, func(r store.Reader) error {
		_, err := seededSetting.Get(r)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := store.Wipe(ctx, s, store.OfSnapshots, KeysSetting.Key()); err != nil {
		return fmt.Errorf("clearing the sandbox: %w", err)
	}
	c.Restore(clock.State{})
	f, err := newFixtures(rand, c.Now())
	if err != nil {
		return fmt.Errorf("making the fixtures: %w", err)
	}
	err = s.Update(ctx, func(tx store.Tx) error {
		if err := f.put(tx); err != nil {
			return err
		}
		return seededSetting.Put(tx, true)
	})
	if err != nil {
		return fmt.Errorf("writing the fixtures: %w", err)
	}
	return nil
}
