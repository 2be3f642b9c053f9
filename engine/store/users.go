package store

import (
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

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
	if u.Email != "" { // who logs in by phone alone has none
		if err := UserByEmail.Claim(tx, NormalEmail(u.Email), u.UserID); err != nil {
			return err
		}
	}
	return Users.Put(tx, u)
}

// RemoveUser removes a user and sets their address free. What else there is of
// them goes by their id and is left.
func RemoveUser(tx Tx, u *model.User) error {
	if u.Email != "" {
		if err := UserByEmail.Release(tx, NormalEmail(u.Email)); err != nil {
			return err
		}
	}
	return Users.Delete(tx, u.UserID)
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
