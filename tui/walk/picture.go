package walk

import (
	"strings"

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
	fill := func(text string) string { return w.mask.Text(w.fill(text)) }
	for i := range w.demo.Steps {
		s := &w.demo.Steps[i]
		planned := sequence.Planned(s, fill)
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
			step = sequence.Done(s, o, w.detour != nil && i == w.shown, fill)
		}
		step.Name = w.c.Theme.StepNumber(i) + " " + ui.Line(stepName(s))
		step.Now, step.Ahead = i == w.shown, o == nil
		d.Cast = sequence.Join(d.Cast, step.Arrows...)
		d.Steps = append(d.Steps, step)
	}
	return d
}
