// Package logout ends a browser's session: /v2/logout as Auth0 has it, and
// /oidc/logout (OpenID Connect RP-Initiated Logout 1.0). Clients that have
// logged in by the session are told (Back-Channel Logout 1.0). Refresh tokens
// live on: they belong to the grant, not to the session.
package logout

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const confirmPath = "/u/logout"

// Routes are the endpoints and the page that asks. teller tells clients.
func Routes(t *Teller) []step.Route {
	endpoint := func(do func(*request) (*step.Answer, error)) step.Endpoint {
		return step.Endpoint{Refuse: refuse, Do: func(s *step.Step) (*step.Answer, error) { return do(&request{Step: s, teller: t}) }}
	}
	return []step.Route{
		{Pattern: "GET /v2/logout", Endpoint: endpoint(v2)},
		{Pattern: "GET /oidc/logout", Endpoint: endpoint(begin)},
		{Pattern: "POST /oidc/logout", Endpoint: endpoint(begin)},
		{Pattern: "POST " + confirmPath, Endpoint: endpoint(confirmed)},
	}
}

// request is one request to log out.
type request struct {
	*step.Step
	teller *Teller

	client *model.Client // who sent the browser; nil: it did not say
	hint   *hint         // the ID token that came along; nil: none did
	target string        // where the browser goes afterwards; empty: nowhere
}

var (
	ruleClient = check.Rule{
		ID: "logout.client", Says: "The client is registered", Param: "client_id",
		Ref: "Auth0 “Log Users Out of Auth0”", Fix: "Use the client_id of a client in the sandbox.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Unknown client: %s"},
	}
	ruleTarget = check.Rule{
		ID: "logout.target", Says: "The address to go to afterwards is registered for the client",
		Ref: "OpenID Connect RP-Initiated Logout §3; Auth0 Allowed Logout URLs", Fix: "Send a registered address, or add this one to the client's allowed_logout_urls.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "This address is not among the allowed logout URLs."},
	}
	ruleTargetOwner = check.Rule{
		ID: "logout.target.client", Says: "The request says whose address it is", Param: "post_logout_redirect_uri",
		Ref: "OpenID Connect RP-Initiated Logout §2, §3", Fix: "Send id_token_hint, or client_id.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "post_logout_redirect_uri needs an id_token_hint or a client_id"},
	}
)

// readClient finds the client that the request names, if it names one.
func (r *request) readClient(id string) error {
	if id == "" {
		return nil
	}
	c, err := store.Clients.Get(r.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := r.Require(ruleClient.With(clip(id)), err == nil, "a registered client", clip(id)); err != nil {
		return err
	}
	r.client = c
	return nil
}

// refuse explains a refusal to the developer of the app; nobody is sent
// anywhere.
func refuse(s *step.Step, _ error, r *check.Refusal) *step.Answer {
	p := hosted.Explain(s.Trail, r)
	p.Lead = "The app that sent you here made a request that Playgrant cannot follow. You are still logged in."
	if r.Rule.ID == ruleTarget.ID {
		p.Nearest = nearest(s, s.Params.Get(r.Rule.Param))
	}
	return p.Answer(r.Answer.Status)
}

// finish ends the session, tells the clients that used it, and sends the
// browser where it wants to go.
func (r *request) finish() (*step.Answer, error) {
	answer, err := r.end()
	if err != nil || r.target == "" {
		return answer, err
	}
	if answer.Header == nil {
		answer.Header = http.Header{}
	}
	to := step.Redirect(r.target)
	to.After = answer.After
	for _, cookie := range answer.Header.Values("Set-Cookie") {
		to.Set("Set-Cookie", cookie)
	}
	return to.Set("Cache-Control", "no-store"), nil
}

// withState adds the state to an address's query and leaves the rest as it is
// (OpenID Connect RP-Initiated Logout §3).
func withState(target, state string) string {
	if target == "" || state == "" {
		return target
	}
	u, err := url.Parse(target)
	if err != nil {
		return target
	}
	joint := "?"
	if u.RawQuery != "" || u.ForceQuery {
		joint = "&"
	}
	target, fragment, has := strings.Cut(target, "#")
	target += joint + url.Values{"state": {state}}.Encode()
	if has {
		target += "#" + fragment
	}
	return target
}

// clip keeps what a client sent short enough to be repeated.
func clip(s string) string {
	const most = 300
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
