package exchange

import (
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// tokenLines take the tokens of the answer apart.
func (v *View) tokenLines(width int) (out []string) {
	t := v.c.Theme
	found := decode.Tokens([]model.Exchange{*v.x})
	if len(found) == 0 {
		return ui.Para("There are no tokens in the answer.", width, t.Muted)
	}
	for _, token := range found {
		out = append(out, ui.Cut(t.Title.On(token.Name)+"  "+t.Secret.On(ui.Line(mask.Short(token.Raw))), width))
		if token.Opaque {
			out = append(out, t.Muted.On(ui.Cut("  opaque: only the server knows what it stands for", width)), "")
			continue
		}
		mark, words := ui.Span{Text: "  ✗ ", Ink: t.Failure}, "the server's keys could not be read"
		if len(v.keys.Keys) > 0 {
			var ok bool
			if ok, words = token.Verify(v.keys); ok {
				mark = ui.Span{Text: "  ✓ ", Ink: t.Success}
			}
		}
		out = append(out, ui.Wrap(width, 4, mark, ui.Span{Text: ui.Line(words), Ink: t.Text})...)
		for _, c := range token.Claims {
			out = append(out, v.claimLines(c, width)...)
		}
		out = append(out, "")
	}
	return out
}

func (v *View) claimLines(c decode.Claim, width int) []string {
	t := v.c.Theme
	value := ui.Line(c.Text)
	if !c.Time.IsZero() {
		value = c.Time.UTC().Format("2006-01-02 15:04:05") + " UTC, " + ui.When(c.Time, v.c.Time())
	}
	spans := []ui.Span{{Text: "  " + ui.Fit(ui.Line(c.Name), 11) + " ", Ink: t.Name}, {Text: value, Ink: t.Text}}
	if e, ok := v.c.Explain.Claim(c.Name); ok {
		spans = append(spans, ui.Span{Text: "  " + strings.TrimSpace(e.Text), Ink: t.Muted})
	}
	return ui.Wrap(width, 14, spans...)
}
