package authorize

import (
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// deliver sends the browser back to the app with the given parameters and the
// state, in the way that the app asked for.
func deliver(a *model.Authorization, values url.Values) *step.Answer {
	if a.Device != "" {
		return toDevice(values)
	}
	if a.TellIssuer { // RFC 9207 §2; discovery says so
		values.Set("iss", a.Issuer)
	}
	if a.HasState {
		values.Set("state", a.State)
	}
	if a.ResponseMode == modeWebMessage {
		return hosted.WebMessage{Target: originOf(a.RedirectURI), Fields: values}.Answer()
	}
	if a.ResponseMode == modeFormPost {
		return hosted.FormPost{Action: a.RedirectURI, Fields: values}.Answer()
	}
	return step.Redirect(withParams(a.RedirectURI, a.ResponseMode, values)).
		Set("Cache-Control", "no-store").Set("Referrer-Policy", "no-referrer")
}

// withParams adds parameters to an address and leaves what it has as it is,
// character by character (RFC 6749 §3.1.2).
func withParams(uri, mode string, values url.Values) string {
	joint := "?"
	switch {
	case mode == modeFragment:
		joint = "#"
	case strings.HasSuffix(uri, "?") || strings.HasSuffix(uri, "&"):
		joint = ""
	case strings.Contains(uri, "?"):
		joint = "&"
	}
	return uri + joint + values.Encode()
}

// errorValues are the parameters that tell an app of a refusal (RFC 6749
// §4.1.2.1).
func errorValues(r *check.Refusal) url.Values {
	values := url.Values{"error": {r.Answer.Code}}
	if r.Answer.Description != "" {
		values.Set("error_description", r.Answer.Description)
	}
	return values
}
