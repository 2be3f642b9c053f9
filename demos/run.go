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
	OK       bool            `json:"ok"`              // the step and its variants
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

// Run does a whole demo without a screen, each step and then its variants, and
// writes what was done to w. It stops after a step that did not go as expected,
// since the next ones build on it. The report says what failed; the error is
// for what kept the demo from being run: a cancelled context, a failing writer,
// a sandbox that could not be put back as it was.
func Run(ctx context.Context, w io.Writer, d *Demo, wire Wire, rand io.Reader, opts ...Option) (report Report, err error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	out := &printer{w: w, options: o}
	p := NewPlayer(d, wire, rand)
	defer func() { err = errors.Join(err, p.PutBack(ctx), out.err) }()
	report = Report{Name: d.Name, Title: d.Title, OK: true}
	out.demo(d)
	for i, s := range d.Steps {
		step := StepReport{Title: s.Title, OK: true}
		outcome, err := p.Play(ctx, i, nil)
		step.Outcome, step.OK, step.Error = o.result(outcome, err)
		out.step(i+1, s.Title, step.Outcome, step.Error)
		if !step.OK {
			report.OK = false
			report.Steps = append(report.Steps, step)
			out.stopped(len(d.Steps) - i - 1)
			return report, ctx.Err()
		}
		for j, v := range s.Variants {
			variant := VariantReport{Title: v.Title}
			outcome, err := p.PlayVariant(ctx, i, j)
			variant.Outcome, variant.OK, variant.Error = o.result(outcome, err)
			out.variant(v.Title, variant.Outcome, variant.Error)
			step.OK = step.OK && variant.OK
			step.Variants = append(step.Variants, variant)
		}
		report.OK = report.OK && step.OK
		report.Steps = append(report.Steps, step)
		if ctx.Err() != nil {
			return report, ctx.Err()
		}
	}
	out.end(report)
	return report, nil
}

// result makes an outcome fit to be reported.
func (o options) result(outcome *Outcome, err error) (shown *Outcome, ok bool, failure string) {
	if outcome != nil && !o.showSecrets {
		outcome = outcome.masked()
	}
	if err != nil {
		return outcome, false, Visible(err.Error())
	}
	ok = outcome.OK()
	return outcome, ok, ""
}

// masked is a copy without secrets.
func (o *Outcome) masked() *Outcome {
	out := &Outcome{Did: o.Did, Verdicts: o.Verdicts}
	for _, x := range o.Exchanges {
		x.Request, x.Response = Mask(x.Request), Mask(x.Response)
		out.Exchanges = append(out.Exchanges, x)
	}
	for _, v := range o.Captured {
		if v.Secret {
			v.Text = MaskValue(v.Text)
		}
		out.Captured = append(out.Captured, v)
	}
	return out
}
