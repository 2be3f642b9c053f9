// Package copies lists what can be copied or saved of one exchange.
package copies

import (
	"context"
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/snippet"
	"github.com/playgrant/playgrant/tui/ui"
)

// Of lists what can be copied of an exchange, its secrets included: its
// request as cURL and in other languages, as an address and raw, its response, and the tokens in it.
// Files are named by the stem. A request that was not sent yet has no
// response.
func Of(x *model.Exchange, stem string) []screen.Copyable {
	r, err := snippet.Parse(x.Request, x.Origin(ui.ParseMessage(x.Request).Header("Host")))
	var list []screen.Copyable
	if err == nil {
		address := r.Origin + r.Target
		list = append(list,
			screen.Copyable{What: "the request as cURL", Note: "It runs as it is.", File: stem + ".sh", Secret: true, Text: command(r)},
			screen.Copyable{What: "the request as cURL, secrets masked", Note: "To show around.", File: stem + ".sh", Text: command(r.Map(masker(x).Text))},
			screen.Copyable{What: "the request's URL", File: stem + "-url.txt", Secret: strings.Contains(address, "?"), Text: screen.Text(address)})
	}
	list = append(list, screen.Copyable{What: "the raw request", File: stem + "-request.http", Secret: true, Text: screen.Text(x.Request)})
	if x.Response != "" {
		list = append(list, response(x, stem)...)
	}
	if err != nil {
		return list
	}
	return append(list, programs(r, stem)...)
}

// programs are the request in the languages that can send it; as cURL it has
// been listed.
func programs(r snippet.Request, stem string) (list []screen.Copyable) {
	for _, l := range snippet.Languages {
		code, err := l.Code(r)
		if err != nil || l.ID == "curl" {
			continue
		}
		list = append(list, screen.Copyable{What: "the request in " + l.Name, File: stem + filepath.Ext(l.File), Secret: true, Text: screen.Text(code)})
	}
	return list
}

func response(x *model.Exchange, stem string) (list []screen.Copyable) {
	m := ui.ParseMessage(x.Response)
	switch pretty, ok := indented(m.Body); {
	case ok:
		list = append(list, screen.Copyable{What: "the response's JSON", File: stem + "-response.json", Secret: true, Text: screen.Text(pretty)})
	case m.Body != "":
		list = append(list, screen.Copyable{What: "the response's body", File: stem + "-response" + ending(m.Header("Content-Type")), Secret: true, Text: screen.Text(m.Body)})
	}
	if to := m.Header("Location"); to != "" {
		list = append(list, screen.Copyable{What: "the address that the browser is sent to", File: stem + "-location.txt", Secret: true, Text: screen.Text(to)})
		if code := codeIn(to); code != "" {
			list = append(list, screen.Copyable{What: "the code", File: stem + "-code.txt", Secret: true, Text: screen.Text(code)})
		}
	}
	list = append(list, Tokens(decode.Tokens([]model.Exchange{*x}))...)
	return append(list, screen.Copyable{What: "the raw response", File: stem + "-response.http", Secret: true, Text: screen.Text(x.Response)})
}

// Tokens lists tokens, and the claims of those that can be read.
func Tokens(found []decode.Token) (list []screen.Copyable) {
	for _, t := range found {
		kind := ".jwt"
		if t.Opaque {
			kind = ".txt"
		}
		list = append(list, screen.Copyable{What: "the " + t.Name, File: t.Name + kind, Secret: true, Text: screen.Text(t.Raw)})
		if claims, ok := decode.Payload(t.Raw); ok {
			list = append(list, screen.Copyable{What: "the claims of the " + t.Name, File: t.Name + "-claims.json", Text: screen.Text(claims)})
		}
	}
	return list
}

// Checks is what an exchange was held against, as text.
func Checks(x *model.Exchange, stem string) screen.Copyable {
	var b strings.Builder
	for _, c := range x.Checks {
		mark := "ok    "
		if !c.OK {
			mark = "failed"
		}
		b.WriteString(mark + "  " + c.Check + "  " + c.Detail + "  (" + c.Ref + ")\n")
	}
	return screen.Copyable{What: "the checks", File: stem + "-checks.txt", Text: screen.Text(b.String())}
}

// leads are the beginnings of what comes first on a tab.
var leads = map[string][]string{
	"Response": {"the response", "the address", "the code"},
	"Why":      {"the checks"},
	"Tokens":   {"the access_token", "the id_token", "the refresh_token", "the mfa_token", "the claims"},
}

// On brings what belongs to the tab of that name to the beginning.
func On(tab string, list []screen.Copyable) []screen.Copyable {
	rank := func(c screen.Copyable) int {
		if slices.ContainsFunc(leads[tab], func(w string) bool { return strings.HasPrefix(c.What, w) }) {
			return 0
		}
		return 1
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b screen.Copyable) int { return rank(a) - rank(b) })
	return list
}

// Masked is an exchange with its secrets hidden.
func Masked(x *model.Exchange) *model.Exchange {
	m := masker(x)
	out := *x
	out.Request, out.Response = m.Text(x.Request), m.Text(x.Response)
	return &out
}

func command(r snippet.Request) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		return snippet.Languages[snippet.Find("curl")].Code(r)
	}
}

func masker(x *model.Exchange) *mask.Masker {
	var m mask.Masker
	m.LearnMessage(x.Request)
	m.LearnMessage(x.Response)
	return &m
}

func indented(body string) (string, bool) {
	if !strings.HasPrefix(strings.TrimSpace(body), "{") && !strings.HasPrefix(strings.TrimSpace(body), "[") {
		return "", false
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if !json.Valid([]byte(body)) || e.Encode(json.RawMessage(body)) != nil {
		return "", false
	}
	return b.String(), true
}

func ending(contentType string) string {
	if strings.HasPrefix(contentType, "text/html") {
		return ".html"
	}
	return ".txt"
}

// codeIn is the authorization code in an address, wherever it stands there.
func codeIn(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if code := u.Query().Get("code"); code != "" {
		return code
	}
	fragment, err := url.ParseQuery(u.Fragment)
	if err != nil {
		return ""
	}
	return fragment.Get("code")
}
