package grant_test

import (
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// world says what should become of refresh tokens. It was written from the
// rules alone, keeps no records and shares no code with the engine.
type world struct {
	set        model.RefreshSettings
	wholeGrant bool // revoke_refresh_token_grant
	families   []*worldFamily
}

type worldFamily struct {
	rotates  bool
	end      time.Time // zero: never
	lastUsed time.Time
	dead     bool
}

type worldToken struct {
	text   string
	family *worldFamily
	parent *worldToken
	usedAt time.Time
	used   bool
	old    bool // a child of it was used
}

func (w *world) lifetime(now time.Time) time.Time {
	if w.set.ExpirationType == "non-expiring" || w.set.InfiniteTokenLifetime {
		return time.Time{}
	}
	return now.Add(time.Duration(w.set.TokenLifetime) * time.Second)
}

func (w *world) over(f *worldFamily, now time.Time) bool {
	if !f.end.IsZero() && !f.end.After(now) {
		return true
	}
	if w.set.ExpirationType == "non-expiring" || w.set.InfiniteIdleTokenLifetime {
		return false
	}
	return now.Sub(f.lastUsed) >= time.Duration(w.set.IdleTokenLifetime)*time.Second
}

// login begins a family, at the cost of another where there are too many.
func (w *world) login(now, end time.Time) *worldFamily {
	f := &worldFamily{rotates: w.set.RotationType == "rotating", end: end, lastUsed: now}
	w.families = append(w.families, f)
	var living, expired []*worldFamily
	for _, other := range w.families {
		if other.dead {
			continue
		}
		living = append(living, other)
		if other != f && w.over(other, now) {
			expired = append(expired, other)
		}
	}
	if len(living) <= 200 {
		return f
	}
	for _, other := range expired {
		other.dead = true
	}
	if len(expired) == 0 {
		living[0].dead = true
	}
	return f
}

// exchange says whether a token gives tokens, and the family of the refresh
// token among them, if any.
func (w *world) exchange(t *worldToken, now time.Time) (ok bool, next *worldFamily) {
	f := t.family
	if f.dead || w.over(f, now) {
		return false, nil
	}
	if f.rotates && t.used {
		inLeeway := !t.old && now.Sub(t.usedAt) < time.Duration(w.set.Leeway)*time.Second
		if !inLeeway {
			f.dead = true
			if w.wholeGrant {
				w.killAll()
			}
			return false, nil
		}
	}
	if f.end.IsZero() {
		f.end = w.lifetime(now)
	}
	rotate := w.set.RotationType == "rotating"
	if f.rotates != rotate {
		if f.rotates {
			f.dead = true
		} else {
			for _, other := range w.families {
				other.dead = other.dead || !other.rotates
			}
		}
		return true, w.login(now, f.end)
	}
	f.lastUsed = now
	if !f.rotates {
		return true, nil
	}
	if !t.used {
		t.used, t.usedAt = true, now
		if t.parent != nil {
			t.parent.old = true
		}
	}
	return true, f
}

func (w *world) revoke(t *worldToken) {
	t.family.dead = true
	if w.wholeGrant {
		w.killAll()
	}
}

func (w *world) killAll() {
	for _, f := range w.families {
		f.dead = true
	}
}
