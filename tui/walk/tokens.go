package walk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
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
		lines = append(lines, w.oneToken(token, i, width)...)
		w.tokenRows = append(w.tokenRows, [2]int{first, len(lines) - 1})
		lines = append(lines, "")
	}
	return lines
}

func (w *Walk) oneToken(token decode.Token, i, width int) []string {
	t := w.c.Theme
	mark := "  "
	if i == w.token {
		mark = t.Title.On("▸ ")
	}
	short := mask.Short(token.Raw)
	if token.Opaque {
		return append([]string{ui.Cut(mark+t.Title.On(token.Name)+"  "+t.Secret.On(ui.Line(short)), width)},
			indented(ui.Para("opaque, kept as it is: only the server knows what it stands for", width-2, t.Muted))...)
	}
	lines := []string{ui.Cut(mark+t.Title.On(token.Name)+"  "+t.Secret.On(ui.Line(short)), width)}
	lines = append(lines, w.verified(token, width)...)
	lines = append(lines, w.tokenPart("header", width))
	for _, c := range token.Header {
		lines = append(lines, w.claim(token, c, width)...)
	}
	lines = append(lines, w.tokenPart("claims", width))
	for _, c := range token.Claims {
		lines = append(lines, w.claim(token, c, width)...)
	}
	return lines
}

// tokenPart is a rule over a part of a token.
func (w *Walk) tokenPart(name string, width int) string {
	t := w.c.Theme
	return "  " + t.Muted.On(name+" ") + t.Border.On(strings.Repeat("┄", max(width-3-len(name), 0)))
}

func (w *Walk) verified(token decode.Token, width int) []string {
	t := w.c.Theme
	if len(w.keys.Keys) == 0 {
		return indented(ui.Para("the server's public keys are not known, so the signature was not verified", width-2, t.Muted))
	}
	ok, words := token.Verify(w.keys)
	mark := ui.Span{Text: "✗ ", Ink: t.Failure}
	if ok {
		mark = ui.Span{Text: "✓ ", Ink: t.Success}
	}
	return indented(ui.Wrap(width-2, 2, mark, ui.Span{Text: ui.Line(words), Ink: t.Text}))
}

// claim draws one claim: its name, what it holds, and what it means.
func (w *Walk) claim(token decode.Token, c decode.Claim, width int) []string {
	t := w.c.Theme
	name, value := t.Name.On(ui.Fit(ui.Line(c.Name), claimWide)), ui.Line(c.Text)
	now := w.c.DrawTime()
	if !c.Time.IsZero() {
		value = c.Time.Format("2006-01-02 15:04:05") + " UTC"
		if c.Name != "exp" && !now.IsZero() {
			value += ", " + ui.When(c.Time, now)
		}
	}
	const indent = claimWide + 3
	lines := ui.Para(value, width-indent, t.Text)
	for i := range lines {
		if i > 0 {
			name = ui.Spaces(claimWide)
		}
		lines[i] = "  " + name + " " + lines[i]
	}
	if c.Name == "exp" && !c.Time.IsZero() && !now.IsZero() {
		lines = append(lines, ui.Spaces(indent)+w.countdown(token, c.Time, now))
	}
	e, ok := w.c.Explain.Claim(c.Name)
	if !ok {
		return lines
	}
	meaning := t.Muted.On(e.Text)
	if last := lines[len(lines)-1]; ui.Width(last)+ui.Width(meaning)+2 <= width {
		lines[len(lines)-1] = ui.Sides(last, meaning, width)
		return lines
	}
	for _, l := range ui.Para(e.Text, width-indent, t.Muted) {
		lines = append(lines, ui.Spaces(indent)+l)
	}
	return lines
}

// countdown is what is left of a token's life on the sandbox's clock, of all
// that it was given.
func (w *Walk) countdown(token decode.Token, end, now time.Time) string {
	t := w.c.Theme
	left := end.Sub(now)
	if left <= 0 {
		return t.Failure.On("✗ over") + t.Text.On(", "+ui.When(end, now))
	}
	whole := left
	for _, c := range token.Claims {
		if c.Name == "iat" && c.Time.Before(end) && !c.Time.IsZero() {
			whole = end.Sub(c.Time)
		}
	}
	return t.Countdown(int(left/time.Second), int(whole/time.Second), 10) + t.Text.On(" "+ui.Duration(left)+" left")
}

// tokensRunDown reports whether a token's life runs down in sight.
func (w *Walk) tokensRunDown() bool {
	if w.closing() || w.loading || w.tab != onTokens || w.place != onTokens && (w.zoom || w.layout().columns == 1) {
		return false
	}
	found, _ := w.tokens()
	return slices.ContainsFunc(found, func(token decode.Token) bool {
		return slices.ContainsFunc(token.Claims, func(c decode.Claim) bool { return c.Name == "exp" && c.Time.After(w.c.Time()) })
	})
}

func indented(lines []string) []string {
	for i, l := range lines {
		lines[i] = "  " + l
	}
	return lines
}
