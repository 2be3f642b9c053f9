package walk

import (
	"fmt"

	"github.com/playgrant/playgrant/tui/screen"
)

// stepAsked goes to a step; the palette sends it.
type stepAsked struct {
	walk *Walk
	step int
}

// Trail is the step on show, or the way in which it was broken.
func (w *Walk) Trail() []string {
	switch {
	case w.closing():
		return []string{"the end"}
	case w.detour != nil:
		return []string{w.step().Title, capital(w.detour.variant.Title)}
	}
	return []string{w.step().Title}
}

// Commands are the steps that can be gone to, and the ways to break this one.
func (w *Walk) Commands() []screen.Command {
	var out []screen.Command
	for i := range w.demo.Steps {
		if i != w.shown && (i <= w.known.at || w.known.outcomes[i] != nil) {
			out = append(out, screen.Command{Title: fmt.Sprintf("Go to step %d: %s", i+1, w.demo.Steps[i].Title), Hint: "step", Do: screen.Send(stepAsked{w, i})})
		}
	}
	if w.closing() || w.busy {
		return out
	}
	for i, v := range w.step().Variants {
		out = append(out, screen.Command{Title: "Break it: " + v.Title, Hint: "break", Do: screen.Send(breakAsked{w, i})})
	}
	return out
}
