package sign

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"time"
)

// KeyBits is the size of a signing key.
const KeyBits = 2048

// States of a signing key, in the words of Auth0's Management API
// (/api/v2/keys/signing). One is current and signs. The next is published
// already, so that apps know it before it signs; the previous are published
// still, so that what they signed goes on holding until they are revoked.
const (
	Current  = "current"
	Next     = "next"
	Previous = "previous"
	Revoked  = "revoked"
)

// Key is one signing key as it is kept.
type Key struct {
	KID   string `json:"kid"`
	State string `json:"state,omitempty"` // empty, as older stores have it: Current
	// CurrentSince and CurrentUntil are when it began and ceased to sign.
	CreatedAt    time.Time `json:"created_at"`
	CurrentSince time.Time `json:"current_since,omitzero"`
	CurrentUntil time.Time `json:"current_until,omitzero"`
	RevokedAt    time.Time `json:"revoked_at,omitzero"`
	// PKCS8 is the private key in DER, base64; a revoked key has none.
	PKCS8 []byte `json:"pkcs8,omitempty"`
	// Certificate is the key's own, in DER, base64; where it is missing it is
	// made anew, the same.
	Certificate []byte `json:"certificate,omitempty"`
}

// NewKey wraps a private key for keeping. Its kid is taken from the key
// itself, so that the same key always has the same one.
func NewKey(private *rsa.PrivateKey, now time.Time) (Key, error) {
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return Key{}, fmt.Errorf("keeping a signing key: %w", err)
	}
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&private.PublicKey))
	k := Key{KID: base64.RawURLEncoding.EncodeToString(sum[:])[:21], State: Current, CreatedAt: now, PKCS8: der}
	cert, err := certificate(private, k)
	if err != nil {
		return Key{}, err
	}
	k.Certificate = cert.Raw
	return k, nil
}

// state reads a key's state as newer stores write it.
func (k Key) state() string {
	if k.State == "" {
		return Current
	}
	return k.State
}

// read takes the private key and its certificate out of a kept key.
func (k Key) read() (*rsa.PrivateKey, *x509.Certificate, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(k.PKCS8)
	if err != nil {
		return nil, nil, fmt.Errorf("signing key %s: %w", k.KID, err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, nil, fmt.Errorf("signing key %s is not an RSA key", k.KID)
	}
	private.Precompute()
	var cert *x509.Certificate
	if len(k.Certificate) > 0 {
		cert, err = x509.ParseCertificate(k.Certificate)
	} else {
		cert, err = certificate(private, k)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("signing key %s: %w", k.KID, err)
	}
	return private, cert, nil
}
