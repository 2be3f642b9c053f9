package sandboxes

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
)

// part is what a row of a form is a part of.
type part int

const (
	ofField      part = iota // all of a field
	ofEntry                  // one entry of a list
	ofMore                   // the row that begins a new entry
	ofOption                 // one of several to tick
	ofGrant                  // a scope of an API that a client may have for itself
	ofRole                   // one of the roles to tick
	ofPermission             // a scope of an API to tick
	ofNone                   // the row that says that there is nothing to tick
	ofFactor                 // a user's factor
	ofGift                   // the row that gives a factor
)

// row is one line of a form.
type row struct {
	field
	part  part
	index int    // of an entry
	opt   string // of an option; the audience of a grant; the id of a factor or of a role
	scope string // of a grant, of a permission; the name of a role
	note  string // what else is to be known of it
	on    bool
	first bool // the field's label stands on this row
}

// rows are the lines of a thing's form, in their order.
func (s *Screen) rows() []row {
	k, o := s.kind(), s.thing()
	if k == nil || o == nil {
		return nil
	}
	fields := append(slices.Clone(k.fields), section("Further fields", further(o, k.fields, ""))...)
	var out []row
	for _, f := range fields {
		switch f.as {
		case asChecks:
			out = append(out, checks(f, texts(value(o, f.path)))...)
		case asRoles:
			out = append(out, s.roleRows(f, o)...)
		case asPermissions:
			out = append(out, s.permissionRows(f, o)...)
		case asList, asScopes:
			n := len(f.entries(o))
			for i := range n {
				out = append(out, row{field: f, part: ofEntry, index: i, first: i == 0})
				f.section = ""
			}
			out = append(out, row{field: f, part: ofMore, index: n, first: n == 0})
		default:
			out = append(out, row{field: f, first: true})
		}
	}
	switch s.tab {
	case tabClients:
		out = append(out, s.grantRows(text(o["client_id"]))...)
	case tabUsers:
		out = append(out, factorRows(o)...)
	}
	return out
}

// section puts the first of some fields under a heading.
func section(name string, fields []field) []field {
	if len(fields) > 0 {
		fields[0].section = name
	}
	return fields
}

func checks(f field, now []string) []row {
	var out []row
	all := slices.Clone(f.among)
	for _, v := range now { // what a form does not know can be unticked
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	for i, v := range all {
		out = append(out, row{field: f, part: ofOption, opt: v, on: slices.Contains(now, v), first: i == 0})
		f.section = ""
	}
	return out
}

// grantRows are the APIs on which a client may act for itself, scope by scope.
func (s *Screen) grantRows(client string) []row {
	f := field{section: "What it may do for itself (client_credentials)", label: "client grants", says: "Which scopes the client gets when it asks for a token without a user (RFC 6749 §4.4). Without one it is refused."}
	var out []row
	for _, api := range s.known.APIs {
		if system, _ := api["is_system"].(bool); system {
			continue
		}
		audience := text(api["identifier"])
		held := texts(s.clientGrant(client, audience)["scope"])
		list, _ := api["scopes"].([]any)
		for _, e := range list {
			m, _ := e.(map[string]any)
			scope := text(m["value"])
			out = append(out, row{field: f, part: ofGrant, opt: audience, scope: scope, on: slices.Contains(held, scope), first: len(out) == 0})
			f.section = ""
		}
	}
	return out
}

// clientGrant is what a client may do for itself on an API; nil if nothing.
func (s *Screen) clientGrant(client, audience string) remote.Object {
	for _, g := range s.known.ClientGrants {
		if text(g["client_id"]) == client && text(g["audience"]) == audience {
			return g
		}
	}
	return nil
}

func factorRows(o remote.Object) []row {
	f := field{section: "Second factors", label: "factors", says: "{enter} takes it away, with what was enrolled along with it."}
	var out []row
	list, _ := o["factors"].([]any)
	for i, e := range list {
		m, _ := e.(map[string]any)
		out = append(out, row{field: f, part: ofFactor, index: i, opt: text(m["id"]), first: i == 0})
		f.section = ""
	}
	f.says = "A factor that is active at once, as an administrator can give it."
	return append(out, row{field: f, part: ofGift, first: len(list) == 0})
}

// factorName says which factor an id is of.
func factorName(o remote.Object, index int) string {
	list, _ := o["factors"].([]any)
	if index >= len(list) {
		return ""
	}
	m, _ := list[index].(map[string]any)
	kind, _, _ := strings.Cut(text(m["id"]), "|")
	name := text(m["type"])
	if name == model.FactorPhone {
		name += " by " + kind
	}
	return strings.TrimSpace(name + "  " + text(m["name"]))
}
