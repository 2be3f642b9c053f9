package walk

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// mfaFace is the second factor as it stands: what the server asked for, the
// authenticators to choose from, the phone.
func (w *Walk) mfaFace(width int) []string {
	target := ""
	if d := w.known.drafts[w.shown]; d != nil {
		target = d.Target
	}
	var lines []string
	switch target {
	case "/mfa/authenticators":
		lines = w.journey(width, "app", w.bearer("Bearer mfa_token"), "server", w.comes("the user's authenticators"))
	case "/mfa/challenge":
		lines = w.journey(width, "app", "mfa_token + choice", "server", w.comes("the user is asked"))
	case "/mfa/associate":
		lines = w.journey(width, "app", w.bearer("Bearer mfa_token"), "server", w.comes("a secret to scan, or a code to answer"))
	default:
		lines = w.journey(width, "app", "mfa_token + code", "server", w.comes("tokens"))
	}
	for _, parts := range [][]string{w.mfaParts(width), w.challengeParts(width), w.pollParts(width), w.enrollParts(width)} {
		lines = append(lines, parts...)
	}
	if target != "/oauth/token" && target != "/mfa/associate" {
		lines = append(lines, w.authenticators(width)...)
	}
	return append(lines, w.phoneLines(width)...)
}

// mfaParts take a refusal with mfa_required apart.
func (w *Walk) mfaParts(width int) []string {
	var body struct {
		Error        string `json:"error"`
		Token        string `json:"mfa_token"`
		Requirements map[string][]struct {
			Type string `json:"type"`
		} `json:"mfa_requirements"`
	}
	if !lastJSON(w.known.outcomes[w.shown], &body) || body.Error != "mfa_required" {
		return nil
	}
	t := w.c.Theme
	row := func(name, value, means string) []string {
		return ui.Wrap(width, 13, ui.Span{Text: ui.Fit(name, 13), Ink: t.Name}, ui.Span{Text: ui.Line(value), Ink: t.Secret}, ui.Span{Text: "  " + means, Ink: t.Muted})
	}
	lines := append([]string{""}, row("mfa_token", mask.Short(body.Token), "stands for the password, which was right")...)
	for _, need := range []struct{ name, means string }{{"challenge", "one of these will do"}, {"enroll", "one of these can be set up"}} {
		var types []string
		for _, r := range body.Requirements[need.name] {
			types = append(types, r.Type)
		}
		if len(types) > 0 {
			lines = append(lines, row(need.name, strings.Join(types, " · "), need.means)...)
		}
	}
	return lines
}

// authenticator is an entry of the list that the server gave.
type authenticator struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Kind    string `json:"authenticator_type"`
	Channel string `json:"oob_channel"`
	Name    string `json:"name"`
	Active  bool   `json:"active"`
}

// name is what it is, in words.
func (a authenticator) name() string {
	name := cmp.Or(a.Type, a.Kind)
	if a.Channel != "" && a.Channel != name && a.Channel != "auth0" {
		name += " by " + a.Channel
	}
	return name
}

// note is which one of its kind it is, and whether it is ready.
func (a authenticator) note() string {
	if !a.Active {
		return strings.TrimSpace(a.Name + " not confirmed")
	}
	return a.Name
}

// challengeType is how it is challenged.
func (a authenticator) challengeType() string {
	if a.Kind == "oob" {
		return "oob"
	}
	return "otp"
}

// listed are the user's authenticators as the server listed them last.
func (w *Walk) listed() []authenticator {
	for i := min(w.shown, len(w.known.outcomes)-1); i >= 0; i-- {
		var list []authenticator
		if lastJSON(w.known.outcomes[i], &list) && len(list) > 0 {
			return list
		}
	}
	return nil
}

// authenticators are those that the server has listed, the chosen one marked.
func (w *Walk) authenticators(width int) []string {
	list := w.listed()
	if len(list) == 0 {
		return nil
	}
	chosen := ""
	if p := w.param("authenticator_id"); p != nil {
		chosen = p.Value
	}
	t := w.c.Theme
	head := t.Muted.On("the user's authenticators")
	if chosen != "" {
		head = ui.Sides(head, t.Accent.On(w.c.Keys.Name("walk", "o"))+t.Muted.On(" chooses"), width)
	}
	lines := []string{"", head}
	names, notes, ids := 0, 0, 0
	for _, a := range list {
		names, notes, ids = max(names, ui.Width(ui.Line(a.name()))), max(notes, ui.Width(ui.Line(a.note()))), max(ids, ui.Width(ui.Line(a.ID)))
	}
	if names+notes+ids+6 > width {
		notes = 0 // no column of their own
	}
	for _, a := range list {
		mark := t.Muted.On("○ ")
		if a.ID == chosen {
			mark = t.Accent.On("● ")
		}
		note := ui.Line(a.note())
		if note += ui.Spaces(notes - ui.Width(note)); note != "" {
			note += "  "
		}
		lines = append(lines, ui.Cut(mark+t.Text.On(ui.Fit(ui.Line(a.name()), names))+"  "+t.Muted.On(note+ui.Line(a.ID)), width))
	}
	return lines
}

// lastJSON reads the body of a step's last answer.
func lastJSON(o *demos.Outcome, into any) bool {
	if o == nil || len(o.Exchanges) == 0 {
		return false
	}
	body := ui.ParseMessage(o.Exchanges[len(o.Exchanges)-1].Response).Body
	return json.Unmarshal([]byte(body), into) == nil
}
