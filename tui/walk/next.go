package walk

import (
	"strings"

	"github.com/playgrant/playgrant/demos"
)

// act is what enter does now.
type act int

const (
	actNone act = iota
	actSend
	actUndo
	actAnew // back to the first step, to do it again
	actNext
	actLesson // back from a detour
	actDemo   // on to the next demo
	actHome
)

// nextAct decides what enter does. Whatever state the step is in, pressing
// enter again and again reaches the end of the demo.
func (w *Walk) nextAct() act {
	switch {
	case w.busy || w.loading:
		return actNone
	case w.closing() && w.nextDemo() != nil:
		return actDemo
	case w.closing():
		return actHome
	case w.detour != nil:
		return actLesson
	}
	o, e := w.known.outcomes[w.shown], w.editing()
	switch {
	case w.stuck == w.shown+1 && !(e.Changed() && !e.Sent):
		return actAnew
	case o == nil, e.Changed() && !e.Sent, w.anew && w.shown == 0:
		return actSend
	case o.OK() || w.known.at > w.shown:
		return actNext
	case w.asks() && w.answered() != "":
		return actSend
	case e.Changed():
		return actUndo
	case w.plain[w.shown] && w.shown > 0:
		// It failed as the demo has it: what it needs is spent or expired.
		return actAnew
	default:
		return actSend
	}
}

// enterWords name what enter does now.
func (w *Walk) enterWords() string {
	switch w.nextAct() {
	case actDemo:
		return "the next demo"
	case actHome:
		return "home"
	case actLesson:
		return "back to the lesson"
	case actUndo:
		return "the demo's values again"
	case actAnew:
		return "step 1 again, for fresh values"
	case actSend:
		words := sendWords(w.step())
		if w.known.outcomes[w.shown] != nil {
			words += " again"
		}
		return words
	case actNext:
		if w.shown+1 >= len(w.demo.Steps) {
			return "finish"
		}
		return "next: " + stepName(&w.demo.Steps[w.shown+1])
	default:
		return ""
	}
}

func sendWords(s *demos.Step) string {
	switch s.Kind {
	case demos.KindLogin:
		return "do what the user does"
	case demos.KindAct:
		return "do it"
	default:
		return "send"
	}
}

// stepName is a step's short name.
func stepName(s *demos.Step) string {
	if s.Short != "" {
		return s.Short
	}
	return strings.ToLower(s.Title)
}

// acts are what the user, the phone or the clock does in a step, as written.
func acts(s *demos.Step) []string {
	var out []string
	for _, a := range s.Actions {
		if a.Act != nil {
			out = append(out, a.Act.Text)
		}
	}
	return out
}

// loggedIn is the user whom a step logs in; empty if it does not.
func (w *Walk) loggedIn(step int) string {
	for _, text := range acts(&w.demo.Steps[step]) {
		if rest, ok := strings.CutPrefix(text, "log in as "); ok {
			return w.fill(strings.Fields(rest + " ")[0])
		}
	}
	return ""
}

// fill puts the values known so far in place of {{variables}}.
func (w *Walk) fill(s string) string {
	for _, v := range w.known.vars {
		s = strings.ReplaceAll(s, "{{"+v.Name+"}}", v.Text)
	}
	return s
}

// firstSentence is enough of a Markdown text to choose by.
func firstSentence(s string) string {
	s = strings.NewReplacer("`", "", "*", "").Replace(strings.Join(strings.Fields(s), " "))
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}
