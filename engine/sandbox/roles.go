package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// addRole makes a role (auth0.com/docs/manage-users/access-control/rbac).
func addRole(s *step.Step) (*step.Answer, error) {
	role, err := patched(s, model.Role{}, model.Role{})
	if err != nil {
		return nil, err
	}
	if role.ID == "" {
		id, err := secret.From(s.Rand, secret.Alphanumeric, 16)
		if err != nil {
			return nil, err
		}
		role.ID = "rol_" + id
	}
	if err := validRole(s, &role); err != nil {
		return nil, err
	}
	for other, err := range store.Roles.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		taken := other.ID == role.ID || other.Name == role.Name
		if err := s.Require(ruleFree.On("name").With("a role with that name"), !taken, "a name that is free", "one in use"); err != nil {
			return nil, err
		}
	}
	return &step.Answer{Status: http.StatusCreated, JSON: role}, store.Roles.Put(s.Tx, &role)
}

func patchRole(s *step.Step) (*step.Answer, error) {
	current, err := roleNamed(s)
	if err != nil {
		return nil, err
	}
	role, err := patched(s, *current, model.Role{ID: current.ID, Name: current.Name})
	if err != nil {
		return nil, err
	}
	if err := field(s, "id", role.ID == current.ID, "left as it is"); err != nil {
		return nil, err
	}
	if err := validRole(s, &role); err != nil {
		return nil, err
	}
	return step.JSON(role), store.Roles.Put(s.Tx, &role)
}

// deleteRole takes the role from everybody who has it, too.
func deleteRole(s *step.Step) (*step.Answer, error) {
	role, err := roleNamed(s)
	if err != nil {
		return nil, err
	}
	var holders []*model.User
	for u, err := range store.Users.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(u.Roles, role.ID) {
			holders = append(holders, u)
		}
	}
	for _, u := range holders {
		u.Roles = slices.DeleteFunc(u.Roles, func(id string) bool { return id == role.ID })
		if err := store.Users.Put(s.Tx, u); err != nil {
			return nil, err
		}
	}
	return &step.Answer{Status: http.StatusNoContent}, store.Roles.Delete(s.Tx, role.ID)
}

func roleNamed(s *step.Step) (*model.Role, error) {
	role, err := store.Roles.Get(s.Tx, s.Request.PathValue("id"))
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleFound.On("id").With("role with that id"), false, "a role of the sandbox", "none")
	}
	return role, err
}

func validRole(s *step.Step, role *model.Role) error {
	if role.Permissions == nil {
		role.Permissions = []model.Permission{}
	}
	if err := allOf(s, "",
		want{"id", isID(role.ID), mustID},
		want{"name", isID(role.Name), mustID},
		want{"description", plain(role.Description, maxName), mustText},
	); err != nil {
		return err
	}
	return knownPermissions(s, "", role.Permissions)
}

// knownPermissions requires that each permission is a scope of an API that
// there is.
func knownPermissions(s *step.Step, at string, list []model.Permission) error {
	if err := field(s, at+"permissions", len(list) <= maxList, "a list of at most 100"); err != nil {
		return err
	}
	seen := map[model.Permission]bool{}
	for i, p := range list {
		name := fmt.Sprintf("%spermissions[%d].", at, i)
		api, err := store.APIs.Get(s.Tx, p.API)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := allOf(s, name,
			want{"resource_server_identifier", err == nil && !api.IsSystem, "the identifier of an API of the sandbox"},
			want{"permission_name", err == nil && api.HasScope(p.Name) && !seen[p], "a scope of that API, " + mustBeUnique},
		); err != nil {
			return err
		}
		seen[p] = true
	}
	return nil
}

// knownRoles requires that each role is one that there is.
func knownRoles(s *step.Step, at string, ids []string) error {
	var known []string
	for role, err := range store.Roles.All(s.Tx) {
		if err != nil {
			return err
		}
		known = append(known, role.ID)
	}
	return field(s, at+"roles", subset(ids, known), "a list, without repeats, of ids of roles of the sandbox")
}

// dropPermissions takes the permissions that the API no longer has from
// everybody; nil: all of them.
func dropPermissions(s *step.Step, identifier string, api *model.API) error {
	gone := func(p model.Permission) bool {
		return p.API == identifier && (api == nil || !api.HasScope(p.Name))
	}
	var users []*model.User
	for u, err := range store.Users.All(s.Tx) {
		if err != nil {
			return err
		}
		if slices.ContainsFunc(u.Permissions, gone) {
			users = append(users, u)
		}
	}
	for _, u := range users {
		u.Permissions = slices.DeleteFunc(u.Permissions, gone)
		if err := store.Users.Put(s.Tx, u); err != nil {
			return err
		}
	}
	var roles []*model.Role
	for role, err := range store.Roles.All(s.Tx) {
		if err != nil {
			return err
		}
		if slices.ContainsFunc(role.Permissions, gone) {
			roles = append(roles, role)
		}
	}
	for _, role := range roles {
		role.Permissions = slices.DeleteFunc(role.Permissions, gone)
		if err := store.Roles.Put(s.Tx, role); err != nil {
			return err
		}
	}
	return nil
}
