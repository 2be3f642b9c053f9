package engine

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

var refusalTemplate = template.Must(template.New("refusal").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Playgrant: {{.Answer.Code}}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}</style>
<h1>{{.Answer.Status}} {{.Answer.Code}}</h1>
<p>{{.Answer.Description}}</p>
<p>{{.Rule.Fix}}</p>
`))

// refusalPage tells a person what was refused and how to mend it.
func refusalPage(r *check.Refusal) []byte {
	var page bytes.Buffer
	if err := refusalTemplate.Execute(&page, r); err != nil {
		return []byte(template.HTMLEscapeString(r.Error()))
	}
	return page.Bytes()
}

// refuseForPerson answers a browser that navigates with a page, and anyone
// else with JSON.
func refuseForPerson(s *step.Step, _ error, r *check.Refusal) *step.Answer {
	a := step.Refused(r)
	if navigates(s.Request) {
		a = step.HTML(r.Answer.Status, refusalPage(r))
	} else {
		a.JSON.(map[string]any)["fix"] = r.Rule.Fix
	}
	return a
}

// navigates reports whether a person looks at the answer in a browser.
func navigates(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return (mode == "" || mode == "navigate") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
