package demos

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// prove makes a DPoP proof (RFC 9449 §4.2) for a request, by the sandbox's
// clock. The walk's key comes of its {{code_verifier}}, which is its own and is
// kept; signatures are deterministic (RFC 6979), so that a demo replays byte
// for byte.
func (k *walk) prove(ctx context.Context, args map[string]string) (proof, did string, err error) {
	seed, _ := k.vars.text(varCodeVerifier)
	var clock model.ClockView
	if err := k.wire.sandbox(ctx, http.MethodGet, "/sandbox/clock", nil, &clock); err != nil {
		return "", "", err
	}
	k.proofs++
	p := Proof{
		Key: args["which"] + " key of " + seed, ID: fmt.Sprintf("%d %v", k.proofs, k.vars), // what the server gave is in there, so no other walk has it
		Method: args["method"], URL: k.wire.Base + args["target"], At: clock.Now, Nonce: args["nonce"], Token: args["token"],
	}
	proof, err = p.Sign()
	return proof, "signed a proof for " + args["method"] + " " + args["target"] + " with " + args["which"] + " key", err
}

// Proof is a DPoP proof before it is signed (RFC 9449 §4.2).
type Proof struct {
	Key         string // a text that the key is made of
	ID          string // a text that the jti is made of, another for each proof
	Method, URL string // of the request; the URL without query
	At          time.Time
	Nonce       string // the server's; may be empty
	Token       string // the access token that it goes with; may be empty
}

// Sign makes the proof. It is the same each time it is made of the same.
func (p Proof) Sign() (string, error) {
	id := sha256.Sum256([]byte(p.ID))
	claims := map[string]any{"jti": encoded(id[:16]), "htm": p.Method, "htu": p.URL, "iat": p.At.Unix()}
	if p.Nonce != "" {
		claims["nonce"] = p.Nonce
	}
	if p.Token != "" {
		sum := sha256.Sum256([]byte(p.Token))
		claims["ath"] = encoded(sum[:])
	}
	return signed(keyOf(p.Key), claims)
}

// keyOf makes a P-256 key of a text.
func keyOf(text string) *ecdsa.PrivateKey {
	for {
		sum := sha256.Sum256([]byte(text))
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), sum[:])
		if err == nil {
			return key
		}
		text += "." // the number is none below the order of the curve, once in 2³² times
	}
}

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// signed writes a JWT of typ dpop+jwt with the key's public half in its header.
func signed(key *ecdsa.PrivateKey, claims map[string]any) (string, error) {
	point, err := key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		return "", err
	}
	size := len(point) / 2
	head, err := json.Marshal(map[string]any{
		"typ": "dpop+jwt", "alg": "ES256",
		"jwk": map[string]string{"kty": "EC", "crv": "P-256", "x": encoded(point[1 : 1+size]), "y": encoded(point[1+size:])},
	})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := encoded(head) + "." + encoded(body)
	sum := sha256.Sum256([]byte(text))
	der, err := key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		return "", err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return "", err
	}
	raw := make([]byte, 2*size) // RFC 7518 §3.4
	pair.R.FillBytes(raw[:size])
	pair.S.FillBytes(raw[size:])
	return text + "." + encoded(raw), nil
}
