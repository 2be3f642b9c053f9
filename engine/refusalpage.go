package engine

import (
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/step"
)

// refuseForPerson answers a browser that navigates with a page, and anyone
// else with JSON.
func refuseForPerson(s *step.Step, _ error, r *check.Refusal) *step.Answer {
	if navigates(s.Request) {
		return hosted.Explain(s.Trail, r).Answer(r.Answer.Status)
	}
	a := step.Refused(r)
	a.JSON.(map[string]any)["fix"] = r.Rule.Fix
	return a
}

// navigates reports whether a person looks at the answer in a browser.
func navigates(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return (mode == "" || mode == "navigate") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
