package sandbox

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/step"
)

// patched is current with the body merged into it (RFC 7396). What the body
// removes gets its first value again, from fresh.
func patched[T any](s *step.Step, current, fresh T) (T, error) {
	next := fresh
	if _, err := object(s); err != nil {
		return next, err
	}
	patch, err := generic(s.Body)
	if err != nil {
		return next, err
	}
	if err := lowerCase(s, patch); err != nil {
		return next, err
	}
	raw, err := json.Marshal(current)
	if err != nil {
		return next, err
	}
	doc, err := generic(raw)
	if err != nil {
		return next, err
	}
	if raw, err = json.Marshal(merge(doc, patch)); err != nil {
		return next, err
	}
	err = decode(s, raw, &next)
	return next, err
}

// generic reads JSON without rounding its numbers.
func generic(raw []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}

// merge is MergePatch of RFC 7396 §2.
func merge(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	out, ok := target.(map[string]any)
	if !ok {
		out = map[string]any{}
	}
	for name, value := range changes {
		if value == nil {
			delete(out, name)
		} else {
			out[name] = merge(out[name], value)
		}
	}
	return out
}

// lowerCase refuses names that encoding/json would take for others: it does
// not tell Name from name.
func lowerCase(s *step.Step, v any) error {
	object, _ := v.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if name != strings.ToLower(name) {
			return field(s, clip(name), false, noSuchField)
		}
		if err := lowerCase(s, object[name]); err != nil {
			return err
		}
	}
	return nil
}
