package sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
)

// HS256 is done by hand here: go-jose takes no secret of fewer than 32 bytes,
// as RFC 7518 §3.2 has it, and people's client secrets are often shorter.

var base64url = base64.RawURLEncoding.Strict()

func signBySecret(payload []byte, spec Spec) (string, error) {
	if spec.Secret == "" {
		return "", errors.New("there is no secret to sign with")
	}
	text, err := unsigned(payload, HS256, spec.Type, ringKey{})
	if err != nil {
		return "", err
	}
	return text + "." + code(text, spec.Secret), nil
}

// VerifySecret checks a JWT that was signed with HS256 and a shared secret.
// Whoever knows the secret can make one: to them it proves nothing about
// anybody else.
func VerifySecret(token, secret string) (map[string]any, error) {
	at := strings.LastIndexByte(token, '.')
	head, body, ok := strings.Cut(token[:max(at, 0)], ".")
	if !ok || secret == "" || !hmac.Equal([]byte(token[at+1:]), []byte(code(token[:at], secret))) {
		return nil, ErrInvalid
	}
	var header struct {
		Algorithm string          `json:"alg"`
		Critical  json.RawMessage `json:"crit"` // there is no extension that is known here
	}
	raw, err := base64url.DecodeString(head)
	if err != nil || json.Unmarshal(raw, &header) != nil || header.Algorithm != HS256 || header.Critical != nil {
		return nil, ErrInvalid
	}
	payload, err := base64url.DecodeString(body)
	if err != nil {
		return nil, ErrInvalid
	}
	return claimsOf(payload)
}

// code is the HMAC of what is signed (RFC 7518 §3.2), as it is written.
func code(text, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64url.EncodeToString(mac.Sum(nil))
}
