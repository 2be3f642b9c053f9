package family

import (
	"errors"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// Remove takes a family that ended before the given time out of the store,
// with all its tokens; of more than most, it removes as many, and the family
// with the last of them. It reports whether the family is gone, and whether
// there is more to do.
func Remove(tx store.Tx, f *model.Family, before time.Time, most int) (gone, more bool, err error) {
	c, err := store.Clients.Get(tx, f.ClientID)
	if errors.Is(err, store.ErrNotFound) {
		c, err = &model.Client{}, nil // its client is gone: only its own end counts
	}
	if err != nil {
		return false, false, err
	}
	over := !f.EndedAt.IsZero() && f.EndedAt.Before(before)
	if !over && Expired(f, c, before) == "" {
		return false, false, nil
	}
	if more, err := removeTokens(tx, f, most); err != nil || more {
		return false, more, err
	}
	if f.State == model.StateActive {
		if err := leave(tx, f); err != nil {
			return false, false, err
		}
	}
	if err := store.FamilyByUser.Remove(tx, f.ID, f.Authenticated.UserID); err != nil {
		return false, false, err
	}
	if err := store.FamilyByTime.Remove(tx, f.ID, beginning(f)); err != nil {
		return false, false, err
	}
	return true, false, store.Families.Delete(tx, f.ID)
}

// removeTokens removes up to most of a family's tokens, and reports whether
// there are more.
func removeTokens(tx store.Tx, f *model.Family, most int) (more bool, err error) {
	n := 0
	for hash, err := range store.TokenByFamily.Find(tx, f.ID) {
		if err != nil || n == most {
			return true, err
		}
		n++
		if err := store.RefreshTokens.Delete(tx, hash); err != nil {
			return false, err
		}
		if err := store.TokenByFamily.Remove(tx, hash, f.ID); err != nil {
			return false, err
		}
	}
	return false, nil
}
