package walk

import (
	"strings"

	"github.com/playgrant/playgrant/demos"
)

// kindWords are the terms that a kind of step is about.
var kindWords = map[demos.Kind]string{
	demos.KindAuthorize: "authorization endpoint", demos.KindLogin: "session", demos.KindExchange: "authorization code",
	demos.KindRefresh: "refresh token", demos.KindMFA: "challenge", demos.KindToken: "token endpoint", demos.KindCall: "API",
}

// Words are the parameter or token under the cursor, the rule that refused,
// and what the step's text speaks of.
func (w *Walk) Words() (at []string, text string) {
	if w.closing() {
		return nil, w.demo.Title + "\n" + strings.Join(w.demo.Learn, "\n")
	}
	text = w.step().Title + "\n" + w.step().Prose
	if w.detour != nil {
		text = w.detour.variant.Title + "\n" + w.detour.variant.Prose
	}
	switch w.place {
	case onStep:
		if p := w.current(); p != nil && (w.touched || w.seesCursor()) {
			at = append(at, p.Value, p.Name)
		}
	case onTokens:
		if found, _ := w.tokens(); len(found) > 0 {
			at = append(at, found[max(0, min(w.token, len(found)-1))].Name)
		}
	case onWhy:
		if x := w.shownExchange(); x != nil {
			for _, c := range x.Checks {
				if !c.OK && !c.Note {
					text = c.Check + "\n" + c.Fix + "\n" + text
				}
			}
		}
	}
	for _, p := range w.params() {
		text += "\n" + p.Name
	}
	return append(at, kindWords[w.step().Kind]), text
}
