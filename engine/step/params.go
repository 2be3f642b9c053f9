package step

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/playgrant/playgrant/engine/check"
)

// MaxBody is the longest request body that is read, in bytes.
const MaxBody = 1 << 20

// Params are a request's parameters, from the query or from the body. A
// parameter sent without a value counts as left out (RFC 6749 §3.1).
type Params struct {
	values map[string]string
	raw    map[string]json.RawMessage // of a JSON body
}

// Get returns a parameter, or "".
func (p Params) Get(name string) string { return p.values[name] }

// Has reports whether the parameter was sent with a value.
func (p Params) Has(name string) bool { return p.values[name] != "" }

// Fields returns a space-separated parameter as a list, without repeats.
func (p Params) Fields(name string) []string {
	var out []string
	for f := range strings.FieldsSeq(p.values[name]) {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// List returns a parameter that is an array of strings in JSON, or
// space-separated in a form.
func (p Params) List(name string) []string {
	var list []string
	if raw, ok := p.raw[name]; ok && json.Unmarshal(raw, &list) == nil {
		return list
	}
	return p.Fields(name)
}

// Object returns the texts of a parameter that is a JSON object; nil if it is
// none.
func (p Params) Object(name string) map[string]string {
	var all map[string]any
	if json.Unmarshal([]byte(p.values[name]), &all) != nil {
		return nil
	}
	out := map[string]string{}
	for k, v := range all {
		if text, ok := v.(string); ok {
			out[k] = text
		}
	}
	return out
}

// Names lists the parameters that were sent, in alphabetical order.
func (p Params) Names() []string { return slices.Sorted(maps.Keys(p.values)) }

// NewParams makes parameters of the given values, for tests and for requests
// that were kept.
func NewParams(values map[string]string) Params { return Params{values: values} }

var (
	ruleBodyRead = check.Rule{
		ID: "request.body.readable", Says: "The body is no longer than 1 MiB",
		Ref: "Playgrant", Fix: "Send only the parameters that the endpoint takes.",
		Answer: check.Answer{Status: http.StatusRequestEntityTooLarge, Code: "invalid_request", Description: "The request body is too large"},
	}
	ruleBodyWhole = check.Rule{
		ID: "request.body.whole", Says: "The body arrives whole, and as it was announced",
		Ref: "RFC 9112 §6.3, §8", Fix: "See that Content-Length is the body's length, or the chunks are well formed, and that nothing cuts the connection.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The request body broke off"},
	}
	ruleBodyType = check.Rule{
		ID: "request.body.type", Says: "The body is a form or JSON, and says so in Content-Type",
		Ref: "RFC 6749 §4.1.3; Auth0 Authentication API", Fix: "Send Content-Type: application/x-www-form-urlencoded or application/json.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The Content-Type must be application/x-www-form-urlencoded or application/json"},
	}
	ruleBodyForm = check.Rule{
		ID: "request.body.well-formed", Says: "The parameters can be read",
		Ref: "RFC 6749 Appendix B", Fix: "Check the percent signs, quotes and brackets of what you send.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The request is malformed"},
	}
	ruleParamOnce = check.Rule{
		ID: "request.param.once", Says: "No parameter is sent twice",
		Ref: "RFC 6749 §3.1, §3.2", Fix: "Send the parameter once.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The parameter %q is included more than once"},
	}
	ruleParamText = check.Rule{
		ID: "request.param.text", Says: "Parameters are text without control characters",
		Ref: "RFC 6749 Appendix A", Fix: "Remove the control characters.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The parameter %q has characters that are not allowed"},
	}
)

// ReadParams reads the query of a GET and the body of anything else. The query
// of a POST is not read: credentials do not belong into addresses (RFC 6749
// §2.3.1).
func ReadParams(r *http.Request, t *check.Trail) (Params, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodDelete {
		return fromForm(r.URL.RawQuery, t)
	}
	body, err := readBody(r, t)
	if err != nil || len(body) == 0 {
		return Params{}, err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/x-www-form-urlencoded":
		return fromForm(string(body), t)
	case "application/json":
		return fromJSON(body, t)
	}
	return Params{}, t.Require(ruleBodyType, false, "a form or JSON", clip(r.Header.Get("Content-Type")))
}

func readBody(r *http.Request, t *check.Trail) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	if err != nil {
		return nil, t.Require(ruleBodyWhole, false, "the whole body", fmt.Sprintf("%d bytes of it", len(body)))
	}
	got := fmt.Sprintf("%d bytes", len(body))
	if len(body) > MaxBody {
		got = "more"
	}
	return body, t.Require(ruleBodyRead, len(body) <= MaxBody, "up to 1048576 bytes", got)
}

func fromForm(raw string, t *check.Trail) (Params, error) {
	form, err := url.ParseQuery(raw)
	if err := t.Require(ruleBodyForm, err == nil, "name=value pairs", ""); err != nil {
		return Params{}, err
	}
	p := Params{values: make(map[string]string, len(form))}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if len(form[name]) > 1 {
			return Params{}, t.Require(ruleParamOnce.With(clip(name)).On(name), false, "once", "more than once")
		}
		if err := p.set(name, form[name][0], t); err != nil {
			return Params{}, err
		}
	}
	return p, nil
}

func fromJSON(body []byte, t *check.Trail) (Params, error) {
	raw, twice, err := readObject(body)
	if err := t.Require(ruleBodyForm, err == nil, "a JSON object", ""); err != nil {
		return Params{}, err
	}
	if len(twice) > 0 {
		return Params{}, t.Require(ruleParamOnce.With(clip(twice[0])).On(twice[0]), false, "once", "more than once")
	}
	p := Params{values: make(map[string]string, len(raw)), raw: raw}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		text := compact(raw[name])
		var s string
		switch {
		case text == "null":
			continue
		case json.Unmarshal(raw[name], &s) == nil:
			text = s
		}
		if err := p.set(name, text, t); err != nil {
			return Params{}, err
		}
	}
	return p, nil
}

// readObject reads a JSON object name by name. What another reader takes for
// the value of a name that stands in it twice is anybody's guess (RFC 8259 §4):
// such names are told.
func readObject(body []byte) (members map[string]json.RawMessage, twice []string, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, nil, errNoObject
	}
	members = map[string]json.RawMessage{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		var value json.RawMessage
		if err != nil || !ok || d.Decode(&value) != nil {
			return nil, nil, errNoObject
		}
		if _, again := members[name]; again {
			twice = append(twice, name)
		}
		members[name] = value
	}
	if _, err := d.Token(); err != nil { // the brace at the end
		return nil, nil, errNoObject
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, errNoObject
	}
	return members, twice, nil
}

var errNoObject = errors.New("no JSON object")

// compact takes the line breaks out of a JSON value that is written nicely.
func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}

func (p Params) set(name, value string, t *check.Trail) error {
	if strings.ContainsFunc(name+value, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }) && !multiline[name] {
		return t.Require(ruleParamText.With(clip(name)).On(name), false, "printable text", "control characters")
	}
	p.values[name] = value
	return nil
}

// multiline parameters are passed on as they are: they are not the protocol's.
var multiline = map[string]bool{"state": true, "password": true, "client_assertion": true}

// clip keeps what a client sent short enough to be repeated.
func clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
