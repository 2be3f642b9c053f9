package sequence

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/lines"
	"github.com/playgrant/playgrant/tui/ui"
)

// Ask are the arrows of a request that is about to be sent.
func Ask(method, path, grant string) []Arrow {
	words := ui.Line(method + " " + path)
	if grant != "" {
		words += ", " + lines.Grant(grant)
	}
	switch {
	case path == "/authorize":
		return []Arrow{{From: App, To: Browser, Text: "redirect to /authorize"}, {From: Browser, To: Server, Text: words}}
	case hosted(path):
		return []Arrow{{From: Browser, To: Server, Text: words}}
	case strings.HasPrefix(path, "/samples/"):
		return []Arrow{{From: App, To: API, Text: words}}
	}
	return []Arrow{{From: App, To: Server, Text: words}}
}

// Of are the arrows of an exchange. An answer that only leads a browser on
// stands with its request.
func Of(x *model.Exchange) []Arrow {
	out := Ask(x.Method, x.Path, x.GrantType)
	last := &out[len(out)-1]
	answer := ui.ParseMessage(x.Response)
	if !hosted(x.Path) && x.Path != "/authorize" {
		text, bad := said(x, answer)
		out = append(out, Arrow{From: last.To, To: last.From, Text: text, Bad: bad})
		return append(out, delivery(x, answer)...)
	}
	if x.Path != "/authorize" && x.Method == http.MethodPost {
		out = append([]Arrow{{From: User, To: Browser, Text: typed(x)}}, out...)
		last = &out[len(out)-1]
	}
	to, params := destination(answer.Header("Location"))
	switch {
	case to != "" && !strings.HasPrefix(to, "/"): // to the app
		bad := slices.Contains(params, "error")
		return append(out,
			Arrow{From: Server, To: Browser, Text: strconv.Itoa(x.Status) + " to " + to, Bad: bad},
			Arrow{From: Browser, To: App, Text: listed(params), Bad: bad})
	case to != "":
		last.Text += ": " + strconv.Itoa(x.Status) + " to " + to
	case x.Status >= http.StatusBadRequest:
		out = append(out, Arrow{From: Server, To: Browser, Text: strconv.Itoa(x.Status) + ", a page that says why", Bad: true})
	default:
		last.Text += ": a page"
	}
	return out
}

// hosted reports whether a browser goes to that path.
func hosted(path string) bool {
	for _, prefix := range []string{"/authorize/", "/u/", "/activate", "/v2/logout", "/oidc/logout", "/login", "/passwordless/verify_redirect"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// typed is what the user puts in a form, by the names of its fields.
func typed(x *model.Exchange) string {
	form, err := url.ParseQuery(ui.ParseMessage(x.Request).Body)
	if err != nil {
		return "the form"
	}
	var names []string
	for _, name := range []string{"username", "email", "password", "code", "otp", "recovery_code", "user_code"} {
		if form.Get(name) != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "presses a button"
	}
	return "types " + listed(names)
}

// said is an answer in a few words: its error, or what it holds.
func said(x *model.Exchange, m ui.Message) (text string, bad bool) {
	status := strconv.Itoa(x.Status)
	var body map[string]any
	if json.Unmarshal([]byte(m.Body), &body) != nil {
		return strings.TrimSpace(status + " " + http.StatusText(x.Status)), x.Status >= http.StatusBadRequest
	}
	if code, ok := body["error"].(string); ok {
		return ui.Line(status + " " + code), true
	}
	var held []string
	for _, name := range []string{"access_token", "id_token", "refresh_token", "mfa_token", "oob_code", "device_code", "request_uri", "barcode_uri", "recovery_codes"} {
		if _, ok := body[name]; ok {
			held = append(held, name)
		}
	}
	if len(held) == 0 {
		return strings.TrimSpace(status + " " + http.StatusText(x.Status)), x.Status >= http.StatusBadRequest
	}
	return status + " " + listed(held), false
}

// delivery is what reaches the phone when a factor is challenged.
func delivery(x *model.Exchange, m ui.Message) []Arrow {
	var body struct {
		Code    string `json:"oob_code"`
		Binding string `json:"binding_method"`
	}
	if json.Unmarshal([]byte(m.Body), &body) != nil || body.Code == "" || x.Path != "/mfa/challenge" && x.Path != "/mfa/associate" {
		return nil
	}
	if body.Binding == "" {
		return []Arrow{{From: Server, To: Phone, Text: "a push: is it you?"}}
	}
	return []Arrow{{From: Server, To: Phone, Text: "a message with a code"}}
}

// destination is where a redirect leads: the path on this server or the
// address elsewhere, and the names of its parameters.
func destination(location string) (to string, params []string) {
	u, err := url.Parse(location)
	if err != nil || location == "" {
		return "", nil
	}
	to = u.EscapedPath()
	if u.Host != "" {
		to = u.Host + to
	}
	for _, raw := range []string{u.RawQuery, u.Fragment} {
		values, err := url.ParseQuery(raw)
		if err != nil {
			continue
		}
		for name := range values {
			params = append(params, ui.Line(name))
		}
	}
	slices.Sort(params)
	return ui.Line(to), params
}

// listed joins names as one says them.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// Act are the arrows of what the user or the phone does, by the verb of the
// act as demos/FORMAT.md has it; none for what is done to the sandbox.
func Act(verb string) []Arrow {
	switch verb {
	case "log in":
		return []Arrow{{From: User, To: Browser, Text: "name and password"}, {From: Browser, To: Server, Text: "the form"}}
	case "enter app code":
		return []Arrow{{From: Phone, To: User, Text: "the app's code"}, {From: User, To: Browser, Text: "types it"}, {From: Browser, To: Server, Text: "the form"}}
	case "enter code", "press", "refuse":
		words := map[string]string{"enter code": "types the code", "press": "presses Continue", "refuse": "refuses"}[verb]
		return []Arrow{{From: User, To: Browser, Text: words}, {From: Browser, To: Server, Text: "the form"}}
	case "read app code":
		return []Arrow{{From: Phone, To: User, Text: "the app's code"}, {From: User, To: App, Text: "types it"}}
	case "read sent code":
		return []Arrow{{From: Phone, To: User, Text: "the code in the message"}, {From: User, To: App, Text: "types it"}}
	case "approve":
		return []Arrow{{From: User, To: Phone, Text: "yes, it is me"}, {From: Phone, To: Server, Text: "approved"}}
	case "deny push":
		return []Arrow{{From: User, To: Phone, Text: "no"}, {From: Phone, To: Server, Text: "denied", Bad: true}}
	}
	return nil
}
