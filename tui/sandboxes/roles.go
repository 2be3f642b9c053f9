package sandboxes

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
)

// permissions are those of a user or a role.
func permissions(o remote.Object) []model.Permission {
	var out []model.Permission
	list, _ := o["permissions"].([]any)
	for _, e := range list {
		m, _ := e.(map[string]any)
		out = append(out, model.Permission{API: text(m["resource_server_identifier"]), Name: text(m["permission_name"])})
	}
	return out
}

// roleRows are all roles, those ticked that the user has.
func (s *Screen) roleRows(f field, o remote.Object) []row {
	held := texts(o["roles"])
	var out []row
	for i, r := range s.known.Roles {
		id := text(r["id"])
		out = append(out, row{field: f, part: ofRole, opt: id, scope: text(r["name"]), note: roleNote(r), on: slices.Contains(held, id), first: i == 0})
		f.section = ""
	}
	if len(out) == 0 {
		f.says = fmt.Sprintf("There is no role yet. They are made on the tab %d %s, and given here.", tabRoles+1, tabNames[tabRoles])
		return []row{{field: f, part: ofNone, scope: "there is no role yet", first: true}}
	}
	return out
}

// permissionRows are the scopes of all APIs, those ticked that the user or the
// role has. A user's roles are named where they give one too.
func (s *Screen) permissionRows(f field, o remote.Object) []row {
	held := permissions(o)
	says := f.says
	var out []row
	for _, api := range s.known.APIs {
		if system, _ := api["is_system"].(bool); system {
			continue
		}
		audience := text(api["identifier"])
		f.says = says + " " + audience + " has RBAC, so nobody gets more than their permissions."
		if on, _ := api["enforce_policies"].(bool); !on {
			f.says = says + " " + audience + " has RBAC switched off, so everybody gets what they ask for, and this does not count yet."
		}
		list, _ := api["scopes"].([]any)
		for _, e := range list {
			m, _ := e.(map[string]any)
			p := model.Permission{API: audience, Name: text(m["value"])}
			out = append(out, row{
				field: f, part: ofPermission, opt: audience, scope: p.Name, on: slices.Contains(held, p), first: len(out) == 0,
				note: s.rolesWith(o, p),
			})
			f.section = ""
		}
	}
	if len(out) == 0 {
		return []row{{field: f, part: ofNone, scope: "no API has a scope", first: true}}
	}
	return out
}

// rolesWith names the user's roles that give a permission.
func (s *Screen) rolesWith(o remote.Object, p model.Permission) string {
	held := texts(o["roles"])
	var names []string
	for _, r := range s.known.Roles {
		if slices.Contains(held, text(r["id"])) && slices.Contains(permissions(r), p) {
			names = append(names, text(r["name"]))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "as " + strings.Join(names, ", ")
}

// toggleRole gives the user a role, or takes it.
func (s *Screen) toggleRole(r row) tea.Cmd {
	var all []string
	for _, role := range s.known.Roles {
		all = append(all, text(role["id"]))
	}
	return s.patch("roles", toggled(texts(s.thing()["roles"]), r.opt, all))
}

// togglePermission gives the user or the role a permission, or takes it.
func (s *Screen) togglePermission(r row) tea.Cmd {
	list, p := permissions(s.thing()), model.Permission{API: r.opt, Name: r.scope}
	if i := slices.Index(list, p); i >= 0 {
		list = slices.Delete(list, i, i+1)
	} else {
		list = append(list, p)
	}
	if list == nil {
		list = []model.Permission{}
	}
	return s.patch("permissions", list)
}
