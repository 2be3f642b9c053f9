package family

import (
	"errors"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// Remove takes a family that ended before the given time out of the store,
// with all its tokens. It reports whether it did.
func Remove(tx store.Tx, f *model.Family, before time.Time) (bool, error) {
	c, err := store.Clients.Get(tx, f.ClientID)
	if errors.Is(err, store.ErrNotFound) {
		c, err = &model.Client{}, nil // its client is gone: only its own end counts
	}
	if err != nil {
		return false, err
	}
	over := !f.EndedAt.IsZero() && f.EndedAt.Before(before)
	if !over && Expired(f, c, before) == "" {
		return false, nil
	}
	if f.State == model.StateActive {
		if err := leave(tx, f); err != nil {
			return false, err
		}
	}
	for hash, err := range store.TokenByFamily.Find(tx, f.ID) {
		if err != nil {
			return false, err
		}
		if err := store.RefreshTokens.Delete(tx, hash); err != nil {
			return false, err
		}
		if err := store.TokenByFamily.Remove(tx, hash, f.ID); err != nil {
			return false, err
		}
	}
	if err := store.FamilyByUser.Remove(tx, f.ID, f.Authenticated.UserID); err != nil {
		return false, err
	}
	if err := store.FamilyByTime.Remove(tx, f.ID, beginning(f)); err != nil {
		return false, err
	}
	return true, store.Families.Delete(tx, f.ID)
}
