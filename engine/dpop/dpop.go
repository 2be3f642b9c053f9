// Package dpop checks proofs of possession (RFC 9449): with each request the
// client signs, with a key of its own, what it asks for. A token that is bound
// to the key is of no use to anybody else.
package dpop

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Algorithms are those in which proofs may be signed, as Auth0 has them.
var Algorithms = []string{"ES256"}

// Limits of a proof.
const (
	maxProof = 4096 // bytes
	maxID    = 256  // bytes of a jti
	oldest   = 5 * time.Minute
	ahead    = 30 * time.Second
)

// proof are the claims of a proof (RFC 9449 §4.2).
type proof struct {
	ID       string   `json:"jti"`
	Method   string   `json:"htm"`
	Address  string   `json:"htu"`
	IssuedAt *float64 `json:"iat"`
	Token    string   `json:"ath"`
	Nonce    string   `json:"nonce"`

	key string // the thumbprint of the key that signed it (RFC 7638)
}

// Key checks the proof that a client sends with a request to the authorization
// server, and returns the thumbprint of its key; "" if there is no proof. A
// public client has to use the server's nonce.
func Key(s *step.Step, c *model.Client) (string, error) {
	if !Sent(s) {
		return "", nil
	}
	p, err := read(s)
	if err != nil {
		return "", err
	}
	return p.key, hold(s, p, c.Public())
}

// Sent reports whether the request has a proof.
func Sent(s *step.Step) bool { return len(s.Request.Header.Values("DPoP")) > 0 }

// ForToken checks the proof that comes with an access token (RFC 9449 §7.1),
// and returns the thumbprint of its key.
func ForToken(s *step.Step, token string) (string, error) {
	p, err := read(s)
	if err != nil {
		return "", err
	}
	if err := hold(s, p, false); err != nil {
		return "", err
	}
	return p.key, s.Require(ruleToken, p.Token == Hash(token), "the SHA-256 of the token", got(p.Token != "", "another", "none"))
}

// Hash is the ath of a token (RFC 9449 §4.2).
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// read takes the proof apart and checks its signature.
func read(s *step.Step) (*proof, error) {
	sent := s.Request.Header.Values("DPoP")
	if err := s.Require(ruleOnce, len(sent) == 1, "one proof", got(len(sent) == 0, "none", "several")); err != nil {
		return nil, err
	}
	jws, key, why := parse(sent[0])
	if err := s.Require(ruleReadable, why == "", "a DPoP proof", why); err != nil {
		return nil, err
	}
	payload, err := jws.Verify(key.Key)
	if err := s.Require(ruleSignature, err == nil, "a signature of the key in jwk", "one that does not verify"); err != nil {
		return nil, err
	}
	p := &proof{}
	if err := s.Require(ruleReadable, json.Unmarshal(payload, p) == nil, "a DPoP proof", "claims of another kind"); err != nil {
		return nil, err
	}
	thumbprint, err := key.Thumbprint(crypto.SHA256)
	p.key = base64.RawURLEncoding.EncodeToString(thumbprint)
	return p, err
}

// parse says why a text is no proof; "": it is one.
func parse(text string) (*jose.JSONWebSignature, *jose.JSONWebKey, string) {
	if len(text) > maxProof {
		return nil, nil, "longer than 4096 bytes"
	}
	jws, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return nil, nil, "no JWT that is signed with ES256, or one with a private key"
	}
	header := jws.Signatures[0].Protected
	if typ, _ := header.ExtraHeaders[jose.HeaderType].(string); !strings.EqualFold(typ, "dpop+jwt") {
		return nil, nil, "another typ"
	}
	key := header.JSONWebKey
	if key == nil || !key.IsPublic() || !key.Valid() {
		return nil, nil, "no public key in jwk"
	}
	if ec, ok := key.Key.(*ecdsa.PublicKey); !ok || ec.Curve != elliptic.P256() {
		return nil, nil, "a key that is not of P-256"
	}
	return jws, key, ""
}

// hold holds a proof against the request, the clock, and what was used before.
func hold(s *step.Step, p *proof, wantsNonce bool) error {
	if err := s.Require(ruleMethod, p.Method == s.Request.Method, s.Request.Method, clip(p.Method)); err != nil {
		return err
	}
	if err := s.Require(ruleAddress, isHere(s, p.Address), addresses(s)[0], clip(p.Address)); err != nil {
		return err
	}
	if p.Nonce != "" || wantsNonce {
		ok := nonceHolds(s, p.Nonce)
		if err := s.Require(ruleNonce, ok, "a nonce of the last five minutes", got(p.Nonce == "", "none", got(ok, "one", "another"))); err != nil {
			return check.WithHeader(err, "DPoP-Nonce", Nonce(s))
		}
	}
	fresh := p.IssuedAt != nil && (within(*p.IssuedAt, s.Now) || p.Nonce != "" && within(*p.IssuedAt, s.Machine))
	made := "no iat"
	if p.IssuedAt != nil {
		made = at(*p.IssuedAt).Format(time.DateTime) + " UTC"
	}
	if err := s.Require(ruleFresh, fresh, "five minutes up to "+s.Now.UTC().Format(time.DateTime)+" UTC", made); err != nil {
		return err
	}
	return once(s, p)
}

// within reports whether a time is near enough to now. A proof with a nonce is
// known to be fresh by that, so the machine's time will do for its iat: apps
// outside do not know that the sandbox's clock was moved.
func within(seconds float64, now time.Time) bool {
	made := at(seconds)
	return !made.Before(now.Add(-oldest)) && !made.After(now.Add(ahead))
}

func at(seconds float64) time.Time {
	const latest = 253402300799 // the end of the year 9999
	if math.IsNaN(seconds) {
		seconds = 0
	}
	return time.Unix(int64(min(max(seconds, 0), latest)), 0).UTC()
}

// once keeps the jti. It is never taken again while it is kept, however the
// clock is moved.
func once(s *step.Step, p *proof) error {
	id := secret.Hash("dpop\x00" + p.key + "\x00" + p.ID)
	_, err := store.Assertions.Get(s.Tx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	ok := p.ID != "" && len(p.ID) <= maxID && err != nil
	if err := s.Require(ruleUnused, ok, "a new jti", "one that is missing, too long, or was used before"); err != nil {
		return err
	}
	return store.Assertions.Put(s.Tx, &model.Assertion{Hash: id, ExpiresAt: s.Now.Add(oldest + ahead)})
}

// isHere compares addresses as RFC 9449 §4.3 (9) has it: without query and
// fragment, and normalised (RFC 3986 §6.2.2, §6.2.3).
func isHere(s *step.Step, address string) bool {
	sent, ok := normal(address)
	if !ok {
		return false
	}
	for _, own := range addresses(s) {
		if here, _ := normal(own); here == sent {
			return true
		}
	}
	return false
}

// addresses are the request's, as the issuer has it and as it was sent: they
// differ where the issuer is fixed.
func addresses(s *step.Step) []string {
	scheme := "http://"
	if s.Request.TLS != nil {
		scheme = "https://"
	}
	path := s.Request.URL.EscapedPath()
	return []string{strings.TrimSuffix(s.Issuer, "/") + path, scheme + s.Request.Host + path}
}

func normal(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return "", false
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	host = strings.TrimSuffix(host, map[string]string{"http": ":80", "https": ":443"}[scheme])
	path := u.Path
	if path == "" {
		path = "/"
	}
	return scheme + "://" + host + path, true
}

// Elsewhere makes a refusal of a proof what a protected resource answers: 401.
func Elsewhere(err error) error {
	r, ok := check.AsRefusal(err)
	if !ok || !strings.HasPrefix(r.Rule.ID, "dpop.") {
		return err
	}
	unauthorized := *r
	unauthorized.Answer.Status = http.StatusUnauthorized
	return &unauthorized
}

func got(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}

func clip(text string) string {
	const most = 120
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
