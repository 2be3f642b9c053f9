package sequence

import (
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

// Planned is what a step of a demo will send, as the demo has it. fill puts
// known values in place of variables, and hides secrets.
func Planned(s *demos.Step, fill func(string) string) (out Step) {
	var notes []string
	for _, a := range s.Actions {
		switch {
		case a.Request != nil:
			out.Arrows = append(out.Arrows, Ask(a.Request.Method, fill(a.Request.Target), a.Request.Grant())...)
		case a.Act != nil:
			notes = out.act(a.Act, fill, notes)
		}
	}
	out.Note = strings.Join(notes, "; ")
	return out
}

// Done is what a step did send: its exchanges stand where its first request or
// form does. Of a variant, whose actions are others, there are only those.
func Done(s *demos.Step, o *demos.Outcome, variant bool, fill func(string) string) (out Step) {
	var notes []string
	sent := false
	send := func() {
		for i := range o.Exchanges {
			if !sent {
				out.Arrows = append(out.Arrows, Of(&o.Exchanges[i])...)
			}
		}
		sent = true
	}
	for _, a := range s.Actions {
		switch {
		case variant:
		case a.Act == nil:
			send()
		case a.Act.Browser():
			if from := Act(a.Act.Verb); len(from) > 2 { // read from the phone first
				out.Arrows = append(out.Arrows, from[0])
			}
			send()
		default:
			notes = out.act(a.Act, fill, notes)
		}
	}
	send()
	out.Note = strings.Join(notes, "; ")
	return out
}

// act adds the arrows of an act, or else notes it.
func (s *Step) act(a *demos.Act, fill func(string) string, notes []string) []string {
	arrows := Act(a.Verb)
	s.Arrows = append(s.Arrows, arrows...)
	if len(arrows) == 0 {
		notes = append(notes, ui.Line(fill(a.Text)))
	}
	return notes
}

// Words are an arrow as a sentence without an end: "app to browser: …".
func (a Arrow) Words() string {
	words := names[a.From][0] + " to " + names[a.To][0] + ": " + a.Text
	if a.Bad {
		words += ", refused"
	}
	return words
}
