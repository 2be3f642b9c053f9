package sandboxes

import (
	"cmp"
	"fmt"
	"maps"
	"strings"

	"github.com/playgrant/playgrant/tui/remote"
)

// kind is a list of things of one sort, and how each is shown and edited.
type kind struct {
	name string // of the tab
	one  string // "client"
	path string // of its endpoint
	id   string // the field that names it
	says string // the field that it is called by in lists; empty: the same
	list func(*remote.Things) []remote.Object
	// note is what the list says of a thing besides its name.
	note   func(remote.Object) string
	fields []field
	fresh  []field // what a new one is asked for
	// copied turns a thing into the beginning of another.
	copied func(remote.Object) remote.Object
	empty  string // what such a thing is, said where there is none
}

// The tabs. Policy and snapshots have views of their own.
const (
	tabClients = iota
	tabAPIs
	tabUsers
	tabRoles
	tabPolicy
	tabSnapshots
	tabs
)

var tabNames = [tabs]string{"Clients", "APIs", "Users", "Roles", "Policy", "Snapshots"}

// kinds are the things with forms, in the order of the tabs.
var kinds = [...]kind{
	{
		name: "Clients", one: "client", path: "/sandbox/clients", id: "client_id",
		list:   func(t *remote.Things) []remote.Object { return t.Clients },
		note:   clientNote,
		fields: clientFields, fresh: freshClient, copied: copiedClient,
		empty: "A client is an application that sends users here, or that acts for itself.",
	},
	{
		name: "APIs", one: "API", path: "/sandbox/apis", id: "identifier",
		list:   func(t *remote.Things) []remote.Object { return t.APIs },
		note:   apiNote,
		fields: apiFields, fresh: freshAPI, copied: copiedAPI,
		empty: "An API is what access tokens are for: apps name it as their audience.",
	},
	{
		name: "Users", one: "user", path: "/sandbox/users", id: "email",
		list:   func(t *remote.Things) []remote.Object { return t.Users },
		note:   userNote,
		fields: userFields, fresh: freshUser, copied: copiedUser,
		empty: "A user is who logs in.",
	},
	{
		name: "Roles", one: "role", path: "/sandbox/roles", id: "id", says: "name",
		list:   func(t *remote.Things) []remote.Object { return t.Roles },
		note:   roleNote,
		fields: roleFields, fresh: freshRole, copied: copiedRole,
		empty: "A role is a set of permissions under a name, such as “accountant”, that users are given as a whole. It counts for APIs with RBAC.",
	},
}

func clientNote(o remote.Object) string {
	note := text(o["app_type"])
	if first, _ := o["is_first_party"].(bool); !first {
		note += ", third-party"
	}
	if text(value(o, "refresh_token.rotation_type")) == "rotating" {
		note += ", rotating"
	}
	return strings.ReplaceAll(note, "_", " ")
}

func apiNote(o remote.Object) string {
	if system, _ := o["is_system"].(bool); system {
		return "the server's own"
	}
	note := counted(len(scopes(o["scopes"])), "scope")
	if offline, _ := o["allow_offline_access"].(bool); offline {
		note += ", offline access"
	}
	return note
}

func roleNote(o remote.Object) string {
	return counted(len(permissions(o)), "permission")
}

func userNote(o remote.Object) string {
	if blocked, _ := o["blocked"].(bool); blocked {
		return "✗ blocked"
	}
	factors, _ := o["factors"].([]any)
	return counted(len(factors), "factor")
}

func counted(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "1 " + noun
	default:
		return fmt.Sprintf("%d %ss", n, noun)
	}
}

// called is what a thing is called in lists.
func (k *kind) called(o remote.Object) string { return text(o[cmp.Or(k.says, k.id)]) }

// without is a thing less some of its fields, as the beginning of another.
func without(o remote.Object, names ...string) remote.Object {
	out := maps.Clone(o)
	if out == nil {
		out = remote.Object{}
	}
	for _, name := range names {
		delete(out, name)
	}
	return out
}

func copiedClient(o remote.Object) remote.Object {
	out := without(o, "client_secret")
	out["client_id"] = text(o["client_id"]) + "-copy"
	out["name"] = text(o["name"]) + " (copy)"
	return out
}

func copiedAPI(o remote.Object) remote.Object {
	out := without(o, "id")
	out["identifier"] = text(o["identifier"]) + "-copy"
	out["name"] = text(o["name"]) + " (copy)"
	return out
}

func copiedUser(o remote.Object) remote.Object {
	out := without(o, "user_id", "created_at", "updated_at", "factors", "phone_number")
	out["email"] = "copy-of-" + text(o["email"])
	return out
}

func copiedRole(o remote.Object) remote.Object {
	out := without(o, "id")
	out["name"] = text(o["name"]) + " (copy)"
	return out
}

// about is what is to be known of a thing besides what it is called; empty:
// nothing.
func (k *kind) about(o remote.Object) string {
	for _, name := range []string{"description", "name"} {
		if v := text(o[name]); v != "" && v != k.called(o) {
			return v
		}
	}
	return ""
}
