package store

import "errors"

// Unique finds the one id that has something to itself, such as an address.
// It is one key, so that of two transactions that claim the same thing at once
// only one wins.
type Unique struct{ name string }

// ErrTaken is returned when another id has the thing that is claimed.
var ErrTaken = errors.New("taken")

// Claim gives the thing to id. It returns ErrTaken if another id has it.
func (u Unique) Claim(tx Tx, thing, id string) error {
	holder, err := u.Find(tx, thing)
	switch {
	case err == nil && holder != id:
		return ErrTaken
	case err != nil && !errors.Is(err, ErrNotFound):
		return err
	}
	return tx.Set(key(u.name, thing), []byte(id))
}

// Release makes the thing free again.
func (u Unique) Release(tx Tx, thing string) error { return tx.Delete(key(u.name, thing)) }

// Find returns the id that has the thing, or ErrNotFound.
func (u Unique) Find(r Reader, thing string) (string, error) {
	id, err := r.Get(key(u.name, thing))
	return string(id), err
}
