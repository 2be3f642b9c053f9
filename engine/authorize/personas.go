package authorize

import (
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/store"
)

// paramPersona is the button of a user who can be logged in with one click.
const paramPersona = "persona"

// nameAndPassword is with what somebody wants to log in. A click on a user of
// the sandbox stands for their email and the password that those users share;
// it opens no account that has another.
func (v *visit) nameAndPassword() (username, password string) {
	if email := v.Params.Get(paramPersona); email != "" {
		return email, model.SharedPassword
	}
	return v.Params.Get("username"), v.Params.Get("password")
}

// personas are the users, of the first few, who can be logged in with one
// click: those with the password that all share.
func (v *visit) personas() ([]string, error) {
	const most, looked = 8, 16 // checking a password takes its time
	var list []string
	n := 0
	for u, err := range store.Users.All(v.Tx) {
		if err != nil {
			return nil, err
		}
		if u.Email != "" && secret.CheckPassword(u.PasswordHash, model.SharedPassword) {
			list = append(list, u.Email)
		}
		if n++; n == looked || len(list) == most {
			break
		}
	}
	return list, nil
}
