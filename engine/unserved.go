package engine

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/step"
)

var ruleServed = check.Rule{
	ID: "request.served", Says: "The endpoint is one that this version serves",
	Ref: "Playgrant", Fix: "Use authorization_code, refresh_token, password or the MFA grants at /oauth/token; the README lists what works.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "%s is not served yet"},
}

// advertised are the addresses that clients know from Auth0 and may try.
var advertised = []string{
	"/dbconnections/change_password", "/dbconnections/signup", "/mfa/associate",
	"/oauth/revoke", "/passwordless/start",
}

// unserved answers at those addresses that nothing else does, so that a client
// gets an error in the shape that it reads.
func unserved(served []string) []step.Route {
	var routes []step.Route
	for _, path := range advertised {
		if slices.Contains(served, path) {
			continue
		}
		rule := ruleServed.With(path)
		routes = append(routes, step.Route{Pattern: path, Endpoint: step.Endpoint{
			Raw: true, Refuse: refuseForPerson,
			Do: func(s *step.Step) (*step.Answer, error) {
				return nil, s.Require(rule, false, "an endpoint that is served", path)
			},
		}})
	}
	return routes
}
