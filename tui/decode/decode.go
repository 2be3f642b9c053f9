// Package decode finds the tokens in what went over the wire and takes them
// apart, for looking at.
package decode

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
)

// Names are the members of a token response that hold tokens, in the order in
// which they are shown.
var Names = []string{"access_token", "id_token", "refresh_token", "mfa_token"}

// Token is one token, taken apart if it can be.
type Token struct {
	Name   string // "access_token"
	Raw    string
	Opaque bool    // not a signed token: only the server knows what is in it
	Header []Claim // in the order of the token
	Claims []Claim
}

// Claim is one member of a token's header or payload.
type Claim struct {
	Name string
	Text string    // a string as it is, strings with commas between, all else as JSON
	Time time.Time // set for the claims that are times (RFC 7519 §2, NumericDate)
}

// Tokens finds the tokens in the JSON answers, the last of each name.
func Tokens(exchanges []model.Exchange) []Token {
	found := map[string]string{}
	for _, x := range exchanges {
		_, body, _ := strings.Cut(x.Response, "\r\n\r\n")
		var members map[string]any
		if json.Unmarshal([]byte(body), &members) != nil {
			continue
		}
		for _, name := range Names {
			if s, ok := members[name].(string); ok && s != "" {
				found[name] = s
			}
		}
	}
	var out []Token
	for _, name := range Names {
		if raw, ok := found[name]; ok {
			out = append(out, Parse(name, raw))
		}
	}
	return out
}

// Parse takes a token apart. What is not a signed JWT is opaque.
func Parse(name, raw string) Token {
	t := Token{Name: name, Raw: raw, Opaque: true}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return t
	}
	header, ok := members(parts[0])
	if !ok {
		return t
	}
	claims, ok := members(parts[1])
	if !ok {
		return t
	}
	t.Opaque, t.Header, t.Claims = false, header, claims
	return t
}

// members reads a JSON object in base64url, in the order of writing.
func members(part string) ([]Claim, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	var out []Claim
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return nil, false
		}
		out = append(out, claim(fmt.Sprint(name), value))
	}
	return out, true
}

func claim(name string, value json.RawMessage) Claim {
	c := Claim{Name: name, Text: string(value)}
	var s string
	if json.Unmarshal(value, &s) == nil {
		c.Text = s
	}
	var list []string
	if json.Unmarshal(value, &list) == nil && len(list) > 0 {
		c.Text = strings.Join(list, ", ")
	}
	switch name {
	case "exp", "iat", "nbf", "auth_time":
		var seconds float64
		if json.Unmarshal(value, &seconds) == nil && seconds > 0 && seconds < 1e11 {
			c.Time = time.Unix(int64(seconds), 0).UTC()
		}
	}
	return c
}

// Get is the text of a claim; empty if there is none.
func (t Token) Get(name string) string {
	for _, c := range t.Claims {
		if c.Name == name {
			return c.Text
		}
	}
	return ""
}

// Algorithm is how the header says that the token is signed; empty if it does
// not.
func (t Token) Algorithm() string {
	for _, c := range t.Header {
		if c.Name == "alg" {
			return c.Text
		}
	}
	return ""
}

// Lacks reports whether keys lack the one that the token was signed with: they
// may be older than it.
func (t Token) Lacks(keys jose.JSONWebKeySet) bool {
	for _, c := range t.Header {
		if c.Name == "kid" {
			return len(keys.Key(c.Text)) == 0
		}
	}
	return false
}

// Verify holds the signature against the server's public keys and says in
// words what came of it.
func (t Token) Verify(keys jose.JSONWebKeySet) (ok bool, words string) {
	jws, err := jose.ParseSignedCompact(t.Raw, []jose.SignatureAlgorithm{jose.RS256, jose.PS256})
	if err != nil {
		return false, "this is not a token that public keys can verify"
	}
	kid := jws.Signatures[0].Header.KeyID
	found := keys.Key(kid)
	if len(found) == 0 {
		return false, fmt.Sprintf("signed with the key %q, which is not in the server's JWKS", kid)
	}
	for _, key := range found {
		if _, err := jws.Verify(key); err == nil {
			return true, fmt.Sprintf("signature verified with key %s… of /.well-known/jwks.json", kid[:min(len(kid), 6)])
		}
	}
	return false, "the signature does not fit the text: something was changed after signing"
}

// Payload is what a signed token says, as indented JSON.
func Payload(raw string) (string, bool) {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return "", false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "", false
	}
	var b bytes.Buffer
	if json.Indent(&b, payload, "", "  ") != nil {
		return "", false
	}
	return b.String() + "\n", true
}
