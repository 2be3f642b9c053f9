package engine

import (
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	rulePath = check.Rule{
		ID: "request.path", Says: "There is an endpoint at the address",
		Ref: "RFC 9110 §15.5.5", Fix: "/.well-known/openid-configuration lists the endpoints, and GET /sandbox what this sandbox holds.",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is nothing at this address; the nearest endpoint is %s"},
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
			nearest := nearestTo(paths, path)
			return nil, s.Require(rulePath.With(nearest), false, "an endpoint; the nearest is "+nearest, path)
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

// nearestTo is the endpoint that was probably meant. Who opens the bare address
// wants to know what there is.
func nearestTo(paths []string, path string) string {
	if strings.Trim(path, "/") == "" {
		return "/.well-known/openid-configuration"
	}
	return near.Nearest(paths, path)
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
