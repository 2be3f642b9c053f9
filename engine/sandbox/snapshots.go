package sandbox

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// maxSnapshots is how many are kept at most: each is a copy of the sandbox.
const maxSnapshots = 50

var (
	ruleSnapshot = check.Rule{
		ID: "snapshot.kept", Says: "There is a snapshot of that name",
		Ref: "Playgrant", Fix: "GET /sandbox/snapshots lists those there are.", Param: "name",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is no snapshot of that name"},
	}
	ruleSnapshots = check.Rule{
		ID: "snapshot.room", Says: "There are no more than 50 snapshots",
		Ref: "Playgrant", Fix: "Remove one with DELETE /sandbox/snapshots/{name}, or take this one over another.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "There are 50 snapshots already"},
	}
)

func listSnapshots(s *step.Step) (*step.Answer, error) {
	list := []*model.Snapshot{}
	for snap, err := range store.Snapshots.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		list = append(list, snap)
	}
	return step.JSON(list), nil
}

func (d Deps) takeSnapshot(s *step.Step) (*step.Answer, error) {
	name, err := nameOfProgress(s)
	if err != nil {
		return nil, err
	}
	others := 0
	for snap, err := range store.Snapshots.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		if snap.Name != name {
			others++
		}
	}
	if err := s.Require(ruleSnapshots, others < maxSnapshots, "at most 50", "one more"); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusCreated, Finish: func() (any, error) {
		return store.TakeSnapshot(s.Ctx, d.Store, name, s.Now, outsideSnapshots()...)
	}}, nil
}

func (d Deps) restoreSnapshot(s *step.Step) (*step.Answer, error) {
	snap, err := snapshotNamed(s)
	if err != nil {
		return nil, err
	}
	// Until it is whole again this counts as a reset that broke off: opened
	// then, the sandbox is a fresh one, and the snapshot is still there.
	if err := seededSetting.Delete(s.Tx); err != nil {
		return nil, err
	}
	return &step.Answer{Finish: func() (any, error) { return snap, d.restore(s.Ctx, snap) }}, nil
}

func (d Deps) restore(ctx context.Context, snap *model.Snapshot) error {
	if err := store.RestoreSnapshot(ctx, d.Store, snap.Name, outsideSnapshots()...); err != nil {
		return err
	}
	return d.Store.Update(ctx, func(tx store.Tx) error {
		kept, err := ClockSetting.Get(tx)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := ClockSetting.Put(tx, d.backTo(kept, snap.At)); err != nil {
			return err
		}
		return seededSetting.Put(tx, true)
	})
}

// backTo makes the clock show the time at which the snapshot was taken, so that
// what was to expire in an hour expires in an hour.
func (d Deps) backTo(kept clock.State, at time.Time) clock.State {
	d.Clock.Restore(kept)
	state := d.Clock.SetTo(at)
	d.Clock.Restore(state)
	return state
}

func (d Deps) deleteSnapshot(s *step.Step) (*step.Answer, error) {
	snap, err := snapshotNamed(s)
	if err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent, Finish: func() (any, error) {
		return nil, store.DropSnapshot(s.Ctx, d.Store, snap.Name)
	}}, nil
}

func snapshotNamed(s *step.Step) (*model.Snapshot, error) {
	name, err := nameOfProgress(s)
	if err != nil {
		return nil, err
	}
	snap, err := store.Snapshots.Get(s.Tx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleSnapshot, false, "a snapshot", "none")
	}
	return snap, err
}

// outsideSnapshots are the settings that a snapshot leaves alone: the signing
// keys, and the marker of a whole sandbox.
func outsideSnapshots() []string { return []string{KeysSetting.Key(), seededSetting.Key()} }
