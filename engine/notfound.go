package engine

import (
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/step"
)

// endpointList is where the endpoints are listed, for apps and for people.
const endpointList = "/.well-known/openid-configuration"

var (
	rulePath = check.Rule{
		ID: "request.path", Says: "There is an endpoint at the address",
		Ref: "RFC 9110 §15.5.5", Fix: endpointList + " lists the endpoints that apps call; Playgrant's README, “From a test suite”, those under /sandbox.",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is nothing at this address; %s"},
	}
	ruleMethod = check.Rule{
		ID: "request.method", Says: "The endpoint takes the request's method",
		Ref: "RFC 9110 §15.5.6", Fix: "Send the request with another method; the Allow header lists those that work.",
		Answer: check.Answer{Status: http.StatusMethodNotAllowed, Code: "invalid_request", Description: "%s takes %s"},
	}
)

// methods are those that endpoints are asked for.
var methods = []string{
	http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
}

// unmatched answers what no route matches: it tells a wrong method from a
// wrong address, and names the nearest right one.
func unmatched(mux *http.ServeMux, paths []string) step.Endpoint {
	return step.Endpoint{
		Raw: true,
		Do: func(s *step.Step) (*step.Answer, error) {
			path := clip(s.Request.URL.EscapedPath())
			if allowed := methodsAt(mux, s.Request); allowed != "" {
				return nil, s.Require(ruleMethod.With(path, allowed), false, allowed, clip(s.Request.Method))
			}
			says, expected := endpointList+" lists the endpoints", "an endpoint, as listed at "+endpointList
			if nearest := nearestTo(paths, path); nearest != "" {
				says, expected = "the nearest endpoint is "+nearest, "an endpoint; the nearest is "+nearest
			}
			return nil, s.Require(rulePath.With(says), false, expected, path)
		},
		Refuse: func(s *step.Step, err error, r *check.Refusal) *step.Answer {
			a := refuseForPerson(s, err, r)
			if r.Rule.ID == ruleMethod.ID {
				a.Set("Allow", methodsAt(mux, s.Request))
			}
			return a
		},
	}
}

// nearestTo is the endpoint that was probably meant; "" if none comes near.
// What other servers call it is asked first, then what ends alike, such as
// /connect/token, and then how little was mistyped. Nobody who looks for
// something that apps call means a page for people or one of the sandbox's own.
func nearestTo(paths []string, path string) string {
	own := strings.HasPrefix(path, "/sandbox")
	var meant []string
	for _, p := range paths {
		if strings.HasPrefix(p, "/sandbox") == own && (own || called(p)) {
			meant = append(meant, p)
		}
	}
	path = strings.TrimRight(path, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	if here := elsewhere[last]; here != "" && !own {
		return here
	}
	for _, p := range meant {
		if last != "" && strings.HasSuffix(p, "/"+last) {
			return p
		}
	}
	if path == "" {
		return ""
	}
	// What is alike in the addresses anyway does not count.
	prefix := ""
	if own {
		prefix = "/sandbox"
	}
	for i := range meant {
		meant[i] = strings.TrimPrefix(meant[i], prefix)
	}
	if likely := near.Likely(meant, strings.TrimPrefix(path, prefix)); likely != "" {
		return prefix + likely
	}
	return ""
}

// called reports whether apps call an address: neither the hosted pages that
// the server itself leads to, nor the health of the server, nor the demos' API.
func called(path string) bool {
	for _, prefix := range []string{"/u/", "/healthz", "/readyz", "/samples/"} {
		if strings.HasPrefix(path, prefix) {
			return false
		}
	}
	return true
}

// elsewhere says what is called here what other servers end an address with.
var elsewhere = map[string]string{
	"auth": "/authorize", "login": "/authorize",
	"token":  "/oauth/token",
	"logout": "/oidc/logout", "endsession": "/oidc/logout", "end_session": "/oidc/logout",
	"jwks": "/.well-known/jwks.json", "keys": "/.well-known/jwks.json", "certs": "/.well-known/jwks.json",
	"me": "/userinfo", "introspection": "/oauth/introspect", "revocation": "/oauth/revoke",
	"device_authorization": "/oauth/device/code", "device": "/activate",
	"signup": "/dbconnections/signup",
}

// methodsAt lists the methods with which a request would have matched.
func methodsAt(mux *http.ServeMux, r *http.Request) string {
	var out []string
	for _, m := range methods {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := mux.Handler(other); pattern != "" && pattern != "/" {
			out = append(out, m)
		}
	}
	return strings.Join(out, ", ")
}

// pathsOf lists the addresses of the routes, each once.
func pathsOf(routes []step.Route) []string {
	var paths []string
	for _, r := range routes {
		path := r.Pattern[strings.IndexByte(r.Pattern, '/'):] // without the method
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}
