package demos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// undo is what has to be put back after a walk.
type undo struct {
	clock    *model.ClockView
	settings []setting
}

// setting is a member of one of the sandbox's objects, by its address.
type setting struct {
	address string // /sandbox/policy
	path    path
	value   any // nil removes the member (RFC 7396)
}

func (w Wire) apply(ctx context.Context, s setting) error {
	body := s.value
	for _, segment := range slices.Backward(s.path) {
		body = map[string]any{segment.name: body}
	}
	return w.sandbox(ctx, http.MethodPatch, s.address, body, nil)
}

// change does a "set …" act, after noting what was set before.
func (k *walk) change(ctx context.Context, verb string, args map[string]string) (did string, err error) {
	where, err := readPath(args["path"])
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(where, func(s segment) bool { return s.name == "" }) {
		return "", errors.New("a setting is named by members, such as mfa.when")
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
	s := setting{address, where, readValue(args["value"])}
	if err := k.wire.apply(ctx, s); err != nil {
		return "", err
	}
	k.undo.settings = append(k.undo.settings, setting{address, where, before})
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

// putBack undoes the walk's moves of the clock and changes of settings, the
// last first. It goes on when the caller was cancelled: what was changed for a
// moment must not stay.
func (k *walk) putBack(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	var errs []error
	if k.undo.clock != nil {
		errs = append(errs, k.wire.restoreClock(ctx, k.undo.clock))
	}
	for _, s := range slices.Backward(k.undo.settings) {
		errs = append(errs, k.wire.apply(ctx, s))
	}
	k.undo = undo{}
	return errors.Join(errs...)
}
