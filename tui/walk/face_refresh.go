package walk

import (
	"slices"

	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// refreshFace says what a refresh takes and, once it is done, which of the
// tokens are new and which stayed.
func (w *Walk) refreshFace(width int) []string {
	way := w.journey(width, w.sender(), "refresh_token", "server", w.comes("new tokens"))
	o := w.outcome()
	if o == nil {
		return way
	}
	now := byName(decode.Tokens(o.Exchanges))
	before := byName(w.tokensBefore(w.shown))
	if len(now) == 0 || len(before) == 0 {
		return way
	}
	t := w.c.Theme
	lines := append(slices.Clone(way), "")
	for _, name := range []string{"access_token", "id_token", "refresh_token"} {
		old, fresh := before[name], now[name]
		if old == "" && fresh == "" {
			continue
		}
		label := t.Muted.On(ui.Fit(name, 14))
		switch {
		case fresh == "":
			stays := "  stayed: it does not rotate"
			if 14+2+ui.Width(mask.Short(old)+stays) > width {
				stays = "  stayed"
			}
			lines = append(lines, ui.Cut(label+t.Text.On("= ")+t.Secret.On(mask.Short(old))+t.Text.On(stays), width))
		case fresh == old:
			lines = append(lines, ui.Cut(label+t.Text.On("= ")+t.Secret.On(mask.Short(old))+t.Text.On("  the same"), width))
		case old == "":
			lines = append(lines, ui.Cut(label+t.Success.On("+ ")+t.Secret.On(mask.Short(fresh))+t.Text.On("  new"), width))
		default:
			lines = append(lines, ui.Cut(label+t.Success.On("→ ")+t.Secret.On(mask.Short(fresh))+t.Text.On("  new"), width))
		}
	}
	return lines
}

// tokensBefore are the tokens that were known before a step, the latest of
// each name.
func (w *Walk) tokensBefore(step int) []decode.Token {
	latest := map[string]decode.Token{}
	for i := range step {
		if o := w.known.outcomes[i]; o != nil {
			for _, token := range decode.Tokens(o.Exchanges) {
				latest[token.Name] = token
			}
		}
	}
	var out []decode.Token
	for _, name := range decode.Names {
		if token, ok := latest[name]; ok {
			out = append(out, token)
		}
	}
	return out
}

func byName(tokens []decode.Token) map[string]string {
	out := map[string]string{}
	for _, t := range tokens {
		out[t.Name] = t.Raw
	}
	return out
}
