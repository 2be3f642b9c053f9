package walk

import (
	"fmt"

	"github.com/playgrant/playgrant/tui/claims"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/ui"
)

// tokens are those that came with this step, or else the latest before it, and
// the step that they came with.
func (w *Walk) tokens() ([]decode.Token, int) {
	if w.detour != nil {
		return decode.Tokens(w.detour.outcome.Exchanges), w.shown
	}
	for i := min(w.shown, len(w.demo.Steps)-1); i >= 0; i-- {
		if o := w.known.outcomes[i]; o != nil {
			if found := decode.Tokens(o.Exchanges); len(found) > 0 {
				return found, i
			}
		}
	}
	return nil, 0
}

// tokenLines take the tokens apart, claim by claim.
func (w *Walk) tokenLines(width int) []string {
	t := w.c.Theme
	found, from := w.tokens()
	w.tokenRows = nil
	if len(found) == 0 {
		return ui.Para("No tokens yet. When the server gives some, they are taken apart here.", width, t.Muted)
	}
	var lines []string
	if from != w.shown {
		lines = append(lines, ui.Cut(t.Muted.On(fmt.Sprintf("From step %d, %s:", from+1, ui.Line(stepName(&w.demo.Steps[from])))), width), "")
	}
	lines = append(lines, w.claimChanges(found, from, width)...)
	for i, token := range found {
		first := len(lines)
		mark := "  "
		if i == w.token {
			mark = w.c.Theme.Title.On("▸ ")
		}
		lines = append(lines, claims.Drawer{C: w.c, Keys: w.keys}.Token(token, mark, width)...)
		w.tokenRows = append(w.tokenRows, [2]int{first, len(lines) - 1})
		lines = append(lines, "")
	}
	return lines
}

// tokensRunDown reports whether a token's life runs down in sight.
func (w *Walk) tokensRunDown() bool {
	if w.closing() || w.loading || w.tab != onTokens || w.place != onTokens && (w.zoom || w.layout().columns == 1) {
		return false
	}
	found, _ := w.tokens()
	return claims.RunDown(found, w.c.Time())
}

func indented(lines []string) []string {
	for i, l := range lines {
		lines[i] = "  " + l
	}
	return lines
}
