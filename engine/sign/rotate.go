package sign

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// MaxPrevious is how many previous keys are kept, and MaxRevoked how many
// revoked ones are remembered.
const (
	MaxPrevious = 10
	MaxRevoked  = 10
)

// Reasons why a key is not rotated or revoked.
var (
	ErrTooMany     = errors.New("there are as many previous keys as are kept")
	ErrNoKey       = errors.New("there is no such key")
	ErrNotPrevious = errors.New("only a previous key can be revoked")
)

// order is that in which keys are listed.
var order = []string{Current, Next, Previous, Revoked}

// Rotate makes the next key the current one, the current one a previous, and a
// fresh one the next (auth0.com/docs/get-started/tenant-settings/signing-keys).
// Where no next key was prepared, one is made on the spot.
func Rotate(keys []Key, now time.Time, fresh func() (Key, error)) ([]Key, error) {
	keys = slices.Clone(keys)
	if count(keys, Previous) >= MaxPrevious {
		return nil, ErrTooMany
	}
	if count(keys, Next) == 0 {
		var err error
		if keys, err = Prepare(keys, fresh); err != nil {
			return nil, err
		}
	}
	for i := range keys {
		switch keys[i].state() {
		case Current:
			keys[i].State, keys[i].CurrentUntil = Previous, now
		case Next:
			keys[i].State, keys[i].CurrentSince = Current, now
		}
	}
	return Prepare(keys, fresh)
}

// Prepare adds the next key if there is none.
func Prepare(keys []Key, fresh func() (Key, error)) ([]Key, error) {
	if count(keys, Next) > 0 {
		return keys, nil
	}
	k, err := fresh()
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(keys, func(other Key) bool { return other.KID == k.KID }) {
		return nil, fmt.Errorf("the fresh key %s is one that there is already", k.KID)
	}
	k.State = Next
	return sorted(append(slices.Clone(keys), k)), nil
}

// Revoke ends a previous key: what it signed holds no longer, and its private
// half is forgotten.
func Revoke(keys []Key, kid string, now time.Time) ([]Key, error) {
	keys = slices.Clone(keys)
	i := slices.IndexFunc(keys, func(k Key) bool { return k.KID == kid })
	if i < 0 {
		return nil, ErrNoKey
	}
	if keys[i].state() != Previous {
		return nil, ErrNotPrevious
	}
	keys[i].State, keys[i].RevokedAt, keys[i].PKCS8 = Revoked, now, nil
	keys = sorted(keys)
	return keys[:len(keys)-max(0, count(keys, Revoked)-MaxRevoked)], nil
}

func count(keys []Key, state string) int {
	n := 0
	for _, k := range keys {
		if k.state() == state {
			n++
		}
	}
	return n
}

// sorted lists the current key, the next, the previous and the revoked, the
// newest of each first.
func sorted(keys []Key) []Key {
	slices.SortStableFunc(keys, func(a, b Key) int {
		if by := slices.Index(order, a.state()) - slices.Index(order, b.state()); by != 0 {
			return by
		}
		if a.state() == Revoked {
			return b.RevokedAt.Compare(a.RevokedAt)
		}
		return b.CurrentUntil.Compare(a.CurrentUntil)
	})
	return keys
}
