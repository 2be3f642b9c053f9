// Package check is the one mechanism by which the engine refuses.
//
// A [Rule] is a named requirement with the source it comes from, the answer a
// client gets when it does not hold, and how to mend it. A [Trail] holds the
// rules that one request was measured against, in order, passed and failed.
// [Trail.Require] decides and records in one line, so that the explanation on
// screen cannot drift from what the server did.
//
// Nothing secret goes into a Trail: name a credential by what is true of it
// ("matches", "spent at …"), never by its text.
package check

import "fmt"

// Rule is one requirement of the protocol, declared once beside the code that
// enforces it.
type Rule struct {
	// ID names the rule in logs, tests and demos: "code.unspent".
	ID string
	// Says is the requirement as a sentence that a learner understands.
	Says string
	// Ref is where the requirement comes from: an RFC section, an OpenID
	// section, an Auth0 page, or "Playgrant" where the sources are silent.
	Ref string
	// Fix says what the reader can do about a failure.
	Fix string
	// Param names the request parameter at fault, if there is one.
	Param string
	// Answer is what the client gets when the rule fails.
	Answer Answer
	// Standard replaces Answer in the oidc dialect, field by field; what is
	// zero here stays as in Answer.
	Standard Answer
}

// Answer is the part of a refusal that goes over the wire.
type Answer struct {
	// Status is the HTTP status code.
	Status int
	// Code is the OAuth error code (RFC 6749 §5.2).
	Code string
	// Description is the error_description. In a Rule it may hold fmt verbs,
	// filled in by [Rule.With].
	Description string
}

// With fills the fmt verbs of the rule's descriptions.
func (r Rule) With(args ...any) Rule {
	r.Answer.Description = fmt.Sprintf(r.Answer.Description, args...)
	if r.Standard.Description != "" {
		r.Standard.Description = fmt.Sprintf(r.Standard.Description, args...)
	}
	return r
}

// On names the request parameter that the rule is applied to, for rules that
// serve several.
func (r Rule) On(param string) Rule {
	r.Param = param
	return r
}

// answer picks what the client gets in the given dialect.
func (r Rule) answer(standard bool) Answer {
	a := r.Answer
	if !standard {
		return a
	}
	if r.Standard.Status != 0 {
		a.Status = r.Standard.Status
	}
	if r.Standard.Code != "" {
		a.Code = r.Standard.Code
	}
	if r.Standard.Description != "" {
		a.Description = r.Standard.Description
	}
	return a
}

// Result is one rule applied to one request.
type Result struct {
	Check    string `json:"check"`
	OK       bool   `json:"ok"`
	Detail   string `json:"detail"`
	Ref      string `json:"ref"`
	ID       string `json:"id"`
	Expected string `json:"expected,omitempty"`
	Got      string `json:"got,omitempty"`
	Fix      string `json:"fix,omitempty"`
	Param    string `json:"param,omitempty"`
	// Note is true for a result that decided something without refusing:
	// "no refresh token, because …".
	Note bool `json:"note,omitempty"`
	// Mend are the changes that make the same request pass, the best first.
	Mend []Mend `json:"mend,omitempty"`
}
