package plain

import (
	"context"
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/sequence"
	"github.com/playgrant/playgrant/tui/snippet"
)

// request is what the step sent last, or what it will send; empty if it sends
// nothing.
func (w *walking) request() string {
	if o := w.player.Outcome(w.step); o != nil && len(o.Exchanges) > 0 && w.changed() == nil {
		return o.Exchanges[len(o.Exchanges)-1].Request
	}
	if e := w.current(); e != nil {
		return request.Text(e.Draft(), w.Wire.Base)
	}
	return ""
}

// code lets a language be chosen, and says the request in it, secrets masked.
func (w *walking) code(ctx context.Context) error {
	return w.choose(ctx, func() (about []string, choices []choice) {
		for _, l := range snippet.Languages {
			choices = append(choices, choice{"", l.Name, func(context.Context) error { w.program(l); return nil }})
		}
		return []string{"", "In which language?"}, append(choices, choice{"b", "Back to the step. Also b.", leave})
	})
}

func (w *walking) program(l snippet.Language) {
	r, err := snippet.Parse(w.request(), w.Wire.Base)
	text := ""
	if err == nil {
		var hide mask.Masker
		hide.LearnMessage(w.request())
		text, err = l.Code(r.Map(hide.Text))
	}
	if err != nil {
		w.say(sentence(err.Error()))
		return
	}
	w.say("", "In "+l.Name+", secrets masked:")
	for line := range strings.Lines(text) {
		w.say(strings.TrimRight(line, "\n"))
	}
	w.say("Save it as " + l.File + " and run: " + l.Run)
}

// sequence says who has said what to whom, step by step.
func (w *walking) sequence(context.Context) error {
	for i := range w.demo.Steps {
		s, o := &w.demo.Steps[i], w.player.Outcome(i)
		if o == nil && i != w.step {
			continue
		}
		title, part := fmt.Sprintf("Step %d: %s", i+1, ended(s.Title)), sequence.Planned(s, demos.Mask)
		if o != nil {
			part = sequence.Done(s, o, false, demos.Mask)
		} else {
			title += " About to be sent."
		}
		w.say("", title)
		for _, a := range part.Arrows {
			w.say("From " + ended(a.Words()))
		}
		if part.Note != "" {
			w.say("Beside it: " + ended(part.Note))
		}
	}
	return nil
}
