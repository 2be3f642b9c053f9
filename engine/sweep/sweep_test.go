package sweep_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
	"github.com/playgrant/playgrant/engine/storetest"
	"github.com/playgrant/playgrant/engine/sweep"
)

const day = 24 * time.Hour

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// client's families live 30 days, 15 idle.
var client = &model.Client{ClientID: "app", RefreshToken: model.RefreshSettings{
	RotationType: "rotating", ExpirationType: "expiring", TokenLifetime: 2592000, IdleTokenLifetime: 1296000,
}}

// fill puts one record of each kind into a store; the family is used until
// the given time.
func fill(t *testing.T, used time.Time) (s store.Store, token string) {
	t.Helper()
	s = storetest.New()
	err := s.Update(t.Context(), func(tx store.Tx) error {
		st := &step.Step{Ctx: t.Context(), Tx: tx, Now: start, Rand: rand.NewChaCha8([32]byte{3}), Trail: &check.Trail{}}
		f := &model.Family{ClientID: "app", Authenticated: model.Authenticated{UserID: "u"}}
		var err error
		if token, err = family.Begin(st, client, f); err != nil {
			return err
		}
		rt, err := store.RefreshTokens.Get(tx, secret.Hash(token))
		if err != nil {
			return err
		}
		st.Now = used
		if token, err = family.Exchange(st, client, rt, f); err != nil {
			return err
		}
		end := start.Add(10 * time.Minute)
		return errors.Join(
			store.Clients.Put(tx, client),
			store.Logins.Put(tx, &model.Login{ID: "l", ExpiresAt: end}),
			store.Codes.Put(tx, &model.Code{Hash: "c", ExpiresAt: end}),
			store.MFAs.Put(tx, &model.MFATransaction{Hash: "m", ExpiresAt: end}),
			store.AccessTokens.Put(tx, &model.AccessToken{Hash: "a", ExpiresAt: end}),
			store.Sessions.Put(tx, &model.Session{Hash: "s", ExpiresAt: end}),
			store.Remembered.Put(tx, &model.RememberedBrowser{Hash: "b", Until: map[string]time.Time{"u": end, "v": start}}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, token
}

// keys lists all that is left, but for the client.
func keys(t *testing.T, s store.Store) (left []string) {
	t.Helper()
	err := s.View(t.Context(), func(r store.Reader) error {
		for e, err := range r.Scan("", "", false) {
			if err != nil {
				return err
			}
			if e.Key != "client\x00app" && e.Key[:5] != "tally" {
				left = append(left, e.Key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func TestNothingGoesBeforeItsTime(t *testing.T) {
	rows := []struct {
		name         string
		now, machine time.Duration
		left         bool
	}{
		{"while all live", time.Minute, time.Minute, true},
		{"just ended", 31 * day, 31 * day, true},
		{"the sandbox's clock moved ahead", 400 * day, time.Hour, true},
		{"the sandbox's clock moved back", time.Hour, 400 * day, true},
		{"long ended by both clocks", 62 * day, 62 * day, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, _ := fill(t, start)
			before := len(keys(t, s))
			if _, err := sweep.New(s).Pass(t.Context(), start.Add(row.now), start.Add(row.machine)); err != nil {
				t.Fatal(err)
			}
			after := keys(t, s)
			if row.left && (len(after) < before && row.now < 30*day || !contains(after, "family\x00")) || !row.left && len(after) > 0 {
				t.Errorf("of %d records %d are left: %q", before, len(after), after)
			}
		})
	}
}

func TestAFamilyInUseStays(t *testing.T) {
	s, token := fill(t, start.Add(14*day))
	if err := s.Update(t.Context(), func(tx store.Tx) error {
		f, err := familyOf(tx, token)
		if err != nil {
			return err
		}
		f.ExpiresAt = time.Time{} // never, and used again and again
		f.LastUsedAt = start.Add(90 * day)
		return store.Families.Put(tx, f)
	}); err != nil {
		t.Fatal(err)
	}
	now := start.Add(91 * day)
	if _, err := sweep.New(s).Pass(t.Context(), now, now); err != nil {
		t.Fatal(err)
	}
	if err := s.View(t.Context(), func(r store.Reader) error {
		_, err := familyOf(r, token)
		return err
	}); err != nil {
		t.Errorf("the family is gone: %v", err)
	}
}

func TestABigStoreIsGoneThroughInPasses(t *testing.T) {
	s := storetest.New()
	const n = 2500
	if err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := range n {
			if err := store.Codes.Put(tx, &model.Code{Hash: fmt.Sprintf("%05d", i), ExpiresAt: start}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	now, w, total := start.Add(100*day), sweep.New(s), 0
	for range 3 {
		removed, err := w.Pass(context.Background(), now, now)
		if err != nil || removed == 0 || removed > 1000 {
			t.Fatalf("a pass removed %d: %v", removed, err)
		}
		total += removed
	}
	if left := keys(t, s); total != n || len(left) > 0 {
		t.Errorf("removed %d, left %d", total, len(left))
	}
}

// TestWhatBeginsAnewMeanwhileStays: a code was sent to an address long ago, and
// another is while the sweeper looks.
func TestWhatBeginsAnewMeanwhileStays(t *testing.T) {
	s, now := storetest.New(), start.Add(100*day)
	send := func(at time.Time) error {
		return s.Update(t.Context(), func(tx store.Tx) error {
			return errors.Join(
				store.Passwordless.Put(tx, &model.Passwordless{ID: "p", ExpiresAt: at}),
				store.Sends.Put(tx, &model.Sends{ID: "p", At: []time.Time{at}}),
			)
		})
	}
	if err := send(start); err != nil {
		t.Fatal(err)
	}
	w := sweep.New(meanwhile{s, func() error { return send(now) }})
	if n, err := w.Pass(t.Context(), now, now); n != 0 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
	if left := keys(t, s); len(left) != 2 {
		t.Errorf("left: %q", left)
	}
}

// meanwhile does something before each transaction that writes.
type meanwhile struct {
	store.Store
	do func() error
}

func (m meanwhile) Update(ctx context.Context, fn func(store.Tx) error) error {
	return errors.Join(m.do(), m.Store.Update(ctx, fn))
}

// TestALongFamilyGoesInParts, as a store takes no transaction without bounds;
// and one family that cannot go keeps no other.
func TestALongFamilyGoesInParts(t *testing.T) {
	s, token := fill(t, start)
	if err := s.Update(t.Context(), func(tx store.Tx) error {
		f, err := familyOf(tx, token)
		if err != nil {
			return err
		}
		for i := range 2500 {
			hash := fmt.Sprintf("old-%05d", i)
			if err := errors.Join(
				store.TokenByFamily.Add(tx, hash, f.ID),
				store.RefreshTokens.Put(tx, &model.RefreshToken{Hash: hash, FamilyID: f.ID}),
			); err != nil {
				return err
			}
		}
		stuck := &model.Family{ID: "0", ClientID: "nobody's", State: model.StateActive, CreatedAt: start, ExpiresAt: start}
		return store.Families.Put(tx, stuck) // without the tally that belongs to it
	}); err != nil {
		t.Fatal(err)
	}
	now := start.Add(100 * day)
	n, err := sweep.New(bounded{s, 5000}).Pass(t.Context(), now, now)
	if left := keys(t, s); n < 2 || err != nil || len(left) != 1 {
		t.Errorf("removed %d, %v; left %d: %.200q", n, err, len(left), left)
	}
}

// bounded takes no more than a number of writes in a transaction.
type bounded struct {
	store.Store
	most int
}

func (b bounded) Update(ctx context.Context, fn func(store.Tx) error) error {
	return b.Store.Update(ctx, func(tx store.Tx) error { return fn(&counting{tx, b.most}) })
}

type counting struct {
	store.Tx
	left int
}

func (c *counting) Delete(key string) error {
	if c.left--; c.left < 0 {
		return errors.New("too much to write at once")
	}
	return c.Tx.Delete(key)
}

func familyOf(r store.Reader, token string) (*model.Family, error) {
	rt, err := store.RefreshTokens.Get(r, secret.Hash(token))
	if err != nil {
		return nil, err
	}
	return store.Families.Get(r, rt.FamilyID)
}

func contains(keys []string, prefix string) bool {
	for _, k := range keys {
		if len(k) >= len(prefix) && k[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}
