package engine

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/doctor"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var ruleOrigin = check.Rule{
	ID: "request.origin", Says: "The page that sent the request is one of a client's",
	Ref: "Fetch §3.2; Auth0 \"Set Up Cross-Origin Resource Sharing\"", Param: "Origin",
	Fix:    "Add the page's origin to the client's web_origins, for example with PATCH /sandbox/clients/{client_id}.",
	Answer: check.Answer{Status: http.StatusForbidden, Code: "invalid_request", Description: "Origin %s is not allowed"},
}

// What a page may send and read.
const (
	corsMethods = "GET, POST, DELETE"
	corsHeaders = "authorization, content-type, auth0-client, dpop, x-request-language"
	corsExposed = "dpop-nonce, www-authenticate, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset"
)

// corsScope says which pages may read an address: none, those of clients, or
// all.
func corsScope(path string) (clients, all bool) {
	switch {
	case strings.HasPrefix(path, "/.well-known/"):
		return false, true
	case path == "/oauth/token", path == "/oauth/revoke", path == "/userinfo", path == "/passwordless/start",
		strings.HasPrefix(path, "/samples/"),
		strings.HasPrefix(path, "/mfa/"), strings.HasPrefix(path, "/dbconnections/"):
		return true, false
	default:
		return false, false
	}
}

// looksAtNoCookie holds for the addresses whose answers may go to a page that
// fetches "with credentials", as some libraries do everywhere: they never look
// at a cookie, so nothing is different with one.
func looksAtNoCookie(path string) bool {
	return path == "/oauth/token" || path == "/oauth/revoke" || path == "/userinfo"
}

// preflight reports whether the browser asks for a page's leave to send
// something (Fetch §4.8).
func preflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != ""
}

// answerPreflight lets the pages of clients send what the endpoints take. The
// request does not say which client it will be.
func answerPreflight() step.Endpoint {
	return step.Endpoint{Raw: true, Do: func(s *step.Step) (*step.Answer, error) {
		origin := s.Request.Header.Get("Origin")
		clients, all := corsScope(s.Request.URL.Path)
		ok := all
		if clients {
			var err error
			if ok, err = originOfClient(s.Tx, origin, ""); err != nil {
				return nil, err
			}
		}
		if err := s.Require(ruleOrigin.With(clip(origin)), ok, "the origin of a client, at an address for pages", clip(origin)); err != nil {
			return nil, err
		}
		a := &step.Answer{Status: http.StatusNoContent}
		a.Set("Access-Control-Allow-Methods", corsMethods)
		a.Set("Access-Control-Allow-Headers", corsHeaders)
		return a.Set("Access-Control-Max-Age", "300"), nil
	}}
}

// allowOrigin adds to an answer what lets the page that asked read it.
// clientID is whose request it turned out to be; empty: nobody's.
func (e *Engine) allowOrigin(r *http.Request, h http.Header, clientID string, trail *check.Trail) error {
	clients, all := corsScope(r.URL.Path)
	if all {
		h.Set("Access-Control-Allow-Origin", "*")
		return nil
	}
	if !clients {
		return nil
	}
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" {
		return nil
	}
	var ok bool
	err := e.cfg.Store.View(r.Context(), func(v store.Reader) (err error) {
		ok, err = originOfClient(v, origin, clientID)
		return err
	})
	if err != nil {
		return err
	}
	if !preflight(r) {
		trail.Note(ruleOrigin, ok, "an origin of the client, or its browser keeps the answer from the page", clip(origin))
		if !ok {
			if err := e.cfg.Store.View(r.Context(), func(v store.Reader) error {
				return doctor.Origin(v, e.issuer(r), origin, clientID, trail)
			}); err != nil {
				return err
			}
		}
	}
	if ok {
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", corsExposed)
		if looksAtNoCookie(r.URL.Path) {
			h.Set("Access-Control-Allow-Credentials", "true")
		}
	}
	return nil
}

// originOfClient reports whether the origin is one of a client's, or of any
// client's when it is not known which.
func originOfClient(r store.Reader, origin, clientID string) (bool, error) {
	for c, err := range store.Clients.All(r) {
		if err != nil {
			return false, err
		}
		if clientID != "" && c.ClientID != clientID {
			continue
		}
		if slices.Contains(originsOf(c), origin) {
			return true, nil
		}
	}
	return false, nil
}

// originsOf lists the origins of a client's pages: those it names, and those
// of its callbacks.
func originsOf(c *model.Client) []string {
	var out []string
	for _, address := range slices.Concat(c.WebOrigins, c.AllowedOrigins, c.Callbacks) {
		u, err := url.Parse(address)
		if err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
			out = append(out, u.Scheme+"://"+strings.ToLower(u.Host))
		}
	}
	return out
}
