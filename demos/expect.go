package demos

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
)

// verdict holds one expectation against the last answer.
func (k *walk) verdict(e Expectation, from string, o *Outcome) Verdict {
	v := Verdict{Text: e.Text, Line: e.Line}
	if k.last == nil {
		v.Got = "no answer: nothing was sent"
		return v
	}
	args := make([]string, len(e.args))
	for i, template := range e.args {
		text, err := k.vars.fill(template)
		if err != nil {
			v.Got = err.Error()
			return v
		}
		args[i] = text
	}
	v.OK, v.Got = k.hold(e.verb, args, from, o)
	if v.OK {
		v.Got = ""
	}
	v.Got = Visible(v.Got)
	return v
}

func (k *walk) hold(verb string, args []string, from string, o *Outcome) (ok bool, got string) {
	a := k.last
	switch verb {
	case wantStatus:
		return strconv.Itoa(a.status) == args[0], a.summary()
	case wantError:
		return strconv.Itoa(a.status) == args[0] && a.errorCode() == args[1], a.summary()
	case wantRedirect:
		to := a.redirect()
		ok := to != nil && strconv.Itoa(a.status) == args[0] && sameAddress(a, args[1])
		return ok, a.summary()
	case wantPage:
		p := readPage(a)
		if p == nil {
			return false, a.summary() + ", which is no page"
		}
		return strings.Contains(p.text, collapse(args[0])), p.text
	case wantHeader:
		value, present := strings.Join(a.header.Values(args[0]), ", "), len(a.header.Values(args[0])) > 0
		return compare(value, present, args[1], args[2], isSecret(args[0]))
	case wantKept:
		value := a.header.Get(args[0])
		if value == "" {
			return false, a.summary() + ", which has no header " + args[0]
		}
		k.capture(args[1], value, from, isSecret(args[0]) || isSecret(args[1]), o)
		return true, ""
	case wantCheck:
		return a.checked(args[0], args[1] == "passed")
	case wantCapture:
		return k.captureFrom(args[0], args[1], from, o)
	}
	where, err := readPath(args[0])
	if err != nil {
		return false, err.Error()
	}
	value, present := where.find(a.fields())
	return compare(value, present, args[1], args[2], isSecret(where.last()))
}

func (k *walk) captureFrom(field, name, from string, o *Outcome) (ok bool, got string) {
	where, err := readPath(field)
	if err != nil {
		return false, err.Error()
	}
	value, present := where.find(k.last.fields())
	if !present || textOf(value) == "" {
		return false, k.last.summary() + ", which has no " + field
	}
	k.capture(name, textOf(value), from, isSecret(name) || isSecret(where.last()), o)
	return true, ""
}

// compare decides one relation. What it got is not told of a secret.
func compare(value any, present bool, relation, want string, secret bool) (ok bool, got string) {
	text := textOf(value)
	got = text
	switch {
	case !present:
		got = "absent"
	case secret:
		got = "present, with another value"
	}
	if relation == "is" {
		switch want {
		case "present":
			return present, got
		case "absent":
			return !present, got
		case "a JWT", "no JWT":
			_, isJWT := jwtClaims(text)
			return present && isJWT == (want == "a JWT"), map[bool]string{true: "a JWT", false: "no JWT"}[isJWT]
		}
	}
	switch relation {
	case "is":
		return present && text == want, got
	case "is not", "differs from":
		return present && text != want, map[bool]string{true: "the same", false: "absent"}[present]
	case "contains":
		return present && holds(value, text, want), got
	default: // lacks
		return !present || !holds(value, text, want), got
	}
}

// holds reports whether a list has an element, or a text a part.
func holds(value any, text, want string) bool {
	list, ok := value.([]any)
	if !ok {
		return strings.Contains(text, want)
	}
	for _, e := range list {
		if textOf(e) == want {
			return true
		}
	}
	return false
}

// sameAddress compares a redirect's target, its query and fragment aside, with
// an address that may be relative to the server.
func sameAddress(a *answer, want string) bool {
	u, err := a.url.Parse(want)
	if err != nil {
		return false
	}
	got := *a.redirect()
	got.RawQuery, got.Fragment, got.RawFragment, got.ForceQuery = "", "", "", false
	return got.String() == u.String()
}

var bearerError = regexp.MustCompile(`\berror="([^"]*)"`)

// errorCode is the OAuth error: in the JSON body (RFC 6749 §5.2), the redirect
// (§4.1.2.1) or the WWW-Authenticate header (RFC 6750 §3).
func (a *answer) errorCode() string {
	if m, ok := a.fields().(map[string]any); ok && textOf(m["error"]) != "null" {
		return textOf(m["error"])
	}
	if m := bearerError.FindStringSubmatch(a.header.Get("WWW-Authenticate")); m != nil {
		return m[1]
	}
	return ""
}

// summary says in a line what came, without anything secret.
func (a *answer) summary() string {
	out := strconv.Itoa(a.status)
	if to := a.redirect(); to != nil {
		bare := *to
		bare.RawQuery, bare.Fragment, bare.RawFragment = "", "", ""
		out += " to " + bare.String()
	}
	if code := a.errorCode(); code != "" {
		out += " " + code
	}
	if m, ok := a.fields().(map[string]any); ok {
		if text, ok := m["error_description"].(string); ok {
			out += ": " + text
		}
	}
	return out
}

// checked looks for one of the engine's checks by its id.
func (a *answer) checked(id string, want bool) (ok bool, got string) {
	var found *check.Result
	for i, r := range a.exchange.Checks {
		if r.ID == id {
			found = &a.exchange.Checks[i]
		}
	}
	if found == nil {
		ids := make([]string, 0, len(a.exchange.Checks))
		for _, r := range a.exchange.Checks {
			ids = append(ids, r.ID)
		}
		return false, "not checked; the checks were " + strings.Join(ids, ", ")
	}
	if found.OK == want {
		return true, ""
	}
	return false, found.Detail
}
