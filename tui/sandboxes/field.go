package sandboxes

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// shape is how a field is shown and edited.
type shape int

const (
	asText shape = iota
	asSecret
	asNumber
	asSeconds
	asToggle
	asChoice      // one of a few
	asChecks      // any of a few
	asList        // texts, each on a row
	asScopes      // texts with a description
	asRoles       // any of the sandbox's roles
	asPermissions // any scopes of any API
	asJSON        // anything else
)

// field is one member of a thing, by the name that it has over HTTP.
type field struct {
	section string // begins one, if it is not empty
	path    string // "refresh_token.leeway"
	label   string
	says    string // what it means, and where that is written
	as      shape
	among   []string // of a choice or of checks
	empty   string   // of a choice: what stands for an empty value
	fixed   bool     // cannot be changed once it is there
	add     string   // of a list: what a new entry is
}

// value is what a thing holds at a path; nil if it holds nothing there.
func value(o remote.Object, path string) any {
	var v any = o
	for part := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[part]
	}
	return v
}

// patch is the merge patch that sets a path (RFC 7396).
func patch(path string, v any) remote.Object {
	name, rest, more := strings.Cut(path, ".")
	if more {
		v = patch(rest, v)
	}
	return remote.Object{name: v}
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(raw)
	}
}

func texts(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, e := range list {
		out = append(out, text(e))
	}
	return out
}

// scopes are an API's permissions, each as "value description".
func scopes(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, e := range list {
		m, _ := e.(map[string]any)
		out = append(out, strings.TrimSpace(text(m["value"])+" "+text(m["description"])))
	}
	return out
}

// asScope reads "value description" back.
func asScope(s string) remote.Object {
	v, d, _ := strings.Cut(strings.TrimSpace(s), " ")
	return remote.Object{"value": v, "description": strings.TrimSpace(d)}
}

// entries are the rows of a list.
func (f *field) entries(o remote.Object) []string {
	if f.as == asScopes {
		return scopes(value(o, f.path))
	}
	return texts(value(o, f.path))
}

// listOf is the whole list with its entries as they were typed.
func (f *field) listOf(entries []string) any {
	out := []any{}
	for _, e := range entries {
		if f.as == asScopes {
			out = append(out, asScope(e))
		} else {
			out = append(out, strings.TrimSpace(e))
		}
	}
	return out
}

// parse reads what was typed; the error says what is expected.
func (f *field) parse(s string) (any, error) {
	switch f.as {
	case asNumber:
		n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("expected a whole number, such as 10")
		}
		return n, nil
	case asSeconds:
		return Seconds(s)
	case asJSON:
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			return nil, fmt.Errorf("expected JSON: check quotes, commas and brackets")
		}
		return v, nil
	}
	return s, nil
}

var units = map[string]int64{"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}

// Seconds reads a lifetime: 3600, 90 s, 15 min, 12 h, 30 d.
func Seconds(s string) (int64, error) {
	s = strings.ReplaceAll(strings.ToLower(s), " ", "")
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	unit, ok := units[s[len(digits):]]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !ok && s != digits || n > 1<<40 {
		return 0, fmt.Errorf("expected seconds, or 15 min, 12 h, 30 d")
	}
	if s == digits {
		unit = 1
	}
	return n * unit, nil
}

// lifetime says seconds as a person would.
func lifetime(v any) string {
	n, ok := v.(float64)
	if !ok {
		return text(v)
	}
	return ui.Duration(time.Duration(n) * time.Second)
}

// further are the fields of a thing that the form does not know by name, so
// that none is out of reach.
func further(o remote.Object, known []field, prefix string) []field {
	var out []field
	for _, name := range slices.Sorted(maps.Keys(o)) {
		path := prefix + name
		if slices.ContainsFunc(known, func(f field) bool { return f.path == path }) || slices.Contains(hidden, path) {
			continue
		}
		f := field{path: path, label: path, says: "The field " + path + ", as Auth0's Management API names it."}
		switch v := o[name].(type) {
		case map[string]any:
			out = append(out, further(v, known, path+".")...)
			continue
		case bool:
			f.as = asToggle
		case float64:
			f.as = asNumber
		case []any:
			f.as, f.add = asList, "an entry"
			if slices.ContainsFunc(v, func(e any) bool { _, ok := e.(string); return !ok }) {
				f.as = asJSON
			}
		case string:
		default:
			f.as = asJSON
		}
		out = append(out, f)
	}
	return out
}

// hidden are what a thing holds that is shown elsewhere or cannot be changed.
var hidden = []string{"user_id", "created_at", "updated_at", "factors", "is_system", "oidc_conformant", "id"}
