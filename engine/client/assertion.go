package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// assertionType is the only client_assertion_type there is (RFC 7523 §2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// Limits of an assertion (auth0.com/docs/get-started/authentication-and-authorization-flow/authenticate-with-private-key-jwt).
const (
	maxAssertion = 2048 // bytes
	maxClaim     = 64   // characters of iss, sub and jti
	longestLife  = 5 * time.Minute
	skew         = 10 * time.Second
)

var assertionAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.PS256, jose.PS384, jose.ES256, jose.ES384}

func assertionRule(r check.Rule) check.Rule {
	r.Param, r.Answer, r.Standard = "client_assertion", unauthorized, invalid
	return r
}

var (
	ruleAssertionType = check.Rule{
		ID: "client.assertion.type", Says: "client_assertion comes with its type", Param: "client_assertion_type",
		Ref: "RFC 7521 §4.2; RFC 7523 §2.2", Fix: "Send client_assertion_type=" + assertionType + ".",
		Answer: unauthorized, Standard: invalid,
	}
	ruleAssertionRead = assertionRule(check.Rule{
		ID: "client.assertion.readable", Says: "The assertion is a signed JWT of at most 2048 bytes, with an algorithm that is taken",
		Ref: "RFC 7523 §3; Auth0 “Authenticate with Private Key JWT”", Fix: "Sign it with RS256, RS384, PS256, PS384, ES256 or ES384, and keep it short.",
	})
	ruleAssertionNames = assertionRule(check.Rule{
		ID: "client.assertion.names", Says: "iss and sub are both the client_id",
		Ref: "RFC 7523 §3 (1), (2B)", Fix: "Set iss and sub to the client_id.",
	})
	ruleAssertionAllowed = assertionRule(check.Rule{
		ID: "client.assertion.allowed", Says: "The client proves itself by private_key_jwt",
		Ref: "RFC 7523 §2.2; Auth0 “Authenticate with Private Key JWT”", Fix: "Give the client a key in client_authentication_methods.private_key_jwt.credentials, or send its secret.",
	})
	ruleAssertionKey = assertionRule(check.Rule{
		ID: "client.assertion.signature", Says: "The assertion is signed with one of the client's keys, and its algorithm is the one registered",
		Ref: "RFC 7523 §3 (9); Auth0 “Authenticate with Private Key JWT”", Fix: "Sign with the private key that belongs to the registered public one, and with its alg.",
	})
	ruleAssertionAudience = assertionRule(check.Rule{
		ID: "client.assertion.audience", Says: "The assertion is meant for this server",
		Ref: "RFC 7523 §3 (3)", Fix: "Set aud to the issuer, with the slash at its end.",
	})
	ruleAssertionTimes = assertionRule(check.Rule{
		ID: "client.assertion.times", Says: "The assertion is valid now, and for at most five minutes",
		Ref: "RFC 7523 §3 (4)–(6); Auth0 “Authenticate with Private Key JWT”", Fix: "Make a new one for each request, with exp a minute ahead, by the sandbox's clock.",
	})
	ruleAssertionOnce = assertionRule(check.Rule{
		ID: "client.assertion.once", Says: "The assertion has a jti, and is used for the first time",
		Ref: "RFC 7523 §3 (7); Auth0 “Authenticate with Private Key JWT”", Fix: "Make a new assertion, with a new jti, for each request.",
	})
	ruleByAssertion = check.Rule{
		ID: "client.private-key-jwt", Says: "The client proves itself with an assertion that it has signed, not with a secret", Param: "client_assertion",
		Ref: "RFC 7523 §2.2", Fix: "Send client_assertion and client_assertion_type.",
		Answer: unauthorized, Standard: invalid,
	}
)

// assertion are the claims of a client assertion.
type assertion struct {
	Issuer    string          `json:"iss"`
	Subject   string          `json:"sub"`
	Audience  json.RawMessage `json:"aud"`
	Expires   float64         `json:"exp"`
	IssuedAt  *float64        `json:"iat"`
	NotBefore *float64        `json:"nbf"`
	ID        string          `json:"jti"`
}

// readAssertion takes the assertion apart, unverified: its names say whose
// keys it has to be held against.
func readAssertion(s *step.Step) (*jose.JSONWebSignature, *assertion, error) {
	text := s.Params.Get("client_assertion")
	if err := s.Require(ruleAssertionType, s.Params.Get("client_assertion_type") == assertionType, assertionType, "another, or none"); err != nil {
		return nil, nil, err
	}
	jws, err := jose.ParseSignedCompact(text, assertionAlgorithms)
	a := &assertion{}
	ok := err == nil && len(text) <= maxAssertion && json.Unmarshal(jws.UnsafePayloadWithoutVerification(), a) == nil
	got := "it is"
	switch {
	case len(text) > maxAssertion:
		got = fmt.Sprintf("%d bytes", len(text))
	case !ok:
		got = "something else"
	}
	if err := s.Require(ruleAssertionRead, ok, "a JWT", got); err != nil {
		return nil, nil, err
	}
	id := s.Params.Get("client_id")
	same := a.Issuer != "" && a.Issuer == a.Subject && len(a.Issuer) <= maxClaim && (id == "" || id == a.Issuer)
	if err := s.Require(ruleAssertionNames, same, "iss = sub = client_id", "they differ, or are too long"); err != nil {
		return nil, nil, err
	}
	return jws, a, nil
}

// prove holds the assertion against the client's keys and what it claims.
func prove(s *step.Step, c *model.Client, jws *jose.JSONWebSignature, a *assertion) error {
	credentials := c.Credentials()
	if err := s.Require(ruleAssertionAllowed, len(credentials) > 0, "a client with a key", c.TokenEndpointAuthMethod); err != nil {
		return err
	}
	header := jws.Signatures[0].Header
	ok := slices.ContainsFunc(credentials, func(k model.Credential) bool { return signedWith(jws, k) })
	if err := s.Require(ruleAssertionKey, ok, "a key of "+c.ClientID, "alg "+header.Algorithm+", kid "+orNone(shown(header.KeyID))); err != nil {
		return err
	}
	audiences := listOf(a.Audience)
	meant := slices.ContainsFunc(audiences, func(aud string) bool { return slices.Contains(ownNames(s), strings.TrimSuffix(aud, "/")) })
	if err := s.Require(ruleAssertionAudience, meant, s.Issuer, shown(strings.Join(audiences, " "))); err != nil {
		return err
	}
	if err := requireTimes(s, a); err != nil {
		return err
	}
	return once(s, c, a)
}

func signedWith(jws *jose.JSONWebSignature, k model.Credential) bool {
	header := jws.Signatures[0].Header
	if header.Algorithm != k.Alg || header.KeyID != "" && k.KID != "" && header.KeyID != k.KID {
		return false
	}
	key, err := k.Key()
	if err != nil {
		return false
	}
	_, err = jws.Verify(key)
	return err == nil
}

// ownNames are the audiences that SDKs give the server: its issuer, also as
// https where it was reached by http, which several SDKs take for granted, the
// token endpoint (RFC 7523 §3) and the endpoint at hand; without their slash.
func ownNames(s *step.Step) []string {
	var names []string
	for _, base := range []string{s.Issuer, strings.Replace(s.Issuer, "http://", "https://", 1)} {
		names = append(names, strings.TrimSuffix(base, "/"), base+"oauth/token", strings.TrimSuffix(base, "/")+s.Request.URL.Path)
	}
	return names
}

func requireTimes(s *step.Step, a *assertion) error {
	at := func(seconds float64) time.Time { return time.UnixMilli(int64(min(max(seconds, 0), 1e11) * 1000)) }
	expires := at(a.Expires)
	ok := a.Expires > 0 && s.Now.Before(expires.Add(skew)) && !expires.After(s.Now.Add(longestLife+skew))
	for _, begin := range []*float64{a.IssuedAt, a.NotBefore} {
		ok = ok && (begin == nil || !at(*begin).After(s.Now.Add(skew)))
	}
	return s.Require(ruleAssertionTimes, ok, "an end within five minutes of "+s.Now.UTC().Format(time.TimeOnly)+" UTC", expires.UTC().Format(time.DateTime)+" UTC")
}

// once keeps the jti until the assertion has expired.
func once(s *step.Step, c *model.Client, a *assertion) error {
	id := secret.Hash(c.ClientID + "\x00" + a.ID)
	kept, err := store.Assertions.Get(s.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	fresh := err != nil || !s.Now.Before(kept.ExpiresAt)
	if err := s.Require(ruleAssertionOnce, a.ID != "" && len(a.ID) <= maxClaim && fresh, "a new jti", "one that is missing, too long, or was used before"); err != nil {
		return err
	}
	return store.Assertions.Put(s.Tx, &model.Assertion{Hash: id, ExpiresAt: s.Now.Add(longestLife + 2*skew)})
}

// listOf reads an aud, which is a text or a list of them (RFC 7519 §4.1.3).
func listOf(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var many []string
	_ = json.Unmarshal(raw, &many) // what is neither is meant for nobody
	return many
}

func shown(text string) string {
	const most = 80
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
