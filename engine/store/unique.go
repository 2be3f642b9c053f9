package store

import (
	"errors"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

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

// NormalEmail is an address in the form in which addresses are compared.
func NormalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// UserWithEmail finds a user by address, whatever its case. It returns
// ErrNotFound if there is none.
func UserWithEmail(r Reader, email string) (*model.User, error) {
	id, err := UserByEmail.Find(r, NormalEmail(email))
	if err != nil {
		return nil, err
	}
	return Users.Get(r, id)
}

// AddUser writes a new user and claims their address. It returns ErrTaken if
// another user has it.
func AddUser(tx Tx, u *model.User) error {
	if err := UserByEmail.Claim(tx, NormalEmail(u.Email), u.UserID); err != nil {
		return err
	}
	return Users.Put(tx, u)
}

// AddAuthenticator writes a new authenticator, findable by its user.
func AddAuthenticator(tx Tx, a *model.Authenticator) error {
	if err := AuthenticatorByUser.Add(tx, a.ID, a.UserID); err != nil {
		return err
	}
	return Authenticators.Put(tx, a)
}

// RemoveAuthenticator undoes AddAuthenticator.
func RemoveAuthenticator(tx Tx, a *model.Authenticator) error {
	if err := AuthenticatorByUser.Remove(tx, a.ID, a.UserID); err != nil {
		return err
	}
	return Authenticators.Delete(tx, a.ID)
}

// AuthenticatorsOf lists a user's authenticators in the order of their ids.
func AuthenticatorsOf(r Reader, userID string) ([]*model.Authenticator, error) {
	var list []*model.Authenticator
	for id, err := range AuthenticatorByUser.Find(r, userID) {
		if err != nil {
			return nil, err
		}
		a, err := Authenticators.Get(r, id)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// IssuerPlaceholder stands for the issuer in the identifier of a system API:
// the sandbox answers under several issuers, one for each address it has.
const IssuerPlaceholder = "{issuer}"

// APIWithAudience finds the API that an audience names at an issuer. It
// returns ErrNotFound if there is none. The API's Identifier is the audience.
func APIWithAudience(r Reader, issuer, audience string) (*model.API, error) {
	id := audience
	if rest, ok := strings.CutPrefix(audience, issuer); ok && issuer != "" {
		id = IssuerPlaceholder + rest
	}
	api, err := APIs.Get(r, id)
	if errors.Is(err, ErrNotFound) && id != audience {
		return APIs.Get(r, audience)
	}
	if err != nil {
		return nil, err
	}
	api.Identifier = audience
	return api, nil
}
