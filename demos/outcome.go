package demos

import "github.com/playgrant/playgrant/engine/model"

// Value is a variable's value and where it came from.
type Value struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	From   string `json:"from"` // "step 2", "the demo", "made here"
	Secret bool   `json:"secret,omitempty"`
}

// Outcome is what came of a step.
type Outcome struct {
	Did       []string         `json:"did,omitempty"` // acts, in words: "pressed Continue"
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
