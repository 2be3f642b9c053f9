package walk

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// sender is who sends the step's request: the back end of an app with a secret,
// the app itself where there is none to keep, or the thief of a step that is
// called after one.
func (w *Walk) sender() string {
	if strings.Contains(strings.ToLower(w.step().Title+" "+w.step().Short), "thief") {
		return "thief"
	}
	for _, p := range w.params() {
		switch {
		case p.Name == "client_secret", p.Name == "client_assertion",
			strings.EqualFold(p.Name, "Authorization") && strings.HasPrefix(p.Value, "Basic "):
			return "back end"
		}
	}
	return "app"
}

// bearer is what the request's Authorization header carries, in words.
func (w *Walk) bearer(usual string) string {
	d := w.known.drafts[w.shown]
	if d == nil {
		return usual
	}
	for _, h := range d.Headers {
		if !strings.EqualFold(h.Name, "Authorization") {
			continue
		}
		scheme, token, _ := strings.Cut(h.Value, " ")
		switch {
		case strings.EqualFold(scheme, "DPoP"):
			return "DPoP access_token + proof"
		case strings.HasPrefix(token, "Fe26."):
			return "Bearer mfa_token"
		case strings.HasPrefix(token, "eyJ"):
			return "Bearer access_token"
		}
	}
	return usual
}

// comes is what comes back: the error once there is one, nothing certain where
// the step is about to be refused, or else what is usual.
func (w *Walk) comes(usual string) string {
	o := w.outcome()
	switch {
	case o == nil && w.step().Refused():
		return "its answer"
	case o == nil || len(o.Exchanges) == 0:
		return usual
	}
	if last := &o.Exchanges[len(o.Exchanges)-1]; last.Status >= 400 {
		return "✗ " + refusedAs(last)
	}
	return usual
}

// refusedAs is an answer's status and, where it has one, its error.
func refusedAs(x *model.Exchange) string {
	words := strconv.Itoa(x.Status)
	var body struct {
		Error string `json:"error"`
	}
	if json.Unmarshal([]byte(ui.ParseMessage(x.Response).Body), &body) == nil && body.Error != "" {
		words += " " + ui.Line(body.Error)
	}
	return words
}
