// Package dbconnections is the sign-up and the change of a password for the
// sandbox's one database connection
// (auth0.com/docs/api/authentication/signup, …/change-password), with errors
// in the older shape that SDKs read there.
package dbconnections

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Routes are the endpoints and the page on which a new password is set.
func Routes() []step.Route {
	api := func(do func(*step.Step) (*step.Answer, error)) step.Endpoint {
		return step.Endpoint{Do: do, Refuse: refuse}
	}
	return []step.Route{
		{Pattern: "POST /dbconnections/signup", Endpoint: api(signUp)},
		{Pattern: "POST /dbconnections/change_password", Endpoint: api(changePassword)},
		{Pattern: "GET " + resetPath, Endpoint: step.Endpoint{Do: showReset, Refuse: refusePage}},
		{Pattern: "POST " + resetPath, Endpoint: step.Endpoint{Do: takeReset, Refuse: refusePage}},
	}
}

func bad(code, description string) check.Answer {
	return check.Answer{Status: http.StatusBadRequest, Code: code, Description: description}
}

var (
	ruleClient = check.Rule{
		ID: "db.client", Says: "The request names a client of the sandbox", Param: "client_id",
		Ref: "Auth0 “Signup”", Fix: "Send the client_id of a client in the sandbox.",
		Answer: bad("invalid_request", "client_id is missing or unknown"),
	}
	ruleConnection = check.Rule{
		ID: "db.connection", Says: "The connection is the sandbox's database", Param: "connection",
		Ref: "Auth0 “Signup”", Fix: "Send connection=" + model.Connection + ".",
		Answer: bad("invalid_request", "connection is missing or unknown"),
	}
	ruleEmail = check.Rule{
		ID: "db.email", Says: "There is an email address", Param: "email",
		Ref: "Auth0 “Signup”", Fix: "Send an email such as new@example.com.",
		Answer: bad("invalid_signup", "The email is missing or malformed"),
	}
)

// named requires that client and connection are ones that there are.
func named(s *step.Step) error {
	c, err := store.Clients.Get(s.Tx, s.Params.Get("client_id"))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := s.Require(ruleClient, err == nil, "a client of the sandbox", "another, or none"); err != nil {
		return err
	}
	s.Describe(c.ClientID)
	connection := s.Params.Get("connection")
	return s.Require(ruleConnection, connection == model.Connection, model.Connection, "another, or none")
}

// refuse answers in the shape of these endpoints: code and description
// instead of error and error_description.
func refuse(_ *step.Step, _ error, r *check.Refusal) *step.Answer {
	body := map[string]any{
		"name": "BadRequestError", "code": r.Answer.Code, "description": r.Answer.Description, "statusCode": r.Answer.Status,
	}
	if r.Rule.ID == rulePassword.ID {
		tooWeak(body)
	}
	return &step.Answer{Status: r.Answer.Status, JSON: body}
}

// tooWeak tells of a password as the SDKs expect it: the rules in description,
// from which those for Java and Android make their text, the same in
// words as policy, which auth0.js and Lock show, and message, which the one for
// Python reads.
func tooWeak(body map[string]any) {
	const rule = "At least %d characters in length"
	body["name"], body["message"] = "PasswordStrengthError", "Password is too weak"
	body["policy"] = "* " + fmt.Sprintf(rule, minPassword)
	body["description"] = map[string]any{"verified": false, "rules": []any{map[string]any{
		"message": rule, "format": []int{minPassword}, "code": "lengthAtLeast", "verified": false,
	}}}
}
