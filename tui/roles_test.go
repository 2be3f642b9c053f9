package tui

import (
	"slices"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
)

// TestRolesAndPermissions are made, given, taken and undone in the forms, and
// the server keeps what they show.
func TestRolesAndPermissions(t *testing.T) {
	wire := realEngine(t)
	d := drive(t, wire, lessons(t), 120, 60)
	sandbox := func() model.Sandbox {
		t.Helper()
		v, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	user := func(email string) model.UserView {
		t.Helper()
		list := sandbox().Users
		return list[slices.IndexFunc(list, func(u model.UserView) bool { return u.Email == email })]
	}
	read := model.Permission{API: "https://expenses.example/api", Name: "read:expenses"}

	// Nothing to give yet: the form says where roles are made.
	d.press("s", "3", "/", "user@example.com", "esc", "enter", "/", "roles", "esc")
	d.sees("there is no role yet", "made on the tab 4 Roles")

	d.press("esc", "4")
	d.sees("A role is a set of permissions under a name")
	d.press("a")
	d.sees("✗", "name must be")
	d.press("accountant", "enter")
	d.sees("✓ in effect  POST /sandbox/roles", "▸ accountant", "no permission")
	d.press("/", "read:expenses", "esc", "enter")
	d.sees("[✓] read:expenses", "1 permission")
	roles := sandbox().Roles
	if len(roles) != 1 || roles[0].Name != "accountant" || !slices.Equal(roles[0].Permissions, []model.Permission{read}) {
		t.Fatalf("the sandbox has %+v", roles)
	}

	// Given to a user, it shows beside the permission that it gives.
	d.press("esc", "3", "enter", "/", "accountant", "esc", "enter")
	d.sees("[✓] accountant", "1 permission", "[ ] read:expenses", "as accountant")
	d.press("/", "write:expenses", "esc", "enter")
	d.sees("[✓] write:expenses")
	d.press("up", "down")
	d.sees("has RBAC switched off")
	if u := user("user@example.com"); !slices.Equal(u.Roles, []string{roles[0].ID}) || len(u.Permissions) != 1 || u.Permissions[0].Name != "write:expenses" {
		t.Errorf("the user has %v and %v", u.Roles, u.Permissions)
	}
	d.press("enter")
	d.sees("[ ] write:expenses")
	if u := user("user@example.com"); len(u.Permissions) != 0 {
		t.Errorf("the user keeps %v", u.Permissions)
	}

	// A role that goes is taken from who had it, and undo gives it back.
	d.press("esc", "4", "D", "down", "enter")
	d.sees("A role is a set of permissions")
	if u := user("user@example.com"); len(u.Roles) != 0 {
		t.Errorf("the user keeps a role that is gone: %v", u.Roles)
	}
	d.press("u")
	d.sees("accountant is as it was before", "▸ accountant")
	if u := user("user@example.com"); !slices.Equal(u.Roles, []string{roles[0].ID}) {
		t.Errorf("undo gives the user %v", u.Roles)
	}
	d.press("u", "u", "u", "u", "u")
	d.sees("A role is a set of permissions")
	if left := sandbox().Roles; len(left) != 0 {
		t.Errorf("after all was undone there is %+v", left)
	}
	if u := user("user@example.com"); len(u.Roles)+len(u.Permissions) != 0 {
		t.Errorf("after all was undone the user has %v and %v", u.Roles, u.Permissions)
	}
}
