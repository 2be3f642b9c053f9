// Package bearer is what a protected resource does with the access token it is
// sent (RFC 6750, RFC 9068 §4): every check by itself, so that a learner sees
// which one a token fails.
package bearer

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/dpop"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/verify"
)

// latest is the last time that a token can name, in seconds since 1970: the
// end of the year 9999, beyond which RFC 3339 cannot write it.
const latest = 253402300799

// Token is what an access token says once all about it was checked.
type Token struct {
	Subject string
	Client  string
	Scope   []string
	// Claims were asked for one by one, besides those of the scope.
	Claims []string
	// Key is the thumbprint of the key that the token is bound to; empty: it is
	// good for whoever has it.
	Key string
}

// Sent is an access token as the request bears it.
type Sent struct {
	Text string
	DPoP bool // by the scheme of RFC 9449 §7.1
}

// Read takes the access token from the Authorization header, or from the form
// (RFC 6750 §2.1, §2.2, RFC 9449 §7.1). As Auth0 it takes one in the address
// too (§2.3), where passport-auth0 puts it; RFC 9700 §4.3.2 advises against
// that, and a check says so.
func Read(s *step.Step) (Sent, error) {
	kind, token, _ := strings.Cut(s.Request.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	byDPoP := strings.EqualFold(kind, "DPoP")
	inHeader := (byDPoP || strings.EqualFold(kind, "Bearer")) && token != ""
	post := s.Request.Method == http.MethodPost
	inForm := s.Params.Has("access_token") && (post || !s.Standard)
	if err := s.Require(ruleOnce, !inHeader || !inForm, "one access token", got(inHeader && inForm, "two", "")); err != nil {
		return Sent{}, err
	}
	if err := s.Require(rulePresent, inHeader || inForm, "Authorization: Bearer …", got(inHeader || inForm, "an access token", "none")); err != nil {
		return Sent{}, err
	}
	if inForm {
		if !post {
			s.Note(ruleNotInAddress, false, "Authorization: Bearer …", "access_token in the address")
		}
		return Sent{Text: s.Params.Get("access_token")}, nil
	}
	return Sent{Text: token, DPoP: byDPoP}, nil
}

// Verify checks a JWT access token for an audience.
func Verify(s *step.Step, token, audience string) (*Token, error) {
	c, err := verify.AccessToken(s, token, audience)
	if err != nil && !errors.Is(err, sign.ErrInvalid) {
		return nil, err
	}
	signature := "it verifies"
	switch {
	case err != nil && s.Keys.Lacks(token):
		signature = "one by a key that is not in the JWKS: revoked, or of another server"
	case err != nil:
		signature = "one that does not verify, or none"
	}
	if err := s.Require(ruleSigned, err == nil, "a signature of this server", signature); err != nil {
		return nil, err
	}
	t := &Token{Subject: text(c["sub"]), Client: cmp.Or(text(c["azp"]), text(c["client_id"])), Scope: strings.Fields(text(c["scope"]))}
	if confirmation, ok := c["cnf"].(map[string]any); ok {
		t.Key = text(confirmation["jkt"])
	}
	s.Describe(t.Client)
	if err := s.Require(ruleIssuer, c["iss"] == s.Issuer, s.Issuer, text(c["iss"])); err != nil {
		return nil, err
	}
	aud := texts(c["aud"])
	if err := s.Require(ruleAudience, slices.Contains(aud, audience), audience, strings.Join(aud, ", ")); err != nil {
		return nil, err
	}
	exp, ok := c["exp"].(float64)
	if !ok || math.Abs(exp) > latest {
		return nil, s.Require(Expiry, false, "a time when it expires", "none")
	}
	if err := Current(s, time.Unix(int64(exp), 0)); err != nil || c["jti"] == nil {
		return t, err
	}
	revoked, err := verify.Revoked(s, c["jti"])
	if err != nil {
		return nil, err
	}
	return t, s.Require(ruleRevoked, !revoked, "a token that holds", got(!revoked, "it does", "one of a code that was used again"))
}

// Current checks that the token has not expired by the sandbox's clock.
func Current(s *step.Step, expires time.Time) error {
	return s.Require(Expiry, s.Now.Before(expires), "before "+when(expires), when(s.Now))
}

// Needs checks that the token has a scope.
func (t *Token) Needs(s *step.Step, scope string) error {
	err := s.Require(ruleScope.With(scope), slices.Contains(t.Scope, scope), scope, strings.Join(t.Scope, " "))
	return check.WithExtra(err, map[string]any{"scope": scope})
}

// Invalid refuses a token for a reason that a resource has besides these.
func Invalid(id, says, ref, fix string) check.Rule {
	return check.Rule{ID: id, Says: says, Ref: ref, Fix: fix, Answer: invalid}
}

// Opaque is the rule for tokens that say nothing by themselves.
var Opaque = Invalid("bearer.known", "The opaque token is one that this server gave out", "RFC 6749 §1.4",
	"Send the access token whole, as it came from /oauth/token.")

// Held checks that whoever sends the token holds the key that it is bound to.
// A token that is bound is no bearer token, and one that is not bound proves
// nothing by a proof (RFC 9449 §7.1, §7.2).
func (t *Token) Held(s *step.Step, sent Sent) error {
	bound := t.Key != ""
	if err := s.Require(ruleScheme, sent.DPoP == bound, "Authorization: "+got(bound, "DPoP", "Bearer"), got(sent.DPoP, "DPoP", "Bearer")); err != nil {
		return err
	}
	if !bound {
		return nil
	}
	key, err := dpop.ForToken(s, sent.Text)
	if err != nil {
		return dpop.Elsewhere(err)
	}
	return s.Require(ruleKey, key == t.Key, t.Key, key)
}

// Refuse answers a refusal with the challenge that tells why (RFC 6750 §3, RFC
// 9449 §7.1).
func Refuse(s *step.Step, _ error, r *check.Refusal) *step.Answer {
	scheme, _, _ := strings.Cut(s.Request.Header.Get("Authorization"), " ")
	algs := `DPoP algs="` + strings.Join(dpop.Algorithms, " ") + `"`
	details := ""
	if r.Answer.Code != "" {
		details = ` error="` + r.Answer.Code + `", error_description="` + quotable(r.Answer.Description) + `"`
	}
	if scope, ok := r.Extra["scope"].(string); ok {
		details += `, scope="` + scope + `"`
	}
	a := step.Refused(r)
	if body, ok := a.JSON.(map[string]any); ok && r.Answer.Code == "" {
		delete(body, "error")
	}
	switch {
	case strings.EqualFold(scheme, "DPoP"):
		return a.Set("WWW-Authenticate", algs+strings.Replace(details, " ", ", ", 1))
	case r.Answer.Code == "" || r.Rule.ID == ruleScheme.ID:
		return a.Set("WWW-Authenticate", "Bearer"+details).Set("WWW-Authenticate", algs)
	default:
		return a.Set("WWW-Authenticate", "Bearer"+details)
	}
}

// quotable leaves out what a quoted description cannot hold (RFC 6750 §3).
func quotable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, s)
}

func got(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}

func when(t time.Time) string { return t.UTC().Format(time.DateTime) }

func text(claim any) string {
	s, _ := claim.(string)
	return s
}

// texts reads a claim that is one string or a list of them (RFC 7519 §4.1.3).
func texts(claim any) []string {
	if s := text(claim); s != "" {
		return []string{s}
	}
	var out []string
	list, _ := claim.([]any)
	for _, v := range list {
		out = append(out, text(v))
	}
	return out
}
