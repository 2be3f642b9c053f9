package model

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
)

// AuthenticationMethods are the ways besides a secret in which a client can
// prove itself, in the field names of Auth0's Management API
// (client_authentication_methods).
type AuthenticationMethods struct {
	PrivateKeyJWT *PrivateKeyJWT `json:"private_key_jwt,omitempty"`
}

// PrivateKeyJWT lists the keys that a client signs its assertions with
// (RFC 7523).
type PrivateKeyJWT struct {
	Credentials []Credential `json:"credentials"`
}

// Credential is a client's public key.
type Credential struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	Type string `json:"credential_type,omitempty"` // public_key
	KID  string `json:"kid,omitempty"`
	Alg  string `json:"alg,omitempty"` // RS256, RS384, PS256, PS384, ES256, ES384
	PEM  string `json:"pem"`           // a public key or a certificate
}

// Credentials are the client's keys; none if it proves itself otherwise.
func (c *Client) Credentials() []Credential {
	if c.AuthenticationMethods == nil || c.AuthenticationMethods.PrivateKeyJWT == nil {
		return nil
	}
	return c.AuthenticationMethods.PrivateKeyJWT.Credentials
}

var errKey = errors.New("not a public key or certificate in PEM, RSA or EC")

// Key reads the PEM. Its error says that it holds no RSA or EC public key.
func (k Credential) Key() (crypto.PublicKey, error) {
	block, _ := pem.Decode([]byte(k.PEM))
	if block == nil {
		return nil, errKey
	}
	if cert, err := x509.ParseCertificate(block.Bytes); err == nil {
		return known(cert.PublicKey)
	}
	if key, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		return known(key)
	}
	if key, err := x509.ParsePKCS1PublicKey(block.Bytes); err == nil {
		return key, nil
	}
	return nil, errKey
}

func known(key crypto.PublicKey) (crypto.PublicKey, error) {
	switch key.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey:
		return key, nil
	}
	return nil, errKey
}

// Algorithms are those that a key can sign with, the first unless another is
// named.
func Algorithms(key crypto.PublicKey) []string {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return []string{"RS256", "RS384", "PS256", "PS384"}
	case *ecdsa.PublicKey:
		switch key.Curve.Params().BitSize {
		case 256:
			return []string{"ES256"}
		case 384:
			return []string{"ES384"}
		}
	}
	return nil
}
