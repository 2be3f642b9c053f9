package walk

import (
	"time"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// part is a row of an answer that is taken apart: its member, what it holds,
// and what it is for.
func (w *Walk) part(width int, name, value, means string) []string {
	t := w.c.Theme
	return ui.Wrap(width, 16, ui.Span{Text: ui.Fit(name, 16), Ink: t.Name}, ui.Span{Text: ui.Line(value), Ink: t.Secret}, ui.Span{Text: "  " + means, Ink: t.Muted})
}

// challengeParts take the answer to a challenge apart: what the app has to do
// with it.
func (w *Walk) challengeParts(width int) []string {
	var c struct {
		Type    string `json:"challenge_type"`
		OOB     string `json:"oob_code"`
		Binding string `json:"binding_method"`
	}
	if !lastJSON(w.known.outcomes[w.shown], &c) || c.Type == "" {
		return nil
	}
	lines := []string{""}
	switch {
	case c.Type == "otp":
		return append(lines, w.part(width, "challenge_type", c.Type, "the code is on the user's authenticator app: send it as otp")...)
	case c.Binding == "prompt":
		lines = append(lines, w.part(width, "binding_method", c.Binding, "the user types the code they were sent: send it as binding_code")...)
	default:
		lines = append(lines, w.part(width, "challenge_type", c.Type, "the user answers on the phone: ask /oauth/token every five seconds")...)
	}
	return append(lines, w.part(width, "oob_code", mask.Short(c.OOB), "names this challenge, until it is answered")...)
}

// pollPause is how long an app waits between two questions after a push.
const pollPause = 5 * time.Second

// asks reports whether the step's last answer was that a push waits.
func (w *Walk) asks() bool {
	var refused struct{ Error string }
	return lastJSON(w.known.outcomes[w.shown], &refused) && (refused.Error == "authorization_pending" || refused.Error == "slow_down")
}

// pollParts say how a push stands, while the app asks.
func (w *Walk) pollParts(width int) []string {
	if !w.asks() {
		return nil
	}
	t := w.c.Theme
	spans := []ui.Span{{Text: "… ", Ink: t.Accent}, {Text: "The user has not answered the push yet.", Ink: t.Text}}
	if _, ok := w.push(); ok {
		spans = append(spans, ui.Span{Text: w.c.Say("walk", " {a} approves it, {d} denies it; {S} asks again"), Ink: t.Text})
		if wait := w.pollAt().Sub(w.c.DrawTime()); wait > 0 {
			spans = append(spans, ui.Span{Text: ", in " + ui.Duration(wait) + " at the soonest", Ink: t.Warning})
		}
		spans = append(spans, ui.Span{Text: ".", Ink: t.Text})
	} else if state := w.answered(); state != "" {
		spans = []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: "The user has answered by now: " + state + w.c.Say("walk", ". {enter} asks again."), Ink: t.Text}}
	}
	return append([]string{""}, ui.Wrap(width, 2, spans...)...)
}

// answered is what became of the latest push; empty while it waits, or if
// there is none.
func (w *Walk) answered() string {
	m, ok := w.phone.current(w.c.Time())
	if !ok || m.Channel != model.ChannelPush || m.State == model.MessagePending {
		return ""
	}
	return ui.Line(m.State)
}

// pollAt is when the app may ask next.
func (w *Walk) pollAt() time.Time {
	o := w.known.outcomes[w.shown]
	return o.Exchanges[len(o.Exchanges)-1].At.Add(pollPause)
}

// enrollParts take the answer to an enrolment apart: the secret to scan, the
// recovery codes to keep.
func (w *Walk) enrollParts(width int) []string {
	var e struct {
		Type     string   `json:"authenticator_type"`
		Channel  string   `json:"oob_channel"`
		Secret   string   `json:"secret"`
		Barcode  string   `json:"barcode_uri"`
		OOB      string   `json:"oob_code"`
		Binding  string   `json:"binding_method"`
		Recovery []string `json:"recovery_codes"`
	}
	if !lastJSON(w.known.outcomes[w.shown], &e) || e.Type == "" {
		return nil
	}
	t := w.c.Theme
	lines := []string{""}
	if e.Secret != "" {
		lines = append(lines, w.part(width, "secret", mask.Hide(e.Secret), "what the app computes its codes from")...)
	}
	if e.Barcode != "" {
		lines = append(lines, ui.Wrap(width, 16, ui.Span{Text: ui.Fit("barcode_uri", 16), Ink: t.Name},
			ui.Span{Text: w.c.Keys.Name("walk", "Q"), Ink: t.Title}, ui.Span{Text: " shows it as a QR code for a real phone, with the secret and a peek at the code", Ink: t.Text})...)
	}
	if e.OOB != "" {
		lines = append(lines, w.part(width, "oob_code", mask.Short(e.OOB), "confirms the "+ui.Line(e.Type+" "+e.Channel)+" once the user has answered")...)
	}
	if n := len(e.Recovery); n > 0 {
		lines = append(lines, w.part(width, "recovery_codes", mask.Hide(e.Recovery[0]), w.c.Say("walk", "for the user to keep on paper: shown once, {y} copies it with the answer"))...)
	}
	return lines
}

// barcodeOf is the URI of an enrolment's answer.
func barcodeOf(o *demos.Outcome) string {
	var e struct {
		Barcode string `json:"barcode_uri"`
	}
	if !lastJSON(o, &e) {
		return ""
	}
	return e.Barcode
}
