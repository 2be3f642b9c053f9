package dpop_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// FuzzProof signs whatever header and claims there may be, with one key, and
// holds that a proof is taken only if it says all that it must; nothing makes
// the server fail.
func FuzzProof(f *testing.F) {
	s := enginetest.New(f)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	jwk, err := json.Marshal(jose.JSONWebKey{Key: key.Public()})
	if err != nil {
		f.Fatal(err)
	}
	header := `{"alg":"ES256","typ":"dpop+jwt","jwk":` + string(jwk) + `}`
	f.Add(header, `{"jti":"a","htm":"POST","htu":"`+s.URL+`/oauth/token","iat":1795424400}`)
	f.Add(header, `{"jti":1,"htm":["POST"],"htu":{},"iat":"1e400"}`)
	f.Add(header, `{"iat":1e308,"nonce":"AAAAAAAAAAA","ath":null}`)
	f.Add(`{"alg":"none","typ":"dpop+jwt"}`, `{}`)
	f.Add(`{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"RSA"},"crit":[""]}`, `null`)
	f.Fuzz(func(t *testing.T, header, claims string) {
		text := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
		digest := crypto.SHA256.New()
		digest.Write([]byte(text))
		r, sig, err := ecdsa.Sign(rand.Reader, key, digest.Sum(nil))
		if err != nil {
			t.Fatal(err)
		}
		signature := make([]byte, 64)
		r.FillBytes(signature[:32])
		sig.FillBytes(signature[32:])
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/oauth/token",
			strings.NewReader("client_id=backend&client_secret=backend-secret&grant_type=client_credentials&audience="+expenses))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("DPoP", text+"."+base64.RawURLEncoding.EncodeToString(signature))
		got, err := s.Inside.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		if got.StatusCode == 400 {
			return
		}
		var said struct {
			ID      string   `json:"jti"`
			Method  string   `json:"htm"`
			Address string   `json:"htu"`
			Time    *float64 `json:"iat"`
		}
		if err := json.Unmarshal([]byte(claims), &said); err != nil || got.StatusCode != 200 ||
			said.ID == "" || said.Method != "POST" || said.Address == "" || said.Time == nil {
			t.Errorf("%s: %s", claims, got.Status)
		}
	})
}
