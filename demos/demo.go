// Package demos holds the lessons: Markdown documents that run. One reads as
// documentation, is walked step by step in the terminal, runs headless, and is
// a test. [Parse] reads a document, [Player] runs it over HTTP.
//
// demos/FORMAT.md tells how to write one.
package demos

import "slices"

// Demo is one parsed document.
type Demo struct {
	Name    string   // file name without .md: "get-a-refresh-token"
	Title   string   // front matter
	Chapter string   // front matter; demos of a chapter stand together
	Order   int      // front matter; place inside the chapter
	Minutes int      // front matter; time to walk it
	Sources []string // front matter: "RFC 6749 §4.1"
	Vars    []Var    // front matter, in order of writing
	Intro   string   // Markdown between front matter and first step
	Learn   []string // front matter: what you will learn, a line each
	Steps   []Step

	fingerprint string // of the document
}

// Var is a value that a document begins with; it may hold {{variables}}.
type Var struct{ Name, Value string }

// Kind tells which face of the walkthrough a step has.
type Kind string

// Kinds of step.
const (
	KindAuthorize Kind = "authorize" // GET or POST /authorize
	KindLogin     Kind = "login"     // the user acts on hosted pages
	KindExchange  Kind = "exchange"  // grant_type=authorization_code
	KindRefresh   Kind = "refresh"   // grant_type=refresh_token
	KindMFA       Kind = "mfa"       // /mfa/* and the mfa-* grants
	KindToken     Kind = "token"     // another grant at /oauth/token
	KindCall      Kind = "call"      // an API or any other endpoint
	KindAct       Kind = "act"       // no request of its own: a move of the clock
)

// Step is one "## Heading" of a document.
type Step struct {
	Title    string
	Short    string // a word or two for the step bar: "exchange the code"
	Kind     Kind
	Prose    string // Markdown, without the fences
	Actions  []Action
	Expect   []Expectation
	Variants []Variant
}

// Refused reports whether the step expects its request to be answered with an
// error.
func (s *Step) Refused() bool {
	return slices.ContainsFunc(s.Expect, func(e Expectation) bool { return e.verb == wantError })
}

// Variant is one "### Break it: …" of a step: another way to do the step, that
// shows how it fails. The player first does the steps before it again, with
// values and a browser of its own, so that a code it burns or a token it
// revokes is never the main line's; what it captures is forgotten afterwards,
// the clock and the settings go back to where they were.
type Variant struct {
	Title   string
	Prose   string
	Actions []Action
	Expect  []Expectation
}

// Action is one thing that a step does: exactly one field is set.
type Action struct {
	Request *RequestTemplate
	Act     *Act
	Line    int // in the document, for messages
}

// RequestTemplate is an http fence: a request with {{variables}} in it.
type RequestTemplate struct {
	Method  string
	Target  string  // path without query
	Query   []Param // in order of writing
	Headers []Param
	Form    []Param // of a form body
	Body    string  // any other body, JSON for example
}

// Param is one name and value.
type Param struct{ Name, Value string }

// Act is a line of an act fence: what the user, the phone or the clock does.
type Act struct {
	Verb string // see FORMAT.md: "log in", "enter code", "advance", …
	Args map[string]string
	Text string // as written
}

// Expectation is a line of an expect fence.
type Expectation struct {
	Text  string // as written
	Line  int
	After int // how many of the actions are done before it is looked at

	verb string
	args []string
}
