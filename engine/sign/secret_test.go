package sign_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/sign"
)

const word = "web-app-secret" // shorter than RFC 7518 §3.2 would have it

// keyed signs a header and a payload by a secret.
func keyed(header, payload, secret string) string {
	text := b64(header) + "." + b64(payload)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func TestATokenBySecret(t *testing.T) {
	r := ring(t, keys()[0])
	token, err := r.Sign(map[string]any{"sub": "a"}, sign.Spec{Type: "JWT", Algorithm: sign.HS256, Secret: word})
	if err != nil || token != keyed(`{"alg":"HS256","typ":"JWT"}`, `{"sub":"a"}`, word) {
		t.Fatalf("%s, %v", token, err)
	}
	if claims, err := sign.VerifySecret(token, word); err != nil || claims["sub"] != "a" {
		t.Errorf("%v, %v", claims, err)
	}
	if _, err := r.Verify(token); err == nil {
		t.Error("the keyring took a token that it has not signed")
	}
	byKey, err := r.Sign(map[string]any{"sub": "a"}, sign.Spec{Type: "JWT"})
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(token, ".")
	for name, row := range map[string]struct{ token, secret string }{
		"another secret":        {token, word + "x"},
		"no secret":             {keyed(`{"alg":"HS256"}`, `{"sub":"a"}`, ""), ""},
		"signed by a key":       {byKey, word},
		"alg RS256 by a secret": {keyed(`{"alg":"RS256"}`, `{"sub":"a"}`, word), word},
		"alg none by a secret":  {keyed(`{"alg":"none"}`, `{"sub":"a"}`, word), word},
		"alg HS512":             {keyed(`{"alg":"HS512"}`, `{"sub":"a"}`, word), word},
		"a critical extension":  {keyed(`{"alg":"HS256","crit":["x"],"x":1}`, `{"sub":"a"}`, word), word},
		"no object":             {keyed(`{"alg":"HS256"}`, `["a"]`, word), word},
		"null":                  {keyed(`{"alg":"HS256"}`, `null`, word), word},
		"another header":        {b64(`{"alg":"HS256"}`) + "." + body, word},
		"another payload":       {head + "." + b64(`{"sub":"b"}`) + token[strings.LastIndex(token, "."):], word},
		"no signature":          {token[:strings.LastIndex(token, ".")+1], word},
		"padded":                {token + "=", word},
		"a line break":          {token + "\n", word},
		"nothing":               {"", word},
	} {
		if claims, err := sign.VerifySecret(row.token, row.secret); err == nil {
			t.Errorf("%s: verified as %v", name, claims)
		}
	}
	if _, err := r.Sign(map[string]any{}, sign.Spec{Algorithm: sign.HS256}); err == nil {
		t.Error("signed without a secret")
	}
	if _, err := r.Sign(map[string]any{}, sign.Spec{Algorithm: "none"}); err == nil {
		t.Error("signed with none")
	}
}
