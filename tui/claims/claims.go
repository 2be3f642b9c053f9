// Package claims draws a token taken apart: its header, its claims with what
// each means, whether the signature holds, and what is left of its life on the
// sandbox's clock.
package claims

import (
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Wide is the room for a claim's name, enough for email_verified.
const Wide = 14

// widest is how far what a claim means stands from it at most, in cells.
const widest = 120

// Drawer draws tokens.
type Drawer struct {
	C    *screen.Context
	Keys jose.JSONWebKeySet // the server's public ones; none: nothing is verified
}

// Token draws one, after a mark.
func (d Drawer) Token(token decode.Token, mark string, width int) []string {
	t := d.C.Theme
	width = min(width, widest)
	short := mask.Short(token.Raw)
	if token.Opaque {
		return append([]string{ui.Cut(mark+t.Title.On(token.Name)+"  "+t.Secret.On(ui.Line(short)), width)},
			indented(ui.Para("opaque, kept as it is: only the server knows what it stands for", width-2, t.Muted))...)
	}
	lines := []string{ui.Cut(mark+t.Title.On(token.Name)+"  "+t.Secret.On(ui.Line(short)), width)}
	lines = append(lines, d.verified(token, width)...)
	lines = append(lines, d.part("header", width))
	for _, c := range token.Header {
		lines = append(lines, d.claim(token, c, width)...)
	}
	lines = append(lines, d.part("claims", width))
	for _, c := range token.Claims {
		lines = append(lines, d.claim(token, c, width)...)
	}
	return lines
}

// part is a rule over a part of a token.
func (d Drawer) part(name string, width int) string {
	t := d.C.Theme
	return "  " + t.Muted.On(name+" ") + t.Border.On(strings.Repeat("┄", max(width-3-len(name), 0)))
}

func (d Drawer) verified(token decode.Token, width int) []string {
	t := d.C.Theme
	if len(d.Keys.Keys) == 0 {
		return indented(ui.Para("the server's public keys are not known, so the signature was not verified", width-2, t.Muted))
	}
	if alg := token.Algorithm(); strings.HasPrefix(alg, "HS") {
		return indented(ui.Wrap(width-2, 2, ui.Span{Text: "· ", Ink: t.Warning}, ui.Span{Text: "signed with " + ui.Line(alg) + ", by a secret that the server shares with whom the token is for: no public key verifies it", Ink: t.Text}))
	}
	ok, words := token.Verify(d.Keys)
	mark := ui.Span{Text: "✗ ", Ink: t.Failure}
	if ok {
		mark = ui.Span{Text: "✓ ", Ink: t.Success}
	}
	return indented(ui.Wrap(width-2, 2, mark, ui.Span{Text: ui.Line(words), Ink: t.Text}))
}

// claim draws one claim: its name, what it holds, and what it means.
func (d Drawer) claim(token decode.Token, c decode.Claim, width int) []string {
	t := d.C.Theme
	name, value := t.Name.On(ui.Fit(ui.Line(c.Name), Wide)), ui.Line(c.Text)
	now := d.C.DrawTime()
	if !c.Time.IsZero() {
		value = c.Time.Format("2006-01-02 15:04:05") + " UTC"
		if c.Name != "exp" && !now.IsZero() {
			value += ", " + ui.When(c.Time, now)
		}
	}
	const indent = Wide + 3
	lines := ui.Para(value, width-indent, t.Text)
	for i := range lines {
		if i > 0 {
			name = ui.Spaces(Wide)
		}
		lines[i] = "  " + name + " " + lines[i]
	}
	if c.Name == "exp" && !c.Time.IsZero() && !now.IsZero() {
		lines = append(lines, ui.Spaces(indent)+d.countdown(token, c.Time, now))
	}
	e, ok := d.C.Explain.Claim(c.Name)
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
func (d Drawer) countdown(token decode.Token, end, now time.Time) string {
	t := d.C.Theme
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

// RunDown reports whether the life of one of them runs down.
func RunDown(tokens []decode.Token, now time.Time) bool {
	return slices.ContainsFunc(tokens, func(token decode.Token) bool {
		return slices.ContainsFunc(token.Claims, func(c decode.Claim) bool { return c.Name == "exp" && c.Time.After(now) })
	})
}

func indented(lines []string) []string {
	for i, l := range lines {
		lines[i] = "  " + l
	}
	return lines
}
