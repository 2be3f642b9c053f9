package sandbox_test

import (
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const (
	expensesAt = "/sandbox/apis/https%3A%2F%2Fexpenses.example%2Fapi"
	permission = `{"resource_server_identifier":"https://expenses.example/api","permission_name":"read:expenses"}`
)

func TestRolesComeAndGo(t *testing.T) {
	s := enginetest.New(t)
	made := s.Do("POST", "/sandbox/roles", `{"name":"Clerk","permissions":[`+permission+`]}`)
	id, _ := made.Object()["id"].(string)
	if made.Status != 201 || len(id) != 20 || id[:4] != "rol_" {
		t.Fatalf("%d %s", made.Status, made.Text)
	}
	if got := s.Do("POST", "/sandbox/roles", `{"name":"Clerk"}`); got.Status != 409 {
		t.Errorf("a second of that name: %d %s", got.Status, got.Text)
	}
	if got := s.Do("PATCH", "/sandbox/roles/"+id, `{"description":"Reads"}`); got.Status != 200 || got.Object()["description"] != "Reads" {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("PATCH", "/sandbox/users/user@example.com", `{"roles":["`+id+`"],"permissions":[`+permission+`]}`); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	v := view(t, s)
	if len(v.Roles) != 1 || len(v.Roles[0].Permissions) != 1 {
		t.Errorf("%+v", v.Roles)
	}
	whole := s.Do("GET", "/sandbox/setup", "").Text
	if got := s.Do("PUT", "/sandbox/setup", whole); got.Status != 204 {
		t.Errorf("what was exported is not taken: %d %s", got.Status, got.Text)
	}
	if s.Do("GET", "/sandbox/setup", "").Text != whole {
		t.Error("an import changed what was exported")
	}
	// A scope that the API no longer has is nobody's permission.
	if got := s.Do("PATCH", expensesAt, `{"scopes":[{"value":"write:expenses"}]}`); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	v = view(t, s)
	for _, u := range v.Users {
		if len(u.Permissions) > 0 {
			t.Errorf("%s still has %v", u.Email, u.Permissions)
		}
	}
	if len(v.Roles[0].Permissions) > 0 {
		t.Errorf("the role still has %v", v.Roles[0].Permissions)
	}
	if got := s.Do("DELETE", "/sandbox/roles/"+id, ""); got.Status != 204 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	for _, u := range view(t, s).Users {
		if len(u.Roles) > 0 {
			t.Errorf("%s still has %v", u.Email, u.Roles)
		}
	}
	if got := s.Do("DELETE", "/sandbox/roles/"+id, ""); got.Status != 404 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestPermissionsAreRefused(t *testing.T) {
	const unknownScope = `{"resource_server_identifier":"https://expenses.example/api","permission_name":"fly"}`
	const unknownAPI = `{"resource_server_identifier":"https://x.example","permission_name":"read:expenses"}`
	for _, row := range []struct{ name, method, path, body, field string }{
		{"a role without a name", "POST", "/sandbox/roles", `{}`, "name"},
		{"a role with a field of its own", "POST", "/sandbox/roles", `{"name":"a","colour":"red"}`, "colour"},
		{"a scope that is not the API's", "POST", "/sandbox/roles", `{"name":"a","permissions":[` + unknownScope + `]}`, "permissions[0].permission_name"},
		{"an unknown API", "POST", "/sandbox/roles", `{"name":"a","permissions":[` + unknownAPI + `]}`, "permissions[0].resource_server_identifier"},
		{"twice", "POST", "/sandbox/roles", `{"name":"a","permissions":[` + permission + `,` + permission + `]}`, "permissions[1].permission_name"},
		{"a user's scope", "PATCH", "/sandbox/users/user@example.com", `{"permissions":[` + unknownScope + `]}`, "permissions[0].permission_name"},
		{"a user's role", "PATCH", "/sandbox/users/user@example.com", `{"roles":["rol_x"]}`, "roles"},
		{"a new user's role", "POST", "/sandbox/users", `{"email":"new@example.com","password":"opensesame","roles":["rol_x"]}`, "roles"},
		{"a dialect", "PATCH", expensesAt, `{"token_dialect":"jwt"}`, "token_dialect"},
		{"no truth", "PATCH", expensesAt, `{"enforce_policies":"true"}`, "enforce_policies"},
		{"a longer life in the browser", "PATCH", expensesAt, `{"token_lifetime":60,"token_lifetime_for_web":61}`, "token_lifetime_for_web"},
		{"a negative life", "PATCH", expensesAt, `{"token_lifetime_for_web":-1}`, "token_lifetime_for_web"},
	} {
		t.Run(row.name, func(t *testing.T) {
			badRequest(t, enginetest.New(t).Do(row.method, row.path, row.body), row.field)
		})
	}
}
