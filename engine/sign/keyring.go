// Package sign holds the sandbox's signing keys and makes and verifies its
// JSON Web Tokens (RFC 7519).
package sign

import (
	"crypto/rsa"
	"crypto/sha1" // x5t is a SHA-1 thumbprint (RFC 7517 §4.8); nothing rests on it
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// KeyBits is the size of a signing key.
const KeyBits = 2048

// Key is one signing key as it is kept.
type Key struct {
	KID       string    `json:"kid"`
	CreatedAt time.Time `json:"created_at"`
	// PKCS8 is the private key in DER, base64.
	PKCS8 []byte `json:"pkcs8"`
}

// NewKey wraps a private key for keeping. Its kid is taken from the key
// itself, so that the same key always has the same one.
func NewKey(private *rsa.PrivateKey, now time.Time) (Key, error) {
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return Key{}, fmt.Errorf("keeping a signing key: %w", err)
	}
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&private.PublicKey))
	return Key{KID: base64.RawURLEncoding.EncodeToString(sum[:])[:21], CreatedAt: now, PKCS8: der}, nil
}

// Keyring signs with its first key and verifies with all of them. It is safe
// for concurrent use.
type Keyring struct {
	keys   []ringKey
	public jose.JSONWebKeySet
}

type ringKey struct {
	kid     string
	private *rsa.PrivateKey
}

// NewKeyring makes a keyring of at least one kept key.
func NewKeyring(keys ...Key) (*Keyring, error) {
	if len(keys) == 0 {
		return nil, errors.New("a keyring needs a key")
	}
	ring := &Keyring{}
	for _, k := range keys {
		parsed, err := x509.ParsePKCS8PrivateKey(k.PKCS8)
		if err != nil {
			return nil, fmt.Errorf("signing key %s: %w", k.KID, err)
		}
		private, ok := parsed.(*rsa.PrivateKey)
		if !ok {
			return nil, fmt.Errorf("signing key %s is not an RSA key", k.KID)
		}
		private.Precompute()
		cert, err := certificate(private, k)
		if err != nil {
			return nil, fmt.Errorf("signing key %s: %w", k.KID, err)
		}
		thumbprint := sha1.Sum(cert.Raw)
		ring.keys = append(ring.keys, ringKey{k.KID, private})
		ring.public.Keys = append(ring.public.Keys, jose.JSONWebKey{
			Key: &private.PublicKey, KeyID: k.KID, Algorithm: string(jose.RS256), Use: "sig",
			Certificates: []*x509.Certificate{cert}, CertificateThumbprintSHA1: thumbprint[:],
		})
	}
	return ring, nil
}

// JWKS is the set of public keys (RFC 7517 §5).
func (k *Keyring) JWKS() jose.JSONWebKeySet { return k.public }

// Sign makes a JWT of the claims with RS256. typ is the header's typ: "JWT",
// or "at+jwt" (RFC 9068 §2.1).
func (k *Keyring) Sign(claims any, typ string) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("token claims: %w", err)
	}
	key := k.keys[0]
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key.private, KeyID: key.kid}},
		(&jose.SignerOptions{}).WithType(jose.ContentType(typ)),
	)
	if err != nil {
		return "", fmt.Errorf("preparing a signature: %w", err)
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	return jws.CompactSerialize()
}

// ErrInvalid is returned for a token that none of the keys has signed.
var ErrInvalid = errors.New("not a token signed by this server")

// Verify checks a JWT's signature and returns its claims. It does not look at
// times, issuer or audience: those are the caller's checks, one by one.
func (k *Keyring) Verify(token string) (map[string]any, error) {
	jws, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return nil, ErrInvalid
	}
	for _, key := range k.keys {
		if kid := jws.Signatures[0].Header.KeyID; kid != "" && kid != key.kid {
			continue
		}
		payload, err := jws.Verify(&key.private.PublicKey)
		if err != nil {
			continue
		}
		var claims map[string]any
		if json.Unmarshal(payload, &claims) != nil {
			return nil, ErrInvalid
		}
		return claims, nil
	}
	return nil, ErrInvalid
}
