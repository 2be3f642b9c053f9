package tokens

import (
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// foot is what came of the last action, or what a number is asked for.
func (s *Tokens) foot(width int) []string {
	t := s.c.Theme
	var lines []string
	add := func(hang int, spans ...ui.Span) {
		for _, l := range ui.Wrap(min(width-3, 140), hang, spans...) {
			lines = append(lines, " "+l)
		}
	}
	most := max(s.height/4, 3)
	switch f, _ := s.family(); {
	case s.field != nil:
		lines = append(lines, " "+t.Accent.On("→ ")+t.Text.On("How many exchanges of the newest token at once? ")+s.field.View(t, 4))
		words := "This client has no leeway: one wins, the next is reuse, and the family ends."
		if !f.Rotating {
			words = "This client's tokens do not rotate: all of them will be taken."
		} else if f.LeewaySeconds > 0 {
			words = fmt.Sprintf("This client has a leeway of %d s: one wins, and the others come inside it.", f.LeewaySeconds)
		}
		add(2, ui.Span{Text: "  " + words, Ink: t.Muted})
	case s.busy:
		add(0, ui.Span{Text: "… ", Ink: t.Accent}, ui.Span{Text: "The request is on its way.", Ink: t.Muted})
	case s.problem != nil:
		add(2, ui.Span{Text: "✗ ", Ink: t.Failure}, ui.Span{Text: "This is as it was: " + ui.Line(s.problem.Error()) + s.c.Say("tokens", ". {u} looks again."), Ink: t.Text})
	case s.result != nil:
		add(2, s.result.spans(t)...)
		answered := len(lines)
		add(2, s.result.reason(t, true)...)
		if len(lines) > most { // what matters is why; its source stands in the exchange too
			lines = lines[:answered]
			add(2, s.result.reason(t, false)...)
		}
	default:
		add(2, ui.Span{Text: "→ ", Ink: t.Accent}, ui.Span{Text: s.hint(f), Ink: t.Muted})
	}
	if len(lines) > most {
		lines = lines[:most]
		last := ui.Cut(lines[most-1], width-4)
		lines[most-1] = strings.TrimSuffix(last, "…") + " …"
	}
	for i := range lines {
		lines[i] = ui.Fit(lines[i], width)
	}
	return lines
}

// hint says what is worth trying with a family as it stands.
func (s *Tokens) hint(f model.FamilyView) string {
	switch {
	case f.State != model.StateActive:
		return s.c.Say("tokens", "It is dead: {r} and {p} show how the server refuses it. Another login begins a new family.")
	case !f.Rotating:
		return s.c.Say("tokens", "This client's tokens do not rotate: {r} as often as you like. {i} and {a} let it run out, {d} revokes it.")
	case len(f.Tokens) < 2:
		return s.c.Say("tokens", "{r} refreshes: token 1 is exchanged for token 2. After that, {p} brings token 1 back, as a thief would.")
	default:
		return s.c.Say("tokens", "{p} brings an old token back, as a thief would; {2} refreshes from several tabs at once. {enter} lists all.")
	}
}
