package localca

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// rootLife is how long an authority is valid.
const rootLife = 10 * 365 * 24 * time.Hour

// skew is how far back certificates are valid, for clocks that are behind.
const skew = 24 * time.Hour

var errDamaged = errors.New("its files are damaged; remove the directory to have a new one made, and trust that")

// make writes a new authority into dir.
func (c *CA) make(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), c.rand)
	if err != nil {
		return err
	}
	serial, err := serialNumber(c.rand)
	if err != nil {
		return err
	}
	now := c.now()
	template := &x509.Certificate{
		SerialNumber:                serial,
		Subject:                     pkix.Name{Organization: []string{"Playgrant"}, CommonName: "Playgrant local CA"},
		NotBefore:                   now.Add(-skew),
		NotAfter:                    now.Add(rootLife),
		KeyUsage:                    x509.KeyUsageCertSign,
		BasicConstraintsValid:       true,
		IsCA:                        true,
		MaxPathLenZero:              true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"localhost"}, // and all below it
		PermittedIPRanges: []*net.IPNet{
			{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
			{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
		},
	}
	cert, err := x509.CreateCertificate(c.rand, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		write(filepath.Join(dir, keyFile), "PRIVATE KEY", private),
		write(filepath.Join(dir, certFile), "CERTIFICATE", cert),
	)
}

func write(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

// read reads the authority's files.
func (c *CA) read() (*authority, error) {
	certDER, err := readPEM(c.CertPath(), "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	keyDER, err := readPEM(filepath.Join(c.dir, keyFile), "PRIVATE KEY")
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: %w", keyFile, errDamaged)
	}
	if err != nil {
		return nil, err
	}
	cert, certErr := x509.ParseCertificate(certDER)
	private, keyErr := x509.ParsePKCS8PrivateKey(keyDER)
	if certErr != nil || keyErr != nil {
		return nil, errDamaged
	}
	key, ok := private.(crypto.Signer)
	if !ok || !cert.IsCA || !samePublicKey(key.Public(), cert.PublicKey) {
		return nil, errDamaged
	}
	return &authority{cert: cert, key: key}, nil
}

func readPEM(path, kind string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil || block.Type != kind {
		return nil, errDamaged
	}
	return block.Bytes, nil
}

func samePublicKey(a, b crypto.PublicKey) bool {
	key, ok := a.(*ecdsa.PublicKey)
	return ok && key.Equal(b)
}

// serialNumber has more than the 64 random bits that are asked for (CA/Browser
// Forum Baseline Requirements §7.1).
func serialNumber(rand io.Reader) (*big.Int, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(rand, raw); err != nil {
		return nil, err
	}
	raw[0] &= 0x7f // a serial number is positive (RFC 5280 §4.1.2.2)
	return new(big.Int).SetBytes(raw), nil
}
