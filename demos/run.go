package demos

import (
	"context"
	"errors"
	"io"
)

// Option changes how [Run] reports.
type Option func(*options)

type options struct{ showSecrets bool }

// ShowSecrets prints codes, tokens, passwords and client secrets whole instead
// of masked.
func ShowSecrets(o *options) { o.showSecrets = true }

// Report is what came of a whole demo, its variants included.
type Report struct {
	Name  string       `json:"name"`
	Title string       `json:"title"`
	OK    bool         `json:"ok"`
	Steps []StepReport `json:"steps"`
}

// StepReport is what came of one step.
type StepReport struct {
	Title    string          `json:"title"`
	OK       bool            `json:"ok"`
	Error    string          `json:"error,omitempty"` // why the step could not be done at all
	Outcome  *Outcome        `json:"outcome,omitempty"`
	Variants []VariantReport `json:"variants,omitempty"`
}

// VariantReport is what came of one variant.
type VariantReport struct {
	Title   string   `json:"title"`
	OK      bool     `json:"ok"`
	Error   string   `json:"error,omitempty"`
	Outcome *Outcome `json:"outcome,omitempty"`
}

// Run does a whole demo without a screen, each step's variants before the
// step, and writes what was done to w. The report says what failed; the error
// is for what could not be done at all.
func Run(ctx context.Context, w io.Writer, d *Demo, wire Wire, rand io.Reader, opts ...Option) (Report, error) {
	return Report{}, errors.New("not written")
}
