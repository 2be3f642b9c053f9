package qr

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Card lies over a screen and shows how an authenticator app takes on a
// secret: by camera, or by typing it. Who has no phone at hand peeks at the
// code that the app would show.
type Card struct {
	c    *screen.Context
	uri  string
	key  *otp.Key // nil: the URI cannot be read
	peek bool
}

// NewCard makes the card of an otpauth URI, which may be anything: it comes
// from an answer.
func NewCard(c *screen.Context, uri string) *Card {
	card := &Card{c: c, uri: uri}
	if key, err := otp.NewKeyFromURL(uri); err == nil && key.URL() != "" && strings.HasPrefix(uri, "otpauth://totp/") && key.Secret() != "" {
		card.key = key
	}
	return card
}

// Counting is true while the code is looked at: it runs down.
func (k *Card) Counting() bool { return k.peek && k.key != nil }

// Letters are the keys of the card.
func (*Card) Letters() string { return "p yiqQw" }

// Update takes a key.
func (k *Card) Update(msg tea.KeyMsg) (tea.Cmd, bool) {
	switch msg.String() {
	case "p", " ":
		k.peek = !k.peek && k.key != nil
	case "y":
		if k.key == nil {
			return screen.Send(screen.Copy{What: "the text", Text: k.uri}), false
		}
		return screen.Send(screen.Copy{What: "the secret, whole", Text: k.key.Secret()}), false
	case "i":
		if code, _, ok := k.code(); ok {
			return screen.Send(screen.Copy{What: "the code", Text: code}), false
		}
	case "esc", "enter", "q", "Q":
		return nil, true
	}
	return nil, false
}

// code is what an app that has the secret shows now, and how many seconds it
// is good for.
func (k *Card) code() (code string, left int, ok bool) {
	if k.key == nil {
		return "", 0, false
	}
	now := k.c.Time()
	period := max(int64(k.key.Period()), 1)
	code, err := totp.GenerateCodeCustom(k.key.Secret(), now, totp.ValidateOpts{
		Period: uint(period), Digits: k.key.Digits(), Algorithm: k.key.Algorithm(),
	})
	return code, int(period - now.Unix()%period), err == nil
}

// View draws the code with the words beside it, or, where there is no room,
// the words alone.
func (k *Card) View(t *ui.Theme, width, height int) []string {
	const words = 34
	picture := k.picture(t, width-words-7, height-2)
	bare := false
	if picture == nil { // a frame less may do
		picture = k.picture(t, width-words-2, height)
		bare = picture != nil
	}
	if picture == nil {
		w := min(width-6, 60)
		lines := k.words(t, w-4, false)
		if len(lines) > height-2 {
			lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
		}
		return k.frame(t, lines[:min(len(lines), max(height-2, 0))], w)
	}
	lines := k.words(t, words, true)
	rows := max(len(lines), len(picture))
	out := make([]string, rows)
	w := ui.Width(picture[0])
	for i := range out {
		left, right := ui.Spaces(w), ""
		if i < len(picture) {
			left = picture[i]
		}
		if top := (rows - len(lines)) / 3; i >= top && i-top < len(lines) {
			right = lines[i-top]
		}
		out[i] = left + "  " + ui.Fit(right, words)
	}
	if bare {
		for i := range out {
			out[i] = ui.Fit(out[i], width)
		}
		return out
	}
	return k.frame(t, out, w+words+6)
}

func (k *Card) frame(t *ui.Theme, lines []string, width int) []string {
	return t.Pane(ui.Pane{Title: "For an authenticator app", Focus: true, Foot: "esc closes"}, lines, width, len(lines)+2)
}

// picture is the code of the whole URI, or of what says the same in fewer
// letters.
func (k *Card) picture(t *ui.Theme, width, height int) []string {
	if k.key == nil {
		return nil
	}
	if lines := Lines(t, k.uri, width, height); lines != nil {
		return lines
	}
	return Lines(t, shorter(k.uri), width, height)
}

// defaults are what an app takes for granted.
var defaults = map[string]string{"algorithm": "SHA1", "digits": "6", "period": "30"}

// shorter leaves out of an otpauth URI what apps take for granted.
func shorter(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return uri
	}
	q := u.Query()
	for name, value := range defaults {
		if q.Get(name) == value {
			q.Del(name)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// words say what to do with the code, or without it.
func (k *Card) words(t *ui.Theme, width int, drawn bool) []string {
	if k.key == nil {
		return append(ui.Para("This is no otpauth URI of an authenticator app, so there is no code to scan:", width, t.Text),
			append([]string{""}, ui.Para(ui.Line(k.uri), width, t.Muted)...)...)
	}
	var lines []string
	say := func(ink ui.Ink, text string) { lines = append(lines, ui.Para(text, width, ink)...) }
	if drawn {
		say(t.Strong, "Scan it with an authenticator app on a phone.")
		lines = append(lines, "")
		say(t.Muted, "Or type the secret:")
	} else {
		say(t.Text, "The terminal is too small for the QR code; a larger one, or a smaller font, shows it. Type this secret into an authenticator app instead:")
		lines = append(lines, "")
	}
	say(t.Title, grouped(k.key.Secret()))
	lines = append(lines, "")
	say(t.Muted, strings.TrimSpace(ui.Line(k.key.Issuer())+"  "+ui.Line(k.key.AccountName())))
	lines = append(lines, "")
	if code, left, ok := k.code(); !k.peek {
		lines = append(lines, t.Muted.On("No phone at hand?"), t.Accent.On("p")+t.Text.On(" peeks at the code"))
	} else if ok {
		lines = append(lines,
			t.Muted.On("The code now  ")+t.Title.On(ui.Code(code))+t.Muted.On(fmt.Sprintf("  %d s", left)),
			t.Accent.On("i")+t.Text.On(" copies it")+t.Muted.On("   ")+t.Accent.On("p")+t.Text.On(" hides it"))
	} else {
		say(t.Failure, "✗ This secret makes no code: it is not base32.")
	}
	lines = append(lines, t.Accent.On("y")+t.Text.On(" copies the secret"))
	if away := k.c.Clock.OffsetSeconds; away != 0 || k.c.Clock.Frozen {
		how := ui.Offset(away) + " from"
		if k.c.Clock.Frozen {
			how = "frozen, away from"
		}
		lines = append(lines, "")
		say(t.Warning, "The sandbox's clock is "+how+" the real time: a real phone shows other codes until c, 0 sets it back.")
	}
	return lines
}

// grouped breaks a secret into groups of four, as one reads it out.
func grouped(secret string) string {
	var out []string
	for r := []rune(ui.Line(secret)); len(r) > 0; {
		n := min(4, len(r))
		out = append(out, string(r[:n]))
		r = r[n:]
	}
	return strings.Join(out, " ")
}

// URI is the otpauth URI of a secret, as short as may be.
func URI(issuer, account, secret string) string {
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + account}
	u.RawQuery = url.Values{"secret": {secret}, "issuer": {issuer}}.Encode()
	return u.String()
}
