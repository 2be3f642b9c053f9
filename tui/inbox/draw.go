package inbox

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// channels are the signs of the channels, and their words.
var channels = map[string][2]string{
	model.ChannelSMS: {"≡", "SMS"}, model.ChannelVoice: {"♪", "call"},
	model.ChannelEmail: {"@", "email"}, model.ChannelPush: {"◈", "push"},
}

// Channel is how a message came: a sign and a word.
func Channel(m model.Message) (sign, word string) {
	c, ok := channels[m.Channel]
	if !ok {
		return "·", ui.Line(m.Channel)
	}
	return c[0], c[1]
}

// hidden stands for each digit of a code that is not to be seen.
const hidden = '•'

// Code is a one-time code in halves, or as dots.
func Code(code string, hide bool) string {
	if !hide {
		return ui.Code(code)
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return hidden
	}, ui.Code(code))
}

// body are a message's words, with its code emphasised or hidden.
func body(t *ui.Theme, m model.Message, hide bool) []ui.Span {
	text := ui.Clean(m.Body)
	code := ui.Line(m.Code)
	if code == "" {
		return []ui.Span{{Text: text, Ink: t.Text}}
	}
	var out []ui.Span
	for {
		at, said := find(text, code)
		if at > 0 {
			out = append(out, ui.Span{Text: text[:at], Ink: t.Text})
		}
		if said == "" {
			return out
		}
		text = text[at+len(said):]
		if hide {
			said = strings.Repeat(string(hidden), ui.Width(code))
		}
		out = append(out, ui.Span{Text: said, Ink: t.Title})
	}
}

// find is where a code stands first in a text, and how it is said there: at
// once, or digit by digit as in a call. It says nothing, at the end, if it
// does not occur.
func find(text, code string) (at int, said string) {
	at = len(text)
	for _, form := range []string{code, strings.Join(strings.Split(code, ""), ", ")} {
		if i := strings.Index(text, form); i >= 0 && i < at {
			at, said = i, form
		}
	}
	return at, said
}

// Row is a message in one line: how, to whom, when, and how it begins. New
// ones and pushes that wait are marked. Where a text is sought that stands only
// in the part of the message for which there is no room, that part is shown.
func Row(t *ui.Theme, m model.Message, now time.Time, unread, current, hide bool, seek string, width int) string {
	mark := "  "
	if current {
		mark = t.Title.On("▸ ")
	}
	sign, word := Channel(m)
	name, ink := t.Muted, t.Muted
	dot := "  "
	if unread {
		dot, name, ink = t.Accent.On("● "), t.Strong, t.Text
	}
	left := mark + dot + t.Accent.On(sign) + " " + name.On(ui.Fit(word, 5)) + " "
	right := t.Muted.On(fmt.Sprintf("%7s", ago(m.At, now)))
	switch {
	case Waits(m):
		right = t.Warning.On("waits") + " " + right
	case m.State == model.MessageApproved:
		right = t.Success.On("✓ approved") + right
	case m.State == model.MessageDenied:
		right = t.Failure.On("✗ denied") + right
	case m.State == model.MessageExpired:
		right = t.Muted.On("expired") + right
	}
	to := ui.Line(m.To)
	room := width - ui.Width(left) - ui.Width(right) - 1
	wide := min(max(ui.Width(to), 18), 30)
	text := ui.Draw(plain(body(t, m, hide))...)
	first, _, _ := strings.Cut(text, "\n")
	seen := ui.Fit(to, wide) + "  " + ui.Cut(first, max(room-wide-2, 0))
	if room < wide+14 {
		seen = ui.Cut(to, max(room, 0))
	}
	if rest := around(text, seek, max(room, 0)); rest != "" && !holds(seen, seek) {
		return ui.Sides(left+ink.On(rest), right, width)
	}
	if room < wide+14 {
		return ui.Sides(left+name.On(to), right, width)
	}
	return ui.Sides(left+name.On(ui.Fit(to, wide))+"  "+ink.On(ui.Cut(first, room-wide-2)), right, width)
}

func holds(text, seek string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(seek))
}

// around is so much of a text as fits into width cells and holds what is
// sought, with a little of what stands before it; "" if it does not occur.
func around(text, seek string, width int) string {
	text = strings.Join(strings.Fields(text), " ")
	lower := strings.ToLower(text)
	at := strings.Index(lower, strings.ToLower(seek))
	if seek == "" || at < 0 || len(lower) != len(text) {
		return ""
	}
	words := strings.Fields(text[:at])
	from := at
	for n := 0; len(words) > 0 && n < 3; n++ {
		last := words[len(words)-1]
		if i := strings.LastIndex(text[:from], last); i >= 0 && ui.Width(text[i:at+len(seek)]) < width-1 {
			from = i
		}
		words = words[:len(words)-1]
	}
	if from > 0 {
		return ui.Cut("…"+text[from:], width)
	}
	return ui.Cut(text, width)
}

// ago says in one unit how old a message is.
func ago(at, now time.Time) string {
	switch d := now.Sub(at).Round(time.Second); {
	case d <= 0:
		return "now"
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h", d/time.Hour)
	default:
		return fmt.Sprintf("%d d", d/(24*time.Hour))
	}
}

// plain takes the inks off.
func plain(spans []ui.Span) []ui.Span {
	out := make([]ui.Span, len(spans))
	for i, s := range spans {
		out[i].Text = s.Text
	}
	return out
}

// Message draws a message whole: how it came, its words, its code, and for a
// push what can be done: answers are [Answers].
func Message(t *ui.Theme, m model.Message, now time.Time, unread, hide bool, answers string, width int) []string {
	sign, word := Channel(m)
	head := t.Accent.On(sign) + " " + t.Strong.On(capital(word)) + t.Muted.On(" to ") + t.Text.On(ui.Line(m.To))
	state := ""
	if unread {
		state = t.Accent.On("● new")
	}
	lines := []string{
		ui.Sides(head, state, width),
		ui.Cut(t.Muted.On(m.At.UTC().Format("2006-01-02 15:04:05")+" UTC, "+ui.When(m.At, now)), width),
		"",
	}
	for _, l := range ui.Wrap(width-2, 0, body(t, m, hide)...) {
		lines = append(lines, t.Border.On("┃")+" "+l)
	}
	if m.Code != "" {
		lines = append(lines, "", t.Muted.On("code  ")+t.Title.On(Code(m.Code, hide)))
	}
	switch {
	case Waits(m):
		waits := t.Warning.On("It waits for an answer.")
		if ui.Width(waits)+2+ui.Width(answers) <= width {
			lines = append(lines, "", waits+"  "+answers)
		} else {
			lines = append(lines, "", waits, ui.Cut(answers, width))
		}
	case m.State == model.MessageApproved:
		lines = append(lines, "", t.Success.On("✓ approved"))
	case m.State == model.MessageDenied:
		lines = append(lines, "", t.Failure.On("✗ denied"))
	case m.State == model.MessageExpired:
		lines = append(lines, "", ui.Cut(t.Muted.On("expired: no answer came in time"), width))
	}
	return lines
}

// Answers are the two answers to a push, with their keys at a place.
func Answers(c *screen.Context, place string) string {
	t := c.Theme
	return t.Title.On(c.Keys.Name(place, "a")) + " " + t.Strong.On("approve") + "   " + t.Title.On(c.Keys.Name(place, "d")) + " " + t.Strong.On("deny")
}

// CodeLine draws the running code of an app: the code, what is left of its
// time as a bar, or when it ends where nothing may move, and that it was used,
// if it was.
func CodeLine(t *ui.Theme, a App, now time.Time, frozen, hide bool, width int) string {
	left := max(0, min(int((a.Ends.Sub(now)+time.Second-1)/time.Second), period))
	line := t.Title.On(Code(a.Code, hide)) + "  "
	if t.Still {
		line += t.Text.On("until " + a.Ends.UTC().Format("15:04:05"))
	} else {
		line += t.Countdown(left, period, 10) + t.Text.On(fmt.Sprintf(" %2d s", left))
	}
	switch {
	case a.Fresh.After(now):
		line += t.Muted.On("  used, next in " + ui.Duration(a.Fresh.Sub(now)))
	case frozen:
		line += t.Muted.On("  the clock is frozen")
	}
	return ui.Cut(line, width)
}

// period is how long a one-time password shows, in seconds (RFC 6238 §4.1).
const period = 30

// Address is a user's name for a list: the email, or what there is.
func Address(u model.UserView) string { return cmp.Or(u.Email, u.PhoneNumber, u.UserID) }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Factors are a user's authenticators in words.
func Factors(u model.UserView) string {
	var names []string
	for _, f := range u.Factors {
		name := f.Type
		if f.Name != "" && f.Name != u.Email {
			name += " " + f.Name
		}
		if !f.Active {
			name += " (not confirmed)"
		}
		names = append(names, ui.Line(name))
	}
	switch {
	case u.Blocked && len(names) == 0:
		return "blocked; no factor"
	case u.Blocked:
		return "blocked; " + strings.Join(names, ", ")
	case len(names) == 0:
		return "no factor"
	default:
		return strings.Join(names, ", ")
	}
}
