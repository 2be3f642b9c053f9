package decode_test

import (
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/tui/decode"
)

func ring(t *testing.T) *sign.Keyring {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, sign.KeyBits)
	if err != nil {
		t.Fatal(err)
	}
	key, err := sign.NewKey(private, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := sign.NewKeyring(key)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestTokens(t *testing.T) {
	keys := ring(t)
	jwt, err := keys.Sign(map[string]any{"exp": 1764000000, "aud": []string{"a", "b"}, "sub": "x"}, sign.Spec{Type: "JWT"})
	if err != nil {
		t.Fatal(err)
	}
	found := decode.Tokens([]model.Exchange{
		{Response: "HTTP/1.1 200 OK\r\n\r\n{\"refresh_token\":\"old\"}"},
		{Response: "HTTP/1.1 302 Found\r\n\r\n"},
		{Response: "HTTP/1.1 200 OK\r\n\r\n{\"refresh_token\":\"v1.new\",\"access_token\":\"" + jwt + "\",\"id_token\":7}"},
	})
	if len(found) != 2 || found[0].Name != "access_token" || found[1].Raw != "v1.new" || !found[1].Opaque {
		t.Fatalf("found %+v", found)
	}
	want := []decode.Claim{
		{Name: "aud", Text: "a, b"},
		{Name: "exp", Text: "1764000000", Time: time.Unix(1764000000, 0).UTC()},
		{Name: "sub", Text: "x"},
	}
	if diff := cmp.Diff(want, found[0].Claims); diff != "" {
		t.Error(diff)
	}
	if ok, words := found[0].Verify(keys.JWKS()); !ok || !strings.Contains(words, "verified") {
		t.Errorf("a good signature: %v, %s", ok, words)
	}
	if ok, words := found[0].Verify(ring(t).JWKS()); ok || !strings.Contains(words, "not in the server's JWKS") {
		t.Errorf("a key of another server: %v, %s", ok, words)
	}
	if found[0].Lacks(keys.JWKS()) || !found[0].Lacks(ring(t).JWKS()) || found[1].Lacks(jose.JSONWebKeySet{}) {
		t.Error("it is not seen whether the key is there")
	}
	changed := found[0]
	i := strings.LastIndexByte(changed.Raw, '.') + 10
	changed.Raw = changed.Raw[:i] + string(changed.Raw[i]^1) + changed.Raw[i+1:]
	if ok, _ := changed.Verify(keys.JWKS()); ok {
		t.Error("a changed signature is taken for good")
	}
	if ok, _ := found[1].Verify(jose.JSONWebKeySet{}); ok {
		t.Error("an opaque token is taken for signed")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.x")
	f.Add("a.b.c")
	f.Add("e30.W10.")
	f.Fuzz(func(t *testing.T, raw string) {
		token := decode.Parse("access_token", raw)
		if token.Opaque == (token.Claims != nil || token.Header != nil) && token.Opaque {
			t.Errorf("%q is opaque and has claims", raw)
		}
		_, _ = token.Verify(jose.JSONWebKeySet{})
	})
}
