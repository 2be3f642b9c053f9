// Package client finds out which client a request comes from and whether it
// really does (RFC 6749 §2.3).
package client

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// unauthorized is what Auth0 tenants are seen to answer, and what the
// standards ask for instead.
var (
	unauthorized = check.Answer{Status: http.StatusUnauthorized, Code: "access_denied", Description: "Unauthorized"}
	invalid      = check.Answer{Status: http.StatusUnauthorized, Code: "invalid_client", Description: "Client authentication failed"}
)

var (
	ruleNamed = check.Rule{
		ID: "client.named", Says: "The request says which client it comes from",
		Ref: "RFC 6749 §2.3.1", Fix: "Send client_id in the body, or client_id and secret in an Authorization: Basic header.", Param: "client_id",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "Missing required parameter: client_id"},
	}
	ruleOneWay = check.Rule{
		ID: "client.one-way", Says: "The client proves itself in one way, not in two at once",
		Ref: "RFC 6749 §2.3", Fix: "Send the secret either in the body or in the Authorization header.", Param: "client_secret",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The client must not use more than one authentication method"},
	}
	ruleBasicRead = check.Rule{
		ID: "client.basic", Says: "The Authorization header can be read",
		Ref: "RFC 7617 §2", Fix: "Send Basic and the base64 of client_id:client_secret.",
		Answer: unauthorized, Standard: invalid,
	}
	ruleKnown = check.Rule{
		ID: "client.known", Says: "The client is registered",
		Ref: "RFC 6749 §2.2", Fix: "Use the client_id of a client in the sandbox.", Param: "client_id",
		Answer: unauthorized, Standard: invalid,
	}
	ruleSecret = check.Rule{
		ID: "client.secret", Says: "The client proves itself with its secret",
		Ref: "RFC 6749 §2.3.1", Fix: "Send the client_secret that stands in the sandbox for this client.", Param: "client_secret",
		Answer: unauthorized, Standard: invalid,
	}
	rulePublic = check.Rule{
		ID: "client.public", Says: "A public client has no secret to prove itself with",
		Ref: "RFC 6749 §2.1", Param: "client_id",
	}
)

// Authenticate returns the client that sent the request, or the refusal. A
// confidential client may send its secret in the body or by Basic, whichever
// of the two it is registered with; a public one only names itself, and a
// secret it sends is ignored.
func Authenticate(s *step.Step) (*model.Client, error) {
	c, basic, err := authenticate(s)
	if err != nil && basic && s.Standard {
		// Only then: several SDKs read nothing else of an error that bears
		// this header.
		err = check.WithHeader(err, "WWW-Authenticate", `Basic realm="playgrant"`)
	}
	return c, err
}

func authenticate(s *step.Step) (_ *model.Client, basic bool, _ error) {
	id, password := s.Params.Get("client_id"), s.Params.Get("client_secret")
	header := s.Request.Header.Get("Authorization")
	if s.Params.Has("client_assertion") {
		c, err := authenticateByKey(s, header == "" && password == "")
		return c, header != "", err
	}
	if header != "" {
		basicID, basicPassword, ok := s.Request.BasicAuth()
		if err := s.Require(ruleBasicRead, ok, "Basic credentials", "something else"); err != nil {
			return nil, true, err
		}
		if err := s.Require(ruleOneWay, password == "" && (id == "" || id == unescape(basicID)), "the header alone, or the same client_id", "two that differ"); err != nil {
			return nil, true, err
		}
		id, password, basic = unescape(basicID), basicPassword, true
		s.Describe(id)
	}
	if err := s.Require(ruleNamed, id != "", "a client_id", orNone(id)); err != nil {
		return nil, basic, err
	}
	c, err := store.Clients.Get(s.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, basic, err
	}
	if err := s.Require(ruleKnown, err == nil, "a client of the sandbox", id); err != nil {
		return nil, basic, err
	}
	if c.Public() {
		s.Note(rulePublic, true, "no secret", c.ClientID+" is public")
		return c, basic, nil
	}
	if c.ByKey() {
		return c, basic, s.Require(ruleByAssertion, false, "an assertion signed with a key of "+c.ClientID, "a secret, or nothing")
	}
	// RFC 6749 has both halves form-encoded inside Basic; many clients send
	// them as they are.
	matches := slices.ContainsFunc([]string{password, unescape(password)}, func(p string) bool {
		return c.ClientSecret != "" && secret.Equal(p, c.ClientSecret)
	})
	got := "one that does not match"
	switch {
	case matches:
		got = "it matches"
	case password == "":
		got = "none"
	}
	return c, basic, s.Require(ruleSecret, matches, "the secret of "+c.ClientID, got)
}

// authenticateByKey authenticates a client by the assertion that it sent.
func authenticateByKey(s *step.Step, alone bool) (*model.Client, error) {
	if err := s.Require(ruleOneWay, alone, "the assertion alone", "a secret too"); err != nil {
		return nil, err
	}
	jws, a, err := readAssertion(s)
	if err != nil {
		return nil, err
	}
	s.Describe(a.Issuer)
	c, err := store.Clients.Get(s.Tx, a.Issuer)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleKnown, err == nil, "a client of the sandbox", shown(a.Issuer)); err != nil {
		return nil, err
	}
	return c, prove(s, c, jws, a)
}

// unescape undoes form encoding where there is any.
func unescape(s string) string {
	if u, err := url.QueryUnescape(s); err == nil {
		return u
	}
	return s
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
