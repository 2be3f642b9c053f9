package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"strings"
	"time"
)

const (
	// leafLife stays well under what browsers take at most.
	leafLife = 90 * 24 * time.Hour
	// renewBefore is how long before its end a certificate is replaced.
	renewBefore = 7 * 24 * time.Hour
	// maxLeaves bounds what clients can make us remember.
	maxLeaves = 64
)

type leaf struct {
	cert    *tls.Certificate
	expires time.Time
}

// TLSConfig serves certificates for localhost, 127.0.0.1, ::1 and all names
// below localhost. The authority is opened, or made, at the first connection.
func (c *CA) TLSConfig() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: c.certificate,
	}
}

func (c *CA) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := below(hello.ServerName)
	now := c.now()
	if l := c.leaves[name]; l != nil && now.Before(l.expires.Add(-renewBefore)) && !now.Before(l.cert.Leaf.NotBefore) {
		return l.cert, nil
	}
	root, err := c.authority()
	if err != nil {
		return nil, err
	}
	l, err := c.issue(root, name)
	if err != nil {
		return nil, err
	}
	if len(c.leaves) >= maxLeaves {
		clear(c.leaves)
	}
	c.leaves[name] = l
	return l.cert, nil
}

// below is the name asked for if it is one below localhost, and "" otherwise.
// Such a name has to stand in the certificate itself: OpenSSL, and with it
// curl and Python, and Node.js take no *.localhost.
func below(name string) string {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	odd := strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && r != '.' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
	if odd || !strings.HasSuffix(name, ".localhost") || strings.HasPrefix(name, ".") || strings.Contains(name, "..") {
		return ""
	}
	return name
}

func (c *CA) issue(root *authority, name string) (*leaf, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), c.rand)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber(c.rand)
	if err != nil {
		return nil, err
	}
	now := c.now()
	expires := now.Add(leafLife)
	if expires.After(root.cert.NotAfter) {
		expires = root.cert.NotAfter
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"Playgrant"}, CommonName: "localhost"},
		NotBefore:    now.Add(-skew),
		NotAfter:     expires,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost", "*.localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1).To4(), net.IPv6loopback},
	}
	if name != "" {
		template.DNSNames = append(template.DNSNames, name)
	}
	der, err := x509.CreateCertificate(c.rand, template, root.cert, key.Public(), root.key)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &leaf{cert: &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: parsed}, expires: expires}, nil
}
