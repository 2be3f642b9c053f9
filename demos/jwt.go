package demos

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// jwtClaims decodes a JWT's claims (RFC 7519) without verifying it: what the
// document expects of them is about what the server says, and the engine's
// own tests verify signatures. Its header stands among them as "header", unless
// a claim is called so.
func jwtClaims(token string) (map[string]any, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, false
	}
	header, ok := jwtPart(parts[0])
	if !ok {
		return nil, false
	}
	claims, ok := jwtPart(parts[1])
	if _, taken := claims["header"]; ok && !taken {
		claims["header"] = header
	}
	return claims, ok
}

func jwtPart(part string) (map[string]any, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, false
	}
	v, err := decodeJSON(raw)
	m, ok := v.(map[string]any)
	return m, err == nil && ok
}

// decodeJSON keeps numbers as they are written.
func decodeJSON(raw []byte) (any, error) {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	return v, err
}

// textOf writes a decoded value as a document would: texts bare, all else in
// JSON.
func textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}
