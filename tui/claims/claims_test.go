package claims_test

import (
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/go-jose/go-jose/v4"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/claims"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

func token(header, payload string) decode.Token {
	b64 := base64.RawURLEncoding.EncodeToString
	return decode.Parse("access_token", b64([]byte(header))+"."+b64([]byte(payload))+".c2ln")
}

func drawn(now int64, token decode.Token, width int) string {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	at := func() time.Time { return time.Unix(now, 0).UTC() }
	c := &screen.Context{Theme: ui.NewTheme(r), Explain: explain.Load(), Now: at}
	c.Hear(model.ClockView{Now: at()})
	d := claims.Drawer{C: c, Keys: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{KeyID: "k"}}}}
	return strings.Join(d.Token(token, "", width), "\n")
}

func TestCountdown(t *testing.T) {
	tok := token(`{"alg":"RS256","kid":"x"}`, `{"iat":1000,"exp":4600}`)
	for now, want := range map[int64]string{
		1000: "▰▰▰▰▰▰▰▰▰▰ 1 h left", 2800: "▰▰▰▰▰▱▱▱▱▱ 30 min left", 4599: "▰▱▱▱▱▱▱▱▱▱ 1 s left", 4600: "✗ over, now", 4660: "✗ over, 1 min ago",
	} {
		if got := drawn(now, tok, 70); !strings.Contains(got, want) {
			t.Errorf("at %d there is no %q:\n%s", now, want, got)
		}
		if down := claims.RunDown([]decode.Token{tok}, time.Unix(now, 0)); down != (now < 4600) {
			t.Errorf("at %d: runs down %v", now, down)
		}
	}
	if got := drawn(50, token(`{"alg":"RS256"}`, `{"exp":100}`), 70); !strings.Contains(got, "50 s left") {
		t.Errorf("without iat:\n%s", got)
	}
}

func TestWhatIsNotVerified(t *testing.T) {
	for alg, want := range map[string]string{
		"HS256": "· signed with HS256, by a secret", "RS256": `✗ signed with the key "x", which is not in the server's JWKS`, "none": "✗ this is not a token that public keys can verify",
	} {
		if got := drawn(0, token(`{"alg":"`+alg+`","kid":"x"}`, `{"sub":"u"}`), 200); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", alg, want, got)
		}
	}
}

// TestHostileClaims stay in their lines, whatever is in them.
func TestHostileClaims(t *testing.T) {
	tok := token(`{"alg":"RS256\u001b[2J"}`, `{"\u001b]0;x\u0007":"a\nb\u202e","exp":1e300,"iat":-5,"漢字漢字漢字漢字漢字":{"a":[1,"\u0000"]}}`)
	for width := 30; width < 120; width++ {
		for l := range strings.SplitSeq(drawn(0, tok, width), "\n") {
			if ansi.StringWidth(l) > width || strings.ContainsAny(l, "\x1b\x07\x00\r") {
				t.Fatalf("%d cells of %d: %q", ansi.StringWidth(l), width, l)
			}
		}
	}
}
