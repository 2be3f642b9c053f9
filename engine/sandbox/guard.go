package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleOwnOrigin = check.Rule{
		ID: "sandbox.origin", Says: "No page of another site reaches into the sandbox",
		Ref: "RFC 6454 §7; Fetch §3.2", Fix: "Call /sandbox from a script or a test, not from a page: it shows secrets.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "forbidden", Description: "The sandbox answers to no page of another origin"},
	}
	ruleOwnSite = check.Rule{
		ID: "sandbox.site", Says: "The request does not come from another site",
		Ref: "Fetch Metadata §2.3", Fix: "Open the address yourself instead of following a link from another site.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "forbidden", Description: "The sandbox answers to no request from another site"},
	}
	ruleToken = check.Rule{
		ID: "sandbox.token", Says: "On a listener that others can reach, the sandbox is opened by its token",
		Ref: "RFC 6750 §2.1", Fix: "Send Authorization: Bearer with the token that playgrant serve printed when it started.",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "invalid_token", Description: "The sandbox asks for the bearer token that playgrant serve printed"},
	}
)

// endpoint guards what it does: the sandbox shows secrets and moves the clock.
func (d Deps) endpoint(do func(*step.Step) (*step.Answer, error)) step.Endpoint {
	return step.Endpoint{
		Raw: true, Refuse: refuse,
		Do: func(s *step.Step) (*step.Answer, error) {
			if err := d.guard(s); err != nil {
				return nil, err
			}
			a, err := do(s)
			if err != nil {
				return nil, err
			}
			a.Discard = dryRun(s.Request)
			return a.Set("Cache-Control", "no-store"), nil
		},
	}
}

// waiting is an endpoint whose requests wait, once it is clear that they may.
func (d Deps) waiting(do func(*step.Step) (*step.Answer, error), wait func(*http.Request)) step.Endpoint {
	e := d.endpoint(do)
	e.Wait = func(r *http.Request) {
		if d.guard(&step.Step{Ctx: r.Context(), Request: r, Trail: &check.Trail{}}) == nil {
			wait(r)
		}
	}
	return e
}

// dryRun reports whether a change is only to be tried: everything is checked
// and answered as if it were made, and nothing is.
func dryRun(r *http.Request) bool {
	return r.Method != http.MethodGet && r.URL.Query().Get("dry_run") == "true"
}

func (d Deps) guard(s *step.Step) error {
	r := s.Request
	own := true
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		own = own && err == nil && u.Scheme != "" && strings.EqualFold(u.Host, r.Host)
	}
	if err := s.Require(ruleOwnOrigin, own, "no Origin, or this server's own", "another Origin"); err != nil {
		return err
	}
	cross := slices.ContainsFunc(r.Header.Values("Sec-Fetch-Site"), func(site string) bool { return strings.EqualFold(site, "cross-site") })
	if err := s.Require(ruleOwnSite, !cross, "not cross-site", "a request from another site"); err != nil {
		return err
	}
	if d.Token == "" || d.Trusted != nil && d.Trusted(s.Ctx) {
		return nil
	}
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	ok := strings.EqualFold(kind, "Bearer") && secret.Equal(strings.TrimSpace(token), d.Token)
	return s.Require(ruleToken, ok, "the sandbox's token", "another token, or none")
}

// refuse names the field at fault, and says how to mend it.
func refuse(s *step.Step, _ error, r *check.Refusal) *step.Answer {
	body := map[string]any{"error": r.Answer.Code, "error_description": r.Answer.Description, "fix": r.Rule.Fix}
	if r.Answer.Status == http.StatusRequestEntityTooLarge && s.Request.URL.Path == setupPath {
		body["fix"] = "A file to import has up to 1 MiB, some 2000 users. Leave out those that are not needed; a larger sandbox is kept whole by a snapshot: PUT /sandbox/snapshots/{name}."
	}
	if r.Rule.Param != "" {
		body["field"] = r.Rule.Param
	}
	a := &step.Answer{Status: r.Answer.Status, JSON: body}
	if a.Status == http.StatusUnauthorized {
		a.Set("WWW-Authenticate", `Bearer realm="sandbox"`)
	}
	return a.Set("Cache-Control", "no-store")
}
