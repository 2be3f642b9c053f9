// Package step runs one protocol step: it reads the request, decides it in one
// transaction, and answers after the commit. Every endpoint of the engine goes
// through [Runner.Handle], so none can forget a phase.
package step

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/store"
)

// Step is what an endpoint decides with. Its transaction may be run more than
// once, so an endpoint touches nothing but the Step.
type Step struct {
	Ctx     context.Context
	Request *http.Request
	Params  Params
	Body    []byte // of an endpoint that is Raw
	Tx      store.Tx
	Now     time.Time // the sandbox's time, the same throughout the step
	Machine time.Time // the machine's, by which apps outside go
	Rand    io.Reader
	Keys    *sign.Keyring
	Policy  model.Policy
	Issuer  string // with the trailing slash
	// ProofKey is the thumbprint of the key that the request has proved to hold
	// by DPoP (RFC 9449 §6.1); empty: none.
	ProofKey string
	*check.Trail
	client string // once Describe was told
}

// Secure reports whether browsers reach the server by https. It goes by the
// issuer, so that it holds behind a proxy too.
func (s *Step) Secure() bool { return strings.HasPrefix(s.Issuer, "https://") }

// Endpoint is one address of the server.
type Endpoint struct {
	// Do decides the request. An error that is a *check.Refusal is answered;
	// any other is a fault of ours.
	Do func(*Step) (*Answer, error)
	// Refuse turns a refusal into an answer; nil answers in the OAuth JSON
	// shape (RFC 6749 §5.2). err is what Do returned, with what it wraps.
	Refuse func(s *Step, err error, r *check.Refusal) *Answer
	// Raw puts the body into Step.Body instead of Params, for endpoints whose
	// bodies are not parameters.
	Raw bool
	// Wait is called before the step begins, while it holds nothing: neither a
	// transaction nor the turn of one that is Alone. It is where a request
	// waits for something to happen.
	Wait func(*http.Request)
	// Alone runs the step while no other runs, for one that changes what all
	// of them go by: the clock, or the sandbox itself.
	Alone bool
}

// Answer is what goes back to the client.
type Answer struct {
	Status int // 200 if zero
	Header http.Header
	// JSON is the body, or else Body with its ContentType.
	JSON        any
	Body        []byte
	ContentType string
	// Finish runs once, after the commit, to make the JSON: signatures are
	// made here, so that a transaction that is tried again does not make
	// them twice.
	Finish func() (any, error)
	// After runs once, after the commit and before the answer is sent, when
	// other steps may run again: it may take its time, and have others call
	// this server.
	After func()
	// Discard rolls the step back although it was not refused: it was only
	// asked what would come of it. Neither Finish nor After runs then.
	Discard bool
}

// JSON answers 200 with v.
func JSON(v any) *Answer { return &Answer{JSON: v} }

// HTML answers with a page.
func HTML(status int, page []byte) *Answer {
	return &Answer{Status: status, Body: page, ContentType: "text/html; charset=utf-8"}
}

// Redirect answers 302.
func Redirect(to string) *Answer {
	return &Answer{Status: http.StatusFound, Header: http.Header{"Location": {to}}}
}

// Set adds a header and returns the answer.
func (a *Answer) Set(name, value string) *Answer {
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Header.Add(name, value)
	return a
}
