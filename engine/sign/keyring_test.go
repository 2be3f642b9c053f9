package sign_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/sign"
)

var keys = sync.OnceValue(func() [2]sign.Key {
	var made [2]sign.Key
	for i := range made {
		private, err := rsa.GenerateKey(rand.Reader, sign.KeyBits)
		if err != nil {
			panic(err)
		}
		if made[i], err = sign.NewKey(private, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)); err != nil {
			panic(err)
		}
	}
	return made
})

func ring(t testing.TB, k ...sign.Key) *sign.Keyring {
	t.Helper()
	r, err := sign.NewKeyring(k...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func TestASignedTokenVerifies(t *testing.T) {
	r := ring(t, keys()[0])
	token, err := r.Sign(map[string]any{"sub": "auth0|1"}, sign.Spec{Type: "at+jwt"})
	if err != nil {
		t.Fatal(err)
	}
	claims, err := r.Verify(token)
	if err != nil || claims["sub"] != "auth0|1" {
		t.Errorf("got %v, %v", claims, err)
	}
	head, _ := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
	var header map[string]any
	if err := json.Unmarshal(head, &header); err != nil || header["typ"] != "at+jwt" || header["alg"] != "RS256" || header["kid"] != keys()[0].KID {
		t.Errorf("header %s", head)
	}
}

func TestAnOldKeyStillVerifies(t *testing.T) {
	old, err := ring(t, keys()[0]).Sign(map[string]any{"sub": "a"}, sign.Spec{Type: "JWT"})
	if err != nil {
		t.Fatal(err)
	}
	previous := keys()[0]
	previous.State = sign.Previous
	if _, err := ring(t, keys()[1], previous).Verify(old); err != nil {
		t.Errorf("behind a newer key: %v", err)
	}
	if _, err := ring(t, keys()[1]).Verify(old); err == nil {
		t.Error("verified without its key")
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	r := ring(t, keys()[0])
	token, err := r.Sign(map[string]any{"sub": "auth0|1"}, sign.Spec{Type: "JWT"})
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	public, err := x509.ParsePKCS8PrivateKey(keys()[0].PKCS8)
	if err != nil {
		t.Fatal(err)
	}
	// A verifier that lets the token choose takes the public key for an HMAC
	// secret (RFC 8725 §2.1).
	confused := b64(`{"alg":"HS256","kid":"`+keys()[0].KID+`"}`) + "." + parts[1]
	mac := hmac.New(sha256.New, x509.MarshalPKCS1PublicKey(&public.(*rsa.PrivateKey).PublicKey))
	mac.Write([]byte(confused))
	for name, forged := range map[string]string{
		"empty":              "",
		"two parts":          parts[0] + "." + parts[1],
		"no signature":       parts[0] + "." + parts[1] + ".",
		"another payload":    parts[0] + "." + b64(`{"sub":"auth0|2"}`) + "." + parts[2],
		"another header":     b64(`{"alg":"RS256","typ":"at+jwt","kid":"`+keys()[0].KID+`"}`) + "." + parts[1] + "." + parts[2],
		"alg none":           b64(`{"alg":"none"}`) + "." + parts[1] + ".",
		"alg none, signed":   b64(`{"alg":"none"}`) + "." + parts[1] + "." + parts[2],
		"alg HS256":          confused + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		"unknown kid":        b64(`{"alg":"RS256","kid":"other"}`) + "." + parts[1] + "." + parts[2],
		"critical extension": b64(`{"alg":"RS256","crit":["exp"],"kid":"`+keys()[0].KID+`"}`) + "." + parts[1] + "." + parts[2],
		"padded":             token + "=",
		"five parts":         token + ".x.y",
		"spaces":             " " + token,
	} {
		if claims, err := r.Verify(forged); err == nil {
			t.Errorf("%s: verified as %v", name, claims)
		}
	}
}

func TestAKeyringNeedsGoodKeys(t *testing.T) {
	if _, err := sign.NewKeyring(); err == nil {
		t.Error("a keyring of nothing")
	}
	if _, err := sign.NewKeyring(sign.Key{KID: "x", PKCS8: []byte("junk")}); err == nil {
		t.Error("a keyring of junk")
	}
}

// FuzzVerify holds that a token verifies only if this keyring has signed it.
func FuzzVerify(f *testing.F) {
	r := ring(f, keys()[0])
	token, err := r.Sign(map[string]any{"sub": "auth0|1", "exp": 1}, sign.Spec{Type: "JWT"})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{token, "", "..", "a.b.c", strings.Replace(token, ".", "..", 1), b64(`{"alg":"none"}`) + ".e30."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		claims, err := r.Verify(s)
		if err == nil && (claims == nil || s != token) {
			t.Errorf("%q verified as %v", s, claims)
		}
	})
}
