package walk

import (
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/sequence"
	"github.com/playgrant/playgrant/tui/ui"
)

// pictureLines draw who has said what to whom so far, this step marked: the
// names, and what is below them.
func (w *Walk) pictureLines(width int) []string {
	d := w.diagram()
	heads, lines, now := d.Lines(w.c.Theme, width)
	w.pictureNow = now
	return append([]string{heads}, lines...)
}

// pictureText is the picture for a document, wide enough for all of it.
func (w *Walk) pictureText() string {
	t := ui.Theme{ASCII: w.c.Theme.ASCII}
	heads, lines, _ := w.diagram().Lines(&t, 110)
	lines = append([]string{heads}, lines...)
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// diagram is the sequence so far: the steps that are done, and the one on
// screen as it was done or is about to be. A detour takes its step's place.
func (w *Walk) diagram() (d sequence.Diagram) {
	for i := range w.demo.Steps {
		s := &w.demo.Steps[i]
		planned := w.planned(s)
		d.Cast = sequence.Join(d.Cast, planned.Arrows...)
		o := w.known.outcomes[i]
		if i == w.shown {
			o = w.outcome()
		}
		if i > w.shown && (o == nil || w.detour != nil) {
			continue
		}
		step := planned
		if o != nil {
			step = w.done(s, o)
		}
		step.Name = w.c.Theme.StepNumber(i) + " " + ui.Line(stepName(s))
		step.Now, step.Ahead = i == w.shown, o == nil
		d.Cast = sequence.Join(d.Cast, step.Arrows...)
		d.Steps = append(d.Steps, step)
	}
	return d
}

// planned is what a step will send, as the demo has it.
func (w *Walk) planned(s *demos.Step) (out sequence.Step) {
	var notes []string
	for _, a := range s.Actions {
		switch {
		case a.Request != nil:
			out.Arrows = append(out.Arrows, sequence.Ask(a.Request.Method, w.fill(a.Request.Target), a.Request.Grant())...)
		case a.Act != nil:
			arrows := sequence.Act(a.Act.Verb)
			if out.Arrows = append(out.Arrows, arrows...); len(arrows) == 0 {
				notes = append(notes, ui.Line(w.mask.Text(w.fill(a.Act.Text))))
			}
		}
	}
	out.Note = strings.Join(notes, "; ")
	return out
}

// done is what a step did send: its exchanges stand where its first request or
// form does.
func (w *Walk) done(s *demos.Step, o *demos.Outcome) (out sequence.Step) {
	var notes []string
	sent := false
	send := func() {
		for i := range o.Exchanges {
			if !sent {
				out.Arrows = append(out.Arrows, sequence.Of(&o.Exchanges[i])...)
			}
		}
		sent = true
	}
	if w.detour == nil || o != w.detour.outcome {
		for _, a := range s.Actions {
			switch {
			case a.Act == nil:
				send()
			case a.Act.Browser():
				if from := sequence.Act(a.Act.Verb); len(from) > 2 { // read from the phone first
					out.Arrows = append(out.Arrows, from[0])
				}
				send()
			default:
				arrows := sequence.Act(a.Act.Verb)
				if out.Arrows = append(out.Arrows, arrows...); len(arrows) == 0 {
					notes = append(notes, ui.Line(w.mask.Text(w.fill(a.Act.Text))))
				}
			}
		}
	}
	send()
	out.Note = strings.Join(notes, "; ")
	return out
}
