package family

import (
	"errors"
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Limit is how many families one user may have alive with one client; the
// oldest makes room for one more. Auth0 counts refresh tokens
// (auth0.com/docs/secure/tokens/refresh-tokens, 200 for each user and
// application); a family has one that is alive, besides those of a leeway.
const Limit = 200

var ruleLimit = check.Rule{
	ID: "refresh.limit", Says: "A user has at most 200 living refresh tokens with one client; the oldest goes first",
	Ref: "Auth0 “Refresh Tokens”", Fix: "Nothing needs doing: the oldest was revoked to make room.",
}

// Living yields the families of a user and a client that have not been ended,
// the oldest first; expired ones may be among them.
func Living(r store.Reader, userID, clientID string) ([]*model.Family, error) {
	var list []*model.Family
	for id, err := range store.LivingFamilies.Find(r, userID, clientID) {
		if err != nil {
			return nil, err
		}
		f, err := store.Families.Get(r, id)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// place is where a family stands among the living: behind all of its user and
// client that are older.
func place(f *model.Family) []string {
	return []string{f.Authenticated.UserID, f.ClientID, beginning(f)}
}

// beginning sorts families by age. The sign bit is turned so that times before
// 1970 sort first too.
func beginning(f *model.Family) string {
	return fmt.Sprintf("%016x", uint64(f.CreatedAt.UnixMilli())^1<<63)
}

// enter counts a new family among the living and revokes the oldest beyond
// Limit. The tally is a key that every new family reads and writes, so that
// two at once cannot both be the last that fits.
func enter(s *step.Step, c *model.Client, f *model.Family) error {
	id := strings.Join(place(f)[:2], "\x00")
	tally, err := store.Tallies.Get(s.Tx, id)
	if errors.Is(err, store.ErrNotFound) {
		tally, err = &model.Tally{ID: id}, nil
	}
	if err != nil {
		return err
	}
	tally.Living++
	if err := store.LivingFamilies.Add(s.Tx, f.ID, place(f)...); err != nil {
		return err
	}
	if err := store.Tallies.Put(s.Tx, tally); err != nil {
		return err
	}
	if tally.Living <= Limit {
		return nil
	}
	return makeRoom(s, c, f)
}

// makeRoom ends expired families, and if there are none the oldest.
func makeRoom(s *step.Step, c *model.Client, newest *model.Family) error {
	list, err := Living(s.Tx, newest.Authenticated.UserID, newest.ClientID)
	if err != nil {
		return err
	}
	expired := 0
	for _, f := range list {
		if cause := Expired(f, c, s.Now); cause != "" && f.ID != newest.ID {
			if err := End(s, f, cause); err != nil {
				return err
			}
			expired++
		}
	}
	if expired > 0 || len(list) == 0 || list[0].ID == newest.ID {
		return nil
	}
	s.Note(ruleLimit, false, fmt.Sprintf("at most %d", Limit), "revoked the oldest, "+list[0].ID)
	return End(s, list[0], model.CauseLimit)
}

// leave takes a family that ended from the living.
func leave(tx store.Tx, f *model.Family) error {
	id := strings.Join(place(f)[:2], "\x00")
	tally, err := store.Tallies.Get(tx, id)
	if err != nil {
		return err
	}
	tally.Living--
	if err := store.Tallies.Put(tx, tally); err != nil {
		return err
	}
	return store.LivingFamilies.Remove(tx, f.ID, place(f)...)
}

// EndGrant deletes what a user has granted a client for an API or, with all,
// for any: the consent that was given, and every living family that came of it
// (auth0.com/docs/secure/tokens/refresh-tokens/revoke-refresh-tokens).
func EndGrant(s *step.Step, userID, clientID, audience string, all bool, cause string) error {
	audiences := []string{audience}
	list, err := Living(s.Tx, userID, clientID)
	if err != nil {
		return err
	}
	for _, f := range list {
		if !all && f.Audience != audience {
			continue
		}
		audiences = append(audiences, f.Audience)
		if err := End(s, f, cause); err != nil {
			return err
		}
	}
	for _, a := range audiences {
		if err := store.Grants.Delete(s.Tx, model.GrantID(userID, clientID, a)); err != nil {
			return err
		}
	}
	return nil
}
