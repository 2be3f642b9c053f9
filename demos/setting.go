package demos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// Undo is what has to be put back after a walk: where the clock stood before
// its first move, each setting as it was before it was changed, and who was
// added.
type Undo struct {
	Clock    *model.ClockView `json:"clock,omitempty"`
	Settings []Setting        `json:"settings,omitempty"`
	Users    []string         `json:"users,omitempty"` // their emails
}

// Setting is a member of one of the sandbox's objects.
type Setting struct {
	Address string `json:"address"` // of the object: /sandbox/policy
	Path    string `json:"path"`    // of the member: mfa.when
	Value   any    `json:"value"`   // nil removes the member (RFC 7396)
}

func (w Wire) apply(ctx context.Context, s Setting) error {
	where, err := settingPath(s.Path)
	if err != nil {
		return err
	}
	body := s.Value
	for _, segment := range slices.Backward(where) {
		body = map[string]any{segment.name: body}
	}
	return w.sandbox(ctx, http.MethodPatch, s.Address, body, nil)
}

// settingPath reads where a setting stands: members only, since a merge-patch
// knows no elements of lists.
func settingPath(s string) (path, error) {
	where, err := readPath(s)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(where, func(s segment) bool { return s.name == "" }) {
		return nil, errors.New("a setting is named by members, such as mfa.when")
	}
	return where, nil
}

// sound reports whether what was kept may be put back: it changes nothing but
// what a "set …" act can, and removes nobody but whom "add a user" adds.
func (u Undo) sound() bool {
	strangers := slices.ContainsFunc(u.Users, func(email string) bool { return !newcomer.MatchString(email) })
	return !strangers && !slices.ContainsFunc(u.Settings, func(s Setting) bool {
		_, err := settingPath(s.Path)
		return err != nil || !settable.MatchString(s.Address)
	})
}

func (u Undo) clone() Undo {
	return Undo{Clock: u.Clock, Settings: slices.Clone(u.Settings), Users: slices.Clone(u.Users)}
}

var settable = regexp.MustCompile(`^/sandbox/(policy|(clients|apis|users)/[^/?#]+)$`)

// change does a "set …" act, after noting what was set before.
func (k *walk) change(ctx context.Context, verb string, args map[string]string) (did string, err error) {
	where, err := settingPath(args["path"])
	if err != nil {
		return "", err
	}
	var all map[string]any
	if err := k.wire.sandbox(ctx, http.MethodGet, "/sandbox", nil, &all); err != nil {
		return "", err
	}
	name := args["name"]
	address, object := "/sandbox/policy", all["policy"]
	if verb != "set policy" {
		list := map[string][3]string{
			"set client": {"clients", "client_id", "client"},
			"set api":    {"apis", "identifier", "API"},
			"set user":   {"users", "email", "user"},
		}[verb]
		found, ok := segment{key: list[1], equals: name}.pick(asList(all[list[0]]))
		if !ok {
			return "", fmt.Errorf("the sandbox has no %s %q", list[2], clip(name))
		}
		address, object = "/sandbox/"+list[0]+"/"+url.PathEscape(name), found
	}
	before, _ := where.find(object) // a member that is not there is removed again
	if err := k.wire.apply(ctx, Setting{address, args["path"], readValue(args["value"])}); err != nil {
		return "", err
	}
	k.undo.Settings = append(k.undo.Settings, Setting{address, args["path"], before})
	words := []string{"set", strings.TrimPrefix(verb, "set "), name, args["path"], "to", args["value"]}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " "), nil
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// readValue takes JSON as such and anything else as text.
func readValue(s string) any {
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	return s
}

// putBack undoes all of the walk's moves of the clock and changes of settings,
// and removes whom it has added.
func (k *walk) putBack(ctx context.Context) error { return k.putBackTo(ctx, Mark{}) }

// putBackTo undoes what was moved, changed and added since a mark, the last
// first. It
// goes on when the caller was cancelled: what was changed for a moment must
// not stay.
func (k *walk) putBackTo(ctx context.Context, m Mark) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	var errs []error
	if k.undo.Clock != nil && !m.Moved {
		errs = append(errs, k.wire.restoreClock(ctx, k.undo.Clock))
		k.undo.Clock = nil
	}
	keep := min(m.Changed, len(k.undo.Settings)) // all were put back before, perhaps
	for _, s := range slices.Backward(k.undo.Settings[keep:]) {
		errs = append(errs, k.wire.apply(ctx, s))
	}
	k.undo.Settings = k.undo.Settings[:keep]
	stay := min(m.Added, len(k.undo.Users))
	for _, email := range k.undo.Users[stay:] {
		errs = append(errs, k.wire.removeUser(ctx, email))
	}
	k.undo.Users = k.undo.Users[:stay]
	return errors.Join(errs...)
}
