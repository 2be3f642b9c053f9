package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleObject = check.Rule{
		ID: "sandbox.body", Says: "The body is one JSON object",
		Ref: "RFC 8259 §4", Fix: "Check the quotes, commas and brackets of what you send.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The body must be one JSON object"},
	}
	ruleField = check.Rule{
		ID: "sandbox.field", Says: "Each field has a value that it can have",
		Ref: "Playgrant", Fix: "Change that field; GET /sandbox shows how each one looks.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "%s must be %s"},
	}
	ruleFound = check.Rule{
		ID: "sandbox.found", Says: "What is asked for is in the sandbox",
		Ref: "Playgrant", Fix: "GET /sandbox lists what there is.",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is no %s"},
	}
	ruleFree = check.Rule{
		ID: "sandbox.free", Says: "No other has that name already",
		Ref: "Playgrant", Fix: "Choose another, or PATCH the one there is.",
		Answer: check.Answer{Status: http.StatusConflict, Code: "conflict", Description: "There is %s already"},
	}
)

// field requires that a field of the body, or a parameter of the query, is
// what it must be.
func field(s *step.Step, name string, ok bool, must string) error {
	return s.Require(ruleField.On(name).With(name, must), ok, must, "something else")
}

// object reads the body as a JSON object, field by field.
func object(s *step.Step) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	err := json.Unmarshal(s.Body, &fields)
	return fields, s.Require(ruleObject, err == nil && fields != nil, "one JSON object", "something else")
}

// noSuchField is what a field that is not known, or is read-only, must be.
const noSuchField = "left out: there is no such field, or it cannot be changed"

var unknownField = regexp.MustCompile(`unknown field "(.*)"$`)

// decode reads a JSON object into v, which has all the fields that there may
// be. A refusal names the field at fault.
func decode(s *step.Step, raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		_, err = d.Token()
		return s.Require(ruleObject, errors.Is(err, io.EOF), "one JSON object", "more than one")
	}
	var wrong *json.UnmarshalTypeError
	switch unknown := unknownField.FindStringSubmatch(err.Error()); {
	case unknown != nil:
		return field(s, clip(unknown[1]), false, noSuchField)
	case errors.As(err, &wrong) && wrong.Field != "":
		return field(s, clip(wrong.Field), false, kindOf(wrong.Type.Kind().String()))
	default:
		return s.Require(ruleObject, false, "one JSON object", "something else")
	}
}

// kindOf says a Go kind in JSON's words.
func kindOf(kind string) string {
	switch {
	case kind == "string":
		return "a string"
	case kind == "bool":
		return "true or false"
	case kind == "slice":
		return "an array"
	case strings.HasPrefix(kind, "int"):
		return "a whole number that fits"
	case strings.HasPrefix(kind, "float"):
		return "a number"
	default:
		return "an object"
	}
}

// clip keeps what a client sent short enough, and free enough of control
// characters, to be repeated.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '·'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// plain reports whether s is text of at most n bytes without control
// characters.
func plain(s string, n int) bool {
	return len(s) <= n && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' })
}
