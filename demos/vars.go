package demos

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
)

// Where values come from, besides "step 2".
const (
	fromHere   = "made here"
	fromServer = "the server's address"
	fromDemo   = "the demo"
	fromStep   = "this step"
)

// values are what is known, in the order it came. A later value hides an
// earlier one of the same name, so that cutting the list off goes back in
// time.
type values []Value

// startValues draws what is made anew for each walk, and adds what the
// document begins with.
func startValues(d *Demo, base string, rand io.Reader) (values, error) {
	random := make([]string, 3)
	for i := range random {
		raw := make([]byte, 32) // 256 bits; a code_verifier has at least 43 characters (RFC 7636 §4.1)
		if _, err := io.ReadFull(rand, raw); err != nil {
			return nil, fmt.Errorf("reading randomness: %w", err)
		}
		random[i] = base64.RawURLEncoding.EncodeToString(raw)
	}
	challenge := sha256.Sum256([]byte(random[2]))
	v := values{
		{Name: varBase, Text: base, From: fromServer},
		{Name: varIssuer, Text: base + "/", From: fromServer},
		{Name: varState, Text: random[0][:16], From: fromHere},
		{Name: varNonce, Text: random[1][:16], From: fromHere},
		{Name: varCodeVerifier, Text: random[2], From: fromHere, Secret: true},
		{Name: varCodeChallenge, Text: base64.RawURLEncoding.EncodeToString(challenge[:]), From: fromHere},
	}
	for _, given := range d.Vars {
		text, err := v.fill(given.Value)
		if err != nil {
			return nil, fmt.Errorf("the variable %s: %w", given.Name, err)
		}
		v = append(v, Value{Name: given.Name, Text: text, From: fromDemo, Secret: isSecret(given.Name)})
	}
	return v, nil
}

func (v values) get(name string) (Value, bool) {
	for _, value := range slices.Backward(v) {
		if value.Name == name {
			return value, true
		}
	}
	return Value{}, false
}

// without are the values but those of some names.
func (v values) without(names []string) values {
	if len(names) == 0 {
		return v
	}
	return slices.DeleteFunc(slices.Clone(v), func(value Value) bool { return slices.Contains(names, value.Name) })
}

func (v values) text(name string) (string, bool) {
	value, ok := v.get(name)
	return value.Text, ok
}

// jsonText is a value as it stands inside a JSON string.
func (v values) jsonText(name string) (string, bool) {
	text, ok := v.text(name)
	raw, err := json.Marshal(text)
	if !ok || err != nil {
		return "", false
	}
	return string(raw[1 : len(raw)-1]), true
}

// formText is a value as it stands in a form.
func (v values) formText(name string) (string, bool) {
	text, ok := v.text(name)
	return url.QueryEscape(text), ok
}

// fill puts values into a template, all of which must be known.
func (v values) fill(template string) (string, error) {
	for _, name := range variablesIn(template) {
		if _, ok := v.get(name); !ok {
			return "", fmt.Errorf("{{%s}} is not known: the step that gives it has not been done, or went otherwise", name)
		}
	}
	if growth(v.text, template) > maxGrowth {
		return "", errTooLong
	}
	return expand(template, v.text), nil
}

var errTooLong = fmt.Errorf("its variables make it longer than %d KiB; use shorter values, or fewer of them", maxGrowth>>10)

// from names where the values of a template come from; empty when the
// document has them itself.
func (v values) from(template string) string {
	var out []string
	for _, name := range variablesIn(template) {
		from := fromStep
		if value, ok := v.get(name); ok {
			from = value.From
		}
		if !slices.Contains(out, from) {
			out = append(out, from)
		}
	}
	return strings.Join(out, ", ")
}

// secret reports whether a template holds a secret value.
func (v values) secret(template string) bool {
	return slices.ContainsFunc(variablesIn(template), func(name string) bool {
		value, _ := v.get(name)
		return value.Secret || isSecret(name)
	})
}

// current lists the values that are not hidden by later ones.
func (v values) current() []Value {
	var out []Value
	for i, value := range v {
		if !slices.ContainsFunc(v[i+1:], func(later Value) bool { return later.Name == value.Name }) {
			out = append(out, value)
		}
	}
	return out
}
