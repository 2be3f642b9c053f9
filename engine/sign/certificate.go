package sign

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
)

// years is how long a key's certificate is valid. Verifiers look at the key in
// it, not at its dates.
const years = 13

// certificate wraps the public key in a certificate that it signs itself, for
// the libraries that read x5c (RFC 7517 §4.7). The same key gives the same
// one: an RSA signature of this kind takes no chance.
func certificate(private *rsa.PrivateKey, k Key) (*x509.Certificate, error) {
	serial := sha256.Sum256([]byte(k.KID))
	template := &x509.Certificate{
		SerialNumber:       new(big.Int).SetBytes(serial[:8]),
		Subject:            pkix.Name{CommonName: "Playgrant"},
		NotBefore:          k.CreatedAt,
		NotAfter:           k.CreatedAt.AddDate(years, 0, 0),
		SignatureAlgorithm: x509.SHA256WithRSA,
	}
	der, err := x509.CreateCertificate(nil, template, template, &private.PublicKey, private)
	if err != nil {
		return nil, fmt.Errorf("making a certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}
