package plain

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/request"
)

// walking is one demo under way.
type walking struct {
	*session
	demo   *demos.Demo
	player *demos.Player
	step   int
	edit   *request.Edit // the step's request with what was changed of it; nil: nothing was
}

// walk goes on with a demo where it was left, or at a step: "3", or "3/why".
func (s *session) walk(ctx context.Context, d *demos.Demo, at string) error {
	if d == nil {
		s.say("There is no such demo.")
		return nil
	}
	w := &walking{session: s, demo: d, player: demos.NewPlayer(d, s.Wire, s.Rand)}
	var kept demos.State
	err := s.remote.Progress(ctx, d.Name, &kept)
	if err == nil {
		err = w.player.Restore(kept)
	}
	if err != nil && !errors.Is(err, remote.ErrNotFound) {
		s.say("The demo begins anew: " + err.Error())
		w.player = demos.NewPlayer(d, s.Wire, s.Rand)
	}
	w.step = w.player.At()
	s.say("", ended(d.Title))
	if w.step == 0 {
		s.prose(d.Intro)
	}
	at, _, _ = strings.Cut(at, "/")
	switch n, err := strconv.Atoi(at); {
	case err != nil:
	case n-1 <= w.step:
		w.step = n - 1
	default:
		s.say(fmt.Sprintf("Step %d comes after step %d, which is next.", n, w.step+1))
	}
	w.tell()
	return s.choose(ctx, w.choices)
}

// tell says what the step is about.
func (w *walking) tell() {
	if w.step >= len(w.demo.Steps) {
		return
	}
	step := &w.demo.Steps[w.step]
	w.say("", fmt.Sprintf("Step %d of %d: %s", w.step+1, len(w.demo.Steps), ended(step.Title)))
	w.prose(step.Prose)
	if e := w.current(); e != nil {
		w.say("", "What is sent:", e.Method+" "+e.Target)
		for _, p := range e.Listed() {
			w.say(paramWords(p))
		}
	}
}

// current is the request as it would go out; nil for a step without one.
func (w *walking) current() *request.Edit {
	if w.edit != nil || w.step >= len(w.demo.Steps) {
		return w.edit
	}
	d, err := w.player.Draft(w.step)
	if err != nil || d == nil {
		return nil
	}
	return request.New(d)
}

// changed is the request to send instead of the step's own; nil: nothing was
// changed of it.
func (w *walking) changed() *demos.Draft {
	if w.edit == nil || !w.edit.Changed() {
		return nil
	}
	return w.edit.Draft()
}

// choices are what can be done now.
func (w *walking) choices() (about []string, choices []choice) {
	back := choice{"b", "Back to the list. Also b.", leave}
	anew := choice{"", "Begin this demo anew.", w.restart}
	if w.step >= len(w.demo.Steps) {
		about = []string{"", "The end of this demo. What you have seen:"}
		for _, l := range w.demo.Learn {
			about = append(about, "- "+l)
		}
		return about, []choice{{"", "Go through the steps again, from the first.", func(context.Context) error { w.turn(0); return nil }}, anew, back}
	}
	done := w.player.Outcome(w.step) != nil
	send := "Send it, and hear what comes back."
	if w.current() == nil {
		send = "Do this step, and hear what comes back."
	}
	next := choice{"n", "Go on to the end. Also n.", w.next}
	if w.step+1 < len(w.demo.Steps) {
		next.text = "Go on to step " + strconv.Itoa(w.step+2) + ": " + ended(w.demo.Steps[w.step+1].Title) + " Also n."
	}
	if done && w.player.At() > w.step {
		choices = append(choices, next)
		send = "Do it again."
	}
	if w.changed() != nil {
		send = "Send it as you changed it."
	}
	choices = append(choices, choice{"s", send, w.send})
	if w.current() != nil {
		choices = append(choices, choice{"e", "Change the request: parameters, headers, body. Also e.", w.change})
	}
	if w.changed() != nil {
		choices = append(choices, choice{"u", "Undo what you changed: the demo's own request. Also u.", w.undo})
	}
	for i, v := range w.demo.Steps[w.step].Variants {
		choices = append(choices, choice{"", "Break it: " + ended(v.Title), func(ctx context.Context) error { return w.breakIt(ctx, i) }})
	}
	if done {
		choices = append(choices, choice{"r", "Hear again what came of it.", func(context.Context) error { w.outcome(w.player.Outcome(w.step)); return nil }})
	}
	if o := w.player.Outcome(w.step); done && len(decode.Tokens(o.Exchanges)) > 0 {
		choices = append(choices, choice{"t", "Hear what the tokens say.", func(ctx context.Context) error { w.claims(ctx, o.Exchanges); return nil }})
	}
	if o := w.player.Outcome(w.step); done && len(o.Exchanges) > 0 {
		choices = append(choices, choice{"y", "Copy or save what went over the wire. Also y.", func(ctx context.Context) error {
			return w.copyOrSave(ctx, answerCopies(&o.Exchanges[len(o.Exchanges)-1]))
		}})
	}
	choices = append(choices, choice{"", "Hear who has said what to whom so far.", w.sequence})
	if w.request() != "" {
		choices = append(choices, choice{"c", "Have the request as code. Also c.", w.code})
	}
	choices = append(choices, choice{"", "Hear the step again.", func(context.Context) error { w.tell(); return nil }})
	if w.step > 0 {
		choices = append(choices, choice{"p", "Back to the step before. Also p.", func(context.Context) error { w.turn(w.step - 1); return nil }}, anew)
	}
	return []string{"", "What would you like to do?"}, append(choices, back)
}

func (w *walking) turn(step int) {
	w.step, w.edit = step, nil
	w.tell()
}

// next goes on, and at the end puts back what the demo has changed.
func (w *walking) next(ctx context.Context) error {
	if w.turn(w.step + 1); w.step < len(w.demo.Steps) {
		return nil
	}
	if err := w.player.PutBack(ctx); err != nil {
		w.say("What the demo has changed could not be put back; a reset of the sandbox does it: " + err.Error())
	}
	w.keep(ctx)
	return nil
}

func (w *walking) keep(ctx context.Context) {
	if err := w.remote.KeepProgress(ctx, w.demo.Name, w.player.State()); err != nil {
		w.say("Your place in the demo could not be kept; you can go on all the same: " + err.Error())
	}
}

func (w *walking) send(ctx context.Context) error {
	w.say("One moment.")
	o, err := w.player.Play(ctx, w.step, w.changed())
	w.outcome(o)
	if err != nil {
		w.say("This step could not be done: " + ended(err.Error()))
	}
	if w.edit != nil { // the values of the steps before may be others now
		w.edit, err = w.again()
		if err != nil {
			w.edit = nil
		}
	}
	w.keep(ctx)
	return nil
}

func (w *walking) breakIt(ctx context.Context, variant int) error {
	v := w.demo.Steps[w.step].Variants[variant]
	w.say("", "Break it: "+ended(v.Title))
	w.prose(v.Prose)
	o, err := w.player.PlayVariant(ctx, w.step, variant)
	w.outcome(o)
	if err != nil {
		w.say("It could not be done: " + ended(err.Error()))
	}
	w.say("The demo itself goes on as if this had not been.")
	return nil
}

func (w *walking) outcome(o *demos.Outcome) {
	if o == nil {
		return
	}
	for _, did := range o.Did {
		w.say("Done: " + demos.Mask(did))
	}
	for i := range o.Exchanges {
		if len(o.Exchanges) > 1 {
			w.say("", fmt.Sprintf("Exchange %d of %d.", i+1, len(o.Exchanges)))
		}
		w.exchange(&o.Exchanges[i])
	}
	if o.OK() {
		w.say("", "It went as the demo expects.")
		return
	}
	w.say("", "It did not go as the demo expects.")
	for _, v := range o.Verdicts {
		if !v.OK {
			w.say("Expected: "+demos.Mask(v.Text), "Got: "+demos.Mask(v.Got))
		}
	}
}

// again is what was changed, of the request as the demo has it now.
func (w *walking) again() (*request.Edit, error) {
	d, err := w.player.Draft(w.step)
	if err != nil || d == nil {
		return nil, err
	}
	return request.New(d).Carry(w.edit), nil
}

// change lets each part of the request be changed.
func (w *walking) change(ctx context.Context) error {
	if w.edit == nil {
		w.edit = w.current()
	}
	e := &editing{session: w.session, edit: w.edit, known: request.Read(ctx, w.remote)}
	return e.change(ctx, func() []choice {
		return []choice{{"s", "Send it as it stands now. Also s.", func(ctx context.Context) error { return errors.Join(w.send(ctx), errLeave) }}}
	})
}

func (w *walking) undo(context.Context) error {
	w.edit = nil
	w.say("The request is the demo's own again.")
	return nil
}

func (w *walking) restart(ctx context.Context) error {
	if err := w.player.PutBack(ctx); err != nil {
		w.say("What the demo has changed could not be put back; a reset of the sandbox does it: " + err.Error())
	}
	w.player = demos.NewPlayer(w.demo, w.Wire, w.Rand)
	w.keep(ctx)
	w.turn(0)
	return nil
}
