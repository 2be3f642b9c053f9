// Package par is /oauth/par: an app pushes its authorization request, and gets
// a name for it that the browser carries (RFC 9126).
package par

import (
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/client"
	"github.com/playgrant/playgrant/engine/dpop"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Prefix begins every request_uri (RFC 9126 §2.2).
const Prefix = "urn:ietf:params:oauth:request_uri:"

const (
	// lifetime is what Auth0 was recorded to give. RFC 9126 §2.2 asks for 5 to
	// 600 seconds.
	lifetime = 30 * time.Second
	// maxBody is Auth0's limit of a pushed request, in bytes
	// (auth0.com/docs/…/authorization-code-flow-with-par).
	maxBody = 10 << 10
)

var (
	ruleForm = check.Rule{
		ID: "par.form", Says: "The request is a form",
		Ref: "RFC 9126 §2.1; Auth0 “Pushed Authorization Requests”", Fix: "Send Content-Type: application/x-www-form-urlencoded.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The Content-Type must be application/x-www-form-urlencoded"},
	}
	ruleSize = check.Rule{
		ID: "par.size", Says: "The request is no longer than 10 KB",
		Ref: "Auth0 “Pushed Authorization Requests”", Fix: "Send only the parameters of /authorize.",
		Answer: check.Answer{Status: http.StatusRequestEntityTooLarge, Code: "invalid_request", Description: "The request is too large"},
	}
	ruleConfidential = check.Rule{
		ID: "par.confidential", Says: "The client is a confidential one: it proves who it is", Param: "client_id",
		Ref: "Auth0 “Pushed Authorization Requests”; RFC 9126 §2.1 lets public ones too", Fix: "Send the request to /authorize, or use a client with a secret.",
		Answer: check.Answer{Status: http.StatusUnauthorized, Code: "invalid_client", Description: "Public clients cannot push authorization requests"},
	}
	ruleNoURI = check.Rule{
		ID: "par.request-uri", Says: "A pushed request is not itself the name of another", Param: "request_uri",
		Ref: "RFC 9126 §2.1", Fix: "Send the parameters themselves.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "request_uri is not allowed here"},
	}
)

// Validate holds the parameters of an authorization request against the rules
// of /authorize, as far as they do not need a user.
type Validate func(*step.Step) error

var ruleSameKey = check.Rule{
	ID: "par.dpop-jkt", Says: "dpop_jkt names the key of the DPoP proof", Param: "dpop_jkt",
	Ref: "RFC 9449 §10.1", Fix: "Leave dpop_jkt out: the proof says which key it is.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_dpop_proof", Description: "dpop_jkt is not the key of the DPoP proof"},
}

// Routes is the endpoint.
func Routes(validate Validate) []step.Route {
	return []step.Route{{Pattern: "POST /oauth/par", Endpoint: step.Endpoint{Do: func(s *step.Step) (*step.Answer, error) {
		return push(s, validate)
	}}}}
}

// bindCode binds the code to the key that the request proves to hold
// (RFC 9449 §10.1).
func bindCode(s *step.Step, c *model.Client, asked map[string]string) error {
	key, err := dpop.Key(s, c)
	if err != nil || key == "" {
		return err
	}
	named := asked["dpop_jkt"]
	asked["dpop_jkt"] = key
	return s.Require(ruleSameKey, named == "" || named == key, key, named)
}

func push(s *step.Step, validate Validate) (*step.Answer, error) {
	kind, _, _ := mime.ParseMediaType(s.Request.Header.Get("Content-Type"))
	if err := s.Require(ruleForm, kind == "application/x-www-form-urlencoded", "a form", kind); err != nil {
		return nil, err
	}
	size := 0
	for _, name := range s.Params.Names() {
		size += len(name) + len(s.Params.Get(name)) + 2
	}
	if err := s.Require(ruleSize, size <= maxBody, "up to 10240 bytes", fmt.Sprintf("%d bytes", size)); err != nil {
		return nil, err
	}
	c, err := client.Authenticate(s)
	if err != nil {
		return nil, err
	}
	if !s.Standard {
		if err := s.Require(ruleConfidential, !c.Public(), "a confidential client", c.ClientID+" is public"); err != nil {
			return nil, err
		}
	}
	if err := s.Require(ruleNoURI, !s.Params.Has("request_uri"), "no request_uri", "one"); err != nil {
		return nil, err
	}
	asked := map[string]string{}
	for _, name := range s.Params.Names() {
		asked[name] = s.Params.Get(name)
	}
	maps.DeleteFunc(asked, func(name, _ string) bool {
		return name == "client_secret" || name == "client_assertion" || name == "client_assertion_type"
	})
	asked["client_id"] = c.ClientID
	if err := bindCode(s, c, asked); err != nil {
		return nil, err
	}
	s.Params = step.NewParams(asked)
	if err := validate(s); err != nil {
		return nil, err
	}
	name, err := secret.New(s.Rand, 43)
	if err != nil {
		return nil, err
	}
	err = store.Pushed.Put(s.Tx, &model.PushedRequest{
		Hash: secret.Hash(name), ClientID: c.ClientID, Params: asked, Issuer: s.Issuer, ExpiresAt: s.Now.Add(lifetime),
	})
	a := &step.Answer{Status: http.StatusCreated, JSON: map[string]any{"request_uri": Prefix + name, "expires_in": int(lifetime / time.Second)}}
	return a.Set("Cache-Control", "no-store"), err
}

var (
	ruleKnown = check.Rule{
		ID: "authorize.request-uri.known", Says: "The request_uri names a request that was pushed, by this client and not used before", Param: "request_uri",
		Ref: "RFC 9126 §4", Fix: "Push the request anew: each request_uri works once.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request_uri", Description: "The request_uri is unknown or was used before"},
	}
	ruleFresh = check.Rule{
		ID: "authorize.request-uri.fresh", Says: "The request was pushed no longer than 30 seconds ago", Param: "request_uri",
		Ref: "RFC 9126 §2.2, §4", Fix: "Push the request and send the browser on at once.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request_uri", Description: "The request_uri has expired"},
	}
)

// Pushed reports whether the request names one that was pushed.
func Pushed(s *step.Step) bool { return strings.HasPrefix(s.Params.Get("request_uri"), Prefix) }

// Take puts the parameters that were pushed in the place of the request's own,
// and forgets them: a request_uri works once.
func Take(s *step.Step) error {
	hash := secret.Hash(strings.TrimPrefix(s.Params.Get("request_uri"), Prefix))
	kept, err := store.Pushed.Get(s.Tx, hash)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	known := err == nil && kept.ClientID == s.Params.Get("client_id") && kept.Issuer == s.Issuer
	if err := s.Require(ruleKnown, known, "a request of this client that waits", "none"); err != nil {
		return err
	}
	if err := store.Pushed.Delete(s.Tx, hash); err != nil {
		return err
	}
	if err := s.Require(ruleFresh, s.Now.Before(kept.ExpiresAt), "before "+kept.ExpiresAt.Format(time.TimeOnly)+" UTC", s.Now.Format(time.TimeOnly)+" UTC"); err != nil {
		return check.Keep(err)
	}
	s.Params = step.NewParams(kept.Params)
	return nil
}
