package session

import (
	"errors"
	"maps"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// rememberedCookie is not the one that stands for the browser: that one is
// there before anybody logs in, so somebody else may have set it.
const rememberedCookie = "playgrant_remembered"

// Remembered returns until when the user need give no second factor in this
// browser, or the zero time.
func Remembered(s *step.Step, userID string) (time.Time, error) {
	kept, err := remembered(s)
	if err != nil || kept == nil || !s.Now.Before(kept.Until[userID]) {
		return time.Time{}, err
	}
	return kept.Until[userID], nil
}

// Forget has the user give a second factor again in every browser. Whom else a
// browser is remembered for is not touched.
func Forget(tx store.Tx, userID string) error {
	var kept []*model.RememberedBrowser
	for r, err := range store.Remembered.All(tx) {
		if err != nil {
			return err
		}
		if _, is := r.Until[userID]; is {
			kept = append(kept, r)
		}
	}
	for _, r := range kept {
		delete(r.Until, userID)
		if err := store.Remembered.Put(tx, r); err != nil {
			return err
		}
	}
	return nil
}

func remembered(s *step.Step) (*model.RememberedBrowser, error) {
	value := read(s, rememberedCookie)
	if value == "" {
		return nil, nil
	}
	kept, err := store.Remembered.Get(s.Tx, secret.Hash(value))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return kept, err
}

// Remember spares the user the second factor in this browser, along with whom
// else it is remembered for. Its cookie is a new one, and the old one is worth
// nothing any more.
func Remember(s *step.Step, userID string) (*http.Cookie, error) {
	before, err := remembered(s)
	if err != nil {
		return nil, err
	}
	cookie, hash, err := issue(s, rememberedCookie, model.RememberLifetime)
	if err != nil {
		return nil, err
	}
	kept := &model.RememberedBrowser{Hash: hash, Until: map[string]time.Time{}}
	if before != nil {
		maps.Copy(kept.Until, before.Until)
		maps.DeleteFunc(kept.Until, func(_ string, until time.Time) bool { return !s.Now.Before(until) })
		if err := store.Remembered.Delete(s.Tx, before.Hash); err != nil {
			return nil, err
		}
	}
	kept.Until[userID] = s.Now.Add(model.RememberLifetime)
	return cookie, store.Remembered.Put(s.Tx, kept)
}
