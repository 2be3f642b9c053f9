package demos

import (
	"encoding/json"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// A proof is what RFC 9449 §4.2 says, and the same each time it is made of the
// same: the library of the server reads it.
func TestProof(t *testing.T) {
	key := keyOf("a key")
	text, err := signed(key, map[string]any{"jti": "1", "htm": "POST"})
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := signed(keyOf("a key"), map[string]any{"jti": "1", "htm": "POST"}); again != text {
		t.Error("it is not the same again")
	}
	jws, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	head := jws.Signatures[0].Protected
	if head.ExtraHeaders[jose.HeaderType] != "dpop+jwt" || head.JSONWebKey == nil || !head.JSONWebKey.IsPublic() {
		t.Errorf("its header is %+v", head)
	}
	payload, err := jws.Verify(head.JSONWebKey.Key)
	var claims map[string]string
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims["htm"] != "POST" {
		t.Errorf("it says %s, %v", payload, err)
	}
	if _, err := jws.Verify(&keyOf("another key").PublicKey); err == nil {
		t.Error("another key verifies it")
	}
}
