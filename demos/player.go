package demos

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Player walks one demo. It is not safe for concurrent use.
type Player struct {
	demo     *Demo
	wire     Wire
	rand     io.Reader
	main     *walk
	at       int
	outcomes []*Outcome // of the steps done
	marks    []Mark     // where the main line stood before each of them
	broken   error      // why there is nothing to walk with
}

// NewPlayer stands before the demo's first step. rand is where generated
// values such as {{state}} come from.
func NewPlayer(d *Demo, w Wire, rand io.Reader) *Player {
	p := &Player{demo: d, wire: w, rand: rand}
	p.main, p.broken = newWalk(d, w, rand)
	return p
}

// Demo is the document being played.
func (p *Player) Demo() *Demo { return p.demo }

// At is the step to do next: the first that was not done, or did not go as
// expected; len(Steps) when all are done.
func (p *Player) At() int { return p.at }

// Draft is the request that a step would send, its variables filled in; nil
// for a step that sends none of its own.
func (p *Player) Draft(step int) (*Draft, error) {
	if err := p.check(step); err != nil {
		return nil, err
	}
	r := requestOf(p.demo.Steps[step].Actions)
	if r == nil {
		return nil, nil
	}
	vars := p.main.vars
	if step < len(p.marks) {
		vars = vars[:p.marks[step].Vars] // it would be done again from there
	}
	return vars.without(givenBefore(p.demo.Steps[step].Actions)).draft(r), nil
}

// givenBefore are the variables that the acts before a step's request give
// anew: until then they stand as {{variables}}, whatever an earlier step has
// given under the same name.
func givenBefore(actions []Action) (names []string) {
	for _, a := range actions {
		if a.Act == nil {
			break
		}
		names = append(names, forms[a.Act.Verb].captures...)
	}
	return names
}

// Play does a step, sending d instead of the document's request unless d is
// nil. Playing an earlier step again goes on from there: what came of it and of
// the later ones is forgotten. A step that fails its expectations is an Outcome
// like any other; the error is for what could not be done at all, and comes
// with what was done until then.
func (p *Player) Play(ctx context.Context, step int, d *Draft) (*Outcome, error) {
	if err := p.check(step); err != nil {
		return nil, err
	}
	if step > len(p.outcomes) {
		return nil, fmt.Errorf("step %d comes first: %s", len(p.outcomes)+1, p.demo.Steps[len(p.outcomes)].Title)
	}
	if step < len(p.outcomes) {
		if err := p.main.rewind(ctx, p.marks[step]); err != nil {
			return nil, err
		}
		p.outcomes, p.marks, p.at = p.outcomes[:step], p.marks[:step], min(p.at, step)
	}
	before := p.main.mark()
	s := p.demo.Steps[step]
	o, err := p.main.do(ctx, stepName(step), s.Actions, s.Expect, d)
	if err != nil {
		return o, errors.Join(err, p.main.rewind(ctx, before))
	}
	p.outcomes, p.marks = append(p.outcomes, o), append(p.marks, before)
	if o.OK() && p.at == step {
		p.at++
	}
	return o, nil
}

// PlayVariant does one of a step's "break it" variants, on a walk of its own:
// it does the steps before it again, and puts back the clock and the settings
// afterwards.
func (p *Player) PlayVariant(ctx context.Context, step, variant int) (o *Outcome, err error) {
	if err := p.check(step); err != nil {
		return nil, err
	}
	if variant < 0 || variant >= len(p.demo.Steps[step].Variants) {
		return nil, fmt.Errorf("step %d has no variant %d", step+1, variant+1)
	}
	branch, err := newWalk(p.demo, p.wire, p.rand)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, branch.putBack(ctx)) }()
	for i, s := range p.demo.Steps[:step] {
		o, err := branch.do(ctx, stepName(i), s.Actions, s.Expect, nil)
		if err != nil {
			return o, fmt.Errorf("doing step %d again: %w", i+1, err)
		}
		for _, v := range o.Verdicts {
			if !v.OK {
				return o, fmt.Errorf("doing step %d again: line %d expects %s, but got %s", i+1, v.Line, v.Text, v.Got)
			}
		}
	}
	v := p.demo.Steps[step].Variants[variant]
	o, err = branch.do(ctx, "the variant", v.Actions, v.Expect, nil)
	if o != nil && step > 0 {
		o.Did = append([]string{again(step)}, o.Did...)
	}
	return o, err
}

func again(step int) string {
	if step == 1 {
		return "did step 1 again, in a browser of its own"
	}
	return fmt.Sprintf("did steps 1 to %d again, in a browser of their own", step)
}

func stepName(i int) string { return fmt.Sprintf("step %d", i+1) }

func (p *Player) check(step int) error {
	if p.broken != nil {
		return p.broken
	}
	if step < 0 || step >= len(p.demo.Steps) {
		return fmt.Errorf("the demo has no step %d", step+1)
	}
	return nil
}

// Outcome is what came of a step, or nil before it was done.
func (p *Player) Outcome(step int) *Outcome {
	if step < 0 || step >= len(p.outcomes) {
		return nil
	}
	return p.outcomes[step]
}

// Vars are the values known so far, in the order they came.
func (p *Player) Vars() []Value {
	if p.broken != nil {
		return nil
	}
	return p.main.vars.current()
}

// PutBack undoes the moves of the clock and the changes of settings that this
// player's steps have made.
func (p *Player) PutBack(ctx context.Context) error {
	if p.main == nil {
		return nil
	}
	return p.main.putBack(ctx)
}
