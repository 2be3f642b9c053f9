// Package localca makes certificates for localhost, from an authority that is
// made on this machine and trusted only by those who choose to.
//
// The authority may sign for localhost and loopback addresses alone (RFC 5280
// §4.2.1.10), so trusting it opens nothing else even if its key gets out.
package localca

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The authority's files. Both are for the user's eyes only.
const (
	certFile = "ca.pem"
	keyFile  = "ca-key.pem"
)

// CA is an authority kept in a directory. It is safe for concurrent use.
type CA struct {
	dir  string
	now  func() time.Time
	rand io.Reader

	mu     sync.Mutex
	root   *authority // nil until it is needed
	leaves map[string]*leaf
}

type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// New names the directory of an authority. Nothing is read or made before it
// is needed. now is the machine's time, and rand where serial numbers and keys
// come from.
func New(dir string, now func() time.Time, rand io.Reader) *CA {
	return &CA{dir: dir, now: now, rand: rand, leaves: map[string]*leaf{}}
}

// CertPath is where the authority's certificate is, once there is one.
func (c *CA) CertPath() string { return filepath.Join(c.dir, certFile) }

// Ensure makes the authority if there is none yet, and says what is wrong with
// one that cannot be used.
func (c *CA) Ensure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.authority()
	return err
}

// authority reads the authority, or makes it. When several processes make one
// at once, all use that of the first to finish.
func (c *CA) authority() (*authority, error) {
	if c.root == nil {
		root, err := c.open()
		if err != nil {
			return nil, fmt.Errorf("the local certificate authority in %s: %w", c.dir, err)
		}
		c.root = root
	}
	if now := c.now(); now.Before(c.root.cert.NotBefore) || now.After(c.root.cert.NotAfter) {
		return nil, fmt.Errorf("the local certificate authority in %s is valid from %s to %s; remove the directory to have a new one made, and trust that",
			c.dir, c.root.cert.NotBefore.Format(time.DateOnly), c.root.cert.NotAfter.Format(time.DateOnly))
	}
	return c.root, nil
}

func (c *CA) open() (*authority, error) {
	root, err := c.read()
	if !errors.Is(err, fs.ErrNotExist) {
		return root, err
	}
	parent := filepath.Dir(c.dir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, err
	}
	fresh, err := os.MkdirTemp(parent, ".ca-*") // with mode 0700
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	if err := c.make(fresh); err != nil {
		return nil, err
	}
	_ = os.Remove(c.dir) // an empty one would be in the way on Windows
	// A directory is renamed as a whole, and never onto one that holds files.
	failed := os.Rename(fresh, c.dir)
	root, err = c.read()
	if failed != nil && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w (%w)", errDamaged, failed)
	}
	return root, err
}
