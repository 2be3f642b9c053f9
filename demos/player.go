package demos

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/playgrant/playgrant/engine/model"
)

// Wire is the connection that a player speaks over: the in-process one, or a
// socket. Redirects are answered, never followed.
type Wire struct {
	Base string // "http://localhost:2884", without a slash at the end
	HTTP http.RoundTripper
}

// Player walks one demo. It is not safe for concurrent use.
type Player struct {
	demo *Demo
}

// NewPlayer stands before the demo's first step. rand is where generated
// values such as {{state}} come from.
func NewPlayer(d *Demo, w Wire, rand io.Reader) *Player { return &Player{demo: d} }

// Demo is the document being played.
func (p *Player) Demo() *Demo { return p.demo }

// At is the step to do next; len(Steps) when all are done.
func (p *Player) At() int { return 0 }

// Draft is the request that a step would send, its variables filled in; nil
// for a step that sends none of its own.
func (p *Player) Draft(step int) (*Draft, error) { return nil, errors.New("not written") }

// Play does a step, sending d instead of the document's request unless d is
// nil. A step that fails its expectations is an Outcome like any other; the
// error is for what could not be done at all.
func (p *Player) Play(ctx context.Context, step int, d *Draft) (*Outcome, error) {
	return nil, errors.New("not written")
}

// PlayVariant does one of a step's "break it" variants.
func (p *Player) PlayVariant(ctx context.Context, step, variant int) (*Outcome, error) {
	return nil, errors.New("not written")
}

// Outcome is what came of a step, or nil before it was done.
func (p *Player) Outcome(step int) *Outcome { return nil }

// Vars are the values known so far, in the order they came.
func (p *Player) Vars() []Value { return nil }

// State is what has to be kept to go on after a restart.
func (p *Player) State() State { return State{} }

// Restore goes on from a kept state. A state of another version of the
// document is refused.
func (p *Player) Restore(s State) error { return nil }

// Value is a variable's value and where it came from.
type Value struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	From   string `json:"from"` // "step 2", "the demo", "made here"
	Secret bool   `json:"secret,omitempty"`
}

// Draft is a request that can be changed before it is sent.
type Draft struct {
	Method  string       `json:"method"`
	Target  string       `json:"target"` // path without query
	Query   []DraftParam `json:"query,omitempty"`
	Headers []DraftParam `json:"headers,omitempty"`
	Form    []DraftParam `json:"form,omitempty"`
	Body    string       `json:"body,omitempty"`
}

// DraftParam is one parameter of a draft.
type DraftParam struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	From   string `json:"from,omitempty"` // where the value came from: "step 2"; empty: the document
	Secret bool   `json:"secret,omitempty"`
}

// Outcome is what came of a step.
type Outcome struct {
	Did       []string         `json:"did,omitempty"` // acts, in words: "logged in as user@example.com"
	Exchanges []model.Exchange `json:"exchanges,omitempty"`
	Verdicts  []Verdict        `json:"verdicts,omitempty"`
	Captured  []Value          `json:"captured,omitempty"`
}

// OK reports whether every expectation held.
func (o *Outcome) OK() bool {
	for _, v := range o.Verdicts {
		if !v.OK {
			return false
		}
	}
	return true
}

// Verdict is one expectation, held against what came.
type Verdict struct {
	Text string `json:"text"` // as written
	OK   bool   `json:"ok"`
	Got  string `json:"got,omitempty"` // what came instead
	Line int    `json:"line"`          // in the document
}

// State is a player's progress.
type State struct {
	Fingerprint string     `json:"fingerprint"` // of the document
	At          int        `json:"at"`
	Vars        []Value    `json:"vars"`
	Outcomes    []*Outcome `json:"outcomes"`
	Cookies     []Cookie   `json:"cookies"`
}

// Cookie is one cookie of the player's browser.
type Cookie struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Path  string `json:"path"`
}
