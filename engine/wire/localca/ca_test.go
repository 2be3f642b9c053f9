package localca_test

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/wire/localca"
)

var noon = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

// machine is a clock that a test moves.
type machine struct{ now time.Time }

func (m *machine) read() time.Time { return m.now }

func newCA(t *testing.T, dir string) (*localca.CA, *machine) {
	t.Helper()
	m := &machine{noon}
	return localca.New(dir, m.read, rand.Reader), m
}

// ask is a handshake's question for a certificate.
func ask(ca *localca.CA, name string) (*x509.Certificate, error) {
	cert, err := ca.TLSConfig().GetCertificate(&tls.ClientHelloInfo{ServerName: name})
	if err != nil {
		return nil, err
	}
	return cert.Leaf, nil
}

func rootOf(t *testing.T, ca *localca.CA) *x509.Certificate {
	t.Helper()
	raw, err := os.ReadFile(ca.CertPath())
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(raw)
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestCertificatesHold(t *testing.T) {
	ca, m := newCA(t, filepath.Join(t.TempDir(), "new", "ca"))
	rows := []struct {
		asked, host string
		ok          bool
	}{
		{"localhost", "localhost", true},
		{"", "127.0.0.1", true},
		{"", "::1", true},
		{"app.localhost", "app.localhost", true},
		{"A.B.localhost.", "a.b.localhost", true},
		{"localhost", "tenant.localhost", true},
		{"playgrant.example", "playgrant.example", false},
		{"evil.example.localhost.example", "evil.example.localhost.example", false},
		{"..localhost", "..localhost", false},
		{"a\x00b.localhost", "a\x00b.localhost", false},
		{"", "127.0.0.2", false},
		{"", "192.168.0.1", false},
	}
	for _, row := range rows {
		leaf, err := ask(ca, row.asked)
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AddCert(rootOf(t, ca))
		_, err = leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: m.now, DNSName: row.host})
		if (err == nil) != row.ok {
			t.Errorf("asked for %q, seen as %q: %v", row.asked, row.host, err)
		}
	}
}

// TestTheAuthorityIsBound makes sure that a stolen key opens nothing but
// localhost.
func TestTheAuthorityIsBound(t *testing.T) {
	ca, _ := newCA(t, filepath.Join(t.TempDir(), "ca"))
	if err := ca.Ensure(); err != nil {
		t.Fatal(err)
	}
	root := rootOf(t, ca)
	if !root.PermittedDNSDomainsCritical || len(root.PermittedDNSDomains) != 1 || root.PermittedDNSDomains[0] != "localhost" {
		t.Errorf("names that it may sign for: %v", root.PermittedDNSDomains)
	}
	if len(root.PermittedIPRanges) != 2 {
		t.Errorf("addresses that it may sign for: %v", root.PermittedIPRanges)
	}
	if root.MaxPathLen != 0 || !root.MaxPathLenZero {
		t.Error("it may make other authorities")
	}
}

func TestRenewal(t *testing.T) {
	ca, m := newCA(t, filepath.Join(t.TempDir(), "ca"))
	first, err := ask(ca, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	m.now = noon.AddDate(0, 0, 80)
	if again, _ := ask(ca, "localhost"); !again.Equal(first) {
		t.Error("a certificate with ten days to go was replaced")
	}
	m.now = noon.AddDate(0, 0, 84)
	second, err := ask(ca, "localhost")
	if err != nil || second.Equal(first) || !second.NotAfter.After(m.now.AddDate(0, 0, 80)) {
		t.Errorf("six days before its end it was not replaced: %v", err)
	}
	m.now = noon.AddDate(11, 0, 0)
	if _, err := ask(ca, "localhost"); err == nil || !strings.Contains(err.Error(), "remove the directory") {
		t.Errorf("an authority past its end: %v", err)
	}
}

func TestKeptBetweenProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ca")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			ca := localca.New(dir, func() time.Time { return noon }, rand.Reader)
			leaf, err := ask(ca, "localhost")
			if err != nil {
				t.Error(err)
				return
			}
			if err := leaf.CheckSignatureFrom(rootOf(t, ca)); err != nil {
				t.Errorf("signed by an authority that was not kept: %v", err)
			}
		})
	}
	group.Wait()
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".ca-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNothingIsMadeBeforeItIsNeeded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ca")
	ca, _ := newCA(t, dir)
	_, _ = ca.TLSConfig(), ca.CertPath()
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the directory is there already: %v", err)
	}
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := filepath.Join(t.TempDir(), "ca")
	ca, _ := newCA(t, dir)
	if err := ca.Ensure(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{
		dir: 0o700, ca.CertPath(): 0o600, filepath.Join(dir, "ca-key.pem"): 0o600,
	} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", path, info.Mode().Perm(), err, want)
		}
	}
}

func TestDamage(t *testing.T) {
	other, _ := newCA(t, filepath.Join(t.TempDir(), "other"))
	if err := other.Ensure(); err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(other.CertPath())
	if err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		name, file string
		content    []byte // nil: removed
	}{
		{"an empty certificate", "ca.pem", []byte{}},
		{"noise for a certificate", "ca.pem", bytes.Repeat([]byte{0xff}, 99)},
		{"PEM around noise", "ca.pem", []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")},
		{"the certificate of another", "ca.pem", foreign},
		{"no certificate", "ca.pem", nil},
		{"no key", "ca-key.pem", nil},
		{"an empty key", "ca-key.pem", []byte{}},
		{"a certificate for a key", "ca-key.pem", foreign},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "ca")
			ca, _ := newCA(t, dir)
			if err := ca.Ensure(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, row.file)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if row.content != nil {
				if err := os.WriteFile(path, row.content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			again, _ := newCA(t, dir)
			if err := again.Ensure(); err == nil || !strings.Contains(err.Error(), "remove the directory") {
				t.Errorf("Ensure: %v; want what to do", err)
			}
		})
	}
}

func TestADirectoryThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ca, _ := newCA(t, filepath.Join(file, "ca"))
	if err := ca.Ensure(); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("Ensure: %v; want the path", err)
	}
}
