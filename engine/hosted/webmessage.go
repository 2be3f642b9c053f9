package hosted

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/playgrant/playgrant/engine/step"
)

// WebMessage hands an app its answer in a message to the page that holds this
// one in a frame, or has opened it (auth0.com/docs/authenticate/login/configure-silent-authentication).
type WebMessage struct {
	Target string // the origin of that page; no other can read the message
	Fields url.Values
}

// Answer renders the page, which the target's pages alone can put in a frame.
func (p WebMessage) Answer() *step.Answer {
	response := map[string]string{}
	for name := range p.Fields {
		response[name] = p.Fields.Get(name)
	}
	message, err := json.Marshal(response)
	if err != nil {
		message = []byte("{}")
	}
	a := render(http.StatusOK, "webmessage", struct{ Target, Message string }{p.Target, string(message)})
	a.Header.Set("Content-Security-Policy", framed+p.Target+"; script-src "+hash(messenger))
	a.Header["X-Frame-Options"] = nil // frame-ancestors says it better
	return a
}
