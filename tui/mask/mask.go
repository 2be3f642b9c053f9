// Package mask hides secrets on screen the way the page that Playgrant grew
// from does: the first three characters, then a mask. Codes and tokens, which
// a learner has to recognise from one step to the next, are shortened instead.
// What is copied is whole; only what is drawn goes through here.
package mask

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Mask is what stands for the rest of a secret.
const Mask = "*****MASKED*****"

// kinds tells how the parameters, members and headers that hold secrets are
// shown.
var kinds = map[string]func(string) string{
	"client_secret": Hide, "password": Hide, "secret": Hide, "client_assertion": Short,
	"code": Short, "code_verifier": Short, "refresh_token": Short, "access_token": Short,
	"otp": Short, "binding_code": Short, "credential": Short, "id_token": Short, "mfa_token": Short, "oob_code": Short, "recovery_code": Hide, "recovery_codes": Hide,
	"token": Short, "device_code": Short, "id_token_hint": Short, "subject_token": Short,
}

// Hide shows three characters, and the mask.
func Hide(s string) string {
	r := []rune(s)
	if len(r) <= 3 {
		return Mask
	}
	return string(r[:3]) + Mask
}

// Short shows the beginning of a token and, if it is long, its end: enough to
// recognise it, too little to use it.
func Short(s string) string {
	r := []rune(s)
	switch {
	case len(r) > 60:
		return string(r[:10]) + "…" + string(r[len(r)-5:])
	case len(r) > 14:
		return string(r[:7]) + "…"
	case len(r) > 5:
		return string(r[:3]) + "…"
	default:
		return "…"
	}
}

// Secret reports whether values of that parameter are secret.
func Secret(name string) bool {
	_, ok := kindOf(name)
	return ok
}

// kindOf is how values of that name are shown; ok is false for what is no
// secret. What ends like one is one: logout_token, new_secret,
// next_recovery_code.
func kindOf(name string) (show func(string) string, ok bool) {
	name = strings.ToLower(name)
	show, ok = kinds[name]
	switch {
	case ok:
	case strings.HasSuffix(name, "_token"):
		return Short, true
	case strings.HasSuffix(name, "_secret"), strings.HasSuffix(name, "_password"), strings.HasSuffix(name, "_recovery_code"):
		return Hide, true
	}
	return show, ok
}

// Value is how the value of a parameter is shown; secret forces a mask on
// names that are not known for one.
func Value(name, value string, secret bool) string {
	if value == "" || strings.HasPrefix(value, "{{") {
		return value
	}
	if show, ok := kindOf(name); ok {
		return show(value)
	}
	if secret {
		return Short(value)
	}
	return JWTs(value)
}

var jwt = regexp.MustCompile(`eyJ[\w-]{8,}\.[\w-]+\.[\w-]*`)

// JWTs shortens the signed tokens in a text.
func JWTs(s string) string {
	if !strings.Contains(s, "eyJ") {
		return s
	}
	return jwt.ReplaceAllStringFunc(s, Short)
}

// Masker remembers secrets, so that they are hidden wherever they turn up.
type Masker struct {
	shown    map[string]string
	replacer *strings.Replacer
}

// Learn remembers the value of a parameter, if it is secret.
func (m *Masker) Learn(name, value string, secret bool) {
	if len(value) < 4 || strings.HasPrefix(value, "{{") || !secret && !Secret(name) {
		return
	}
	m.learn(value, Value(name, value, secret))
}

func (m *Masker) learn(value, shown string) {
	if m.shown == nil {
		m.shown = map[string]string{}
	}
	if _, known := m.shown[value]; known {
		return
	}
	for _, form := range []string{value, url.QueryEscape(value), url.PathEscape(value), jsonText(value)} {
		m.shown[form] = shown
	}
	m.replacer = nil
}

func jsonText(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return s
	}
	return string(b[1 : len(b)-1])
}

// Text hides all known secrets, and all signed tokens, in a text.
func (m *Masker) Text(s string) string {
	if m.replacer == nil {
		values := make([]string, 0, len(m.shown))
		for v := range m.shown {
			values = append(values, v)
		}
		// Longer ones first: one secret may begin another.
		slices.SortFunc(values, func(a, b string) int {
			if len(a) != len(b) {
				return len(b) - len(a)
			}
			return strings.Compare(a, b)
		})
		pairs := make([]string, 0, 2*len(values))
		for _, v := range values {
			pairs = append(pairs, v, m.shown[v])
		}
		m.replacer = strings.NewReplacer(pairs...)
	}
	return JWTs(m.replacer.Replace(s))
}
