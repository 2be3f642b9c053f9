package exchange

import (
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/claims"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/ui"
)

// tokenLines take the tokens of the answer apart.
func (v *View) tokenLines(width int) (out []string) {
	found := decode.Tokens([]model.Exchange{*v.x})
	if len(found) == 0 {
		return ui.Para("There are no tokens in the answer.", width, v.c.Theme.Muted)
	}
	for _, token := range found {
		out = append(append(out, claims.Drawer{C: v.c, Keys: v.keys}.Token(token, "", width)...), "")
	}
	return out
}

// Counting is true while the life of a token runs down in sight.
func (v *View) Counting() bool {
	return v.x != nil && v.tab == OnTokens && claims.RunDown(decode.Tokens([]model.Exchange{*v.x}), v.c.Time())
}
