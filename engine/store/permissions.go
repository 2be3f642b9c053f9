package store

import (
	"errors"

	"github.com/playgrant/playgrant/engine/model"
)

// PermissionsOf lists what a user may do: what they were given directly, then
// what their roles give. Some may come twice.
func PermissionsOf(r Reader, u *model.User) ([]model.Permission, error) {
	list := append([]model.Permission(nil), u.Permissions...)
	for _, id := range u.Roles {
		role, err := Roles.Get(r, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, role.Permissions...)
	}
	return list, nil
}
