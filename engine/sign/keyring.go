// Package sign holds the sandbox's signing keys and makes and verifies its
// JSON Web Tokens (RFC 7519).
package sign

import (
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha1" // x5t is a SHA-1 thumbprint (RFC 7517 §4.8); nothing rests on it
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/go-jose/go-jose/v4"
)

// Algorithms in which tokens are signed (RFC 7518 §3.1): with the keyring's
// keys, or with a secret that the server shares with a client or an API.
const (
	RS256 = "RS256"
	PS256 = "PS256"
	HS256 = "HS256"
)

// Keyring signs with its current key and verifies with all of them. It is safe
// for concurrent use, also while its keys are replaced.
type Keyring struct {
	replacing sync.Mutex
	now       atomic.Pointer[ring]
	bound     *Bound
}

// ring is the keys at one time, the current one first.
type ring struct{ keys []ringKey }

type ringKey struct {
	kid     string
	private *rsa.PrivateKey
	cert    *x509.Certificate
}

// NewKeyring makes a keyring of kept keys, one of them the current one.
func NewKeyring(keys ...Key) (*Keyring, error) {
	k := &Keyring{bound: NewBound(Signers())}
	if err := k.Reload(func() ([]Key, error) { return keys, nil }); err != nil {
		return nil, err
	}
	return k, nil
}

// Reload replaces the keys by those that are kept. Calls wait for one another,
// so that the last to read them is the last to replace them.
func (k *Keyring) Reload(kept func() ([]Key, error)) error {
	k.replacing.Lock()
	defer k.replacing.Unlock()
	keys, err := kept()
	if err != nil {
		return err
	}
	r := &ring{}
	for _, key := range sorted(slices.Clone(keys)) {
		if key.state() == Revoked {
			continue
		}
		private, cert, err := key.read()
		if err != nil {
			return err
		}
		r.keys = append(r.keys, ringKey{key.KID, private, cert})
	}
	if count(keys, Current) != 1 {
		return errors.New("a keyring needs one current key")
	}
	k.now.Store(r)
	return nil
}

// pss is added to the kid of a key where it signs with PS256: clients that
// look a key up by its kid find one that names that algorithm.
const pss = "-ps256"

// kidFor names the key for an algorithm.
func (k ringKey) kidFor(alg string) string {
	if alg == PS256 {
		return k.kid + pss
	}
	return k.kid
}

// Secret is one that only this server knows, for a purpose of its own. It
// changes when the keys rotate.
func (k *Keyring) Secret(purpose string) []byte {
	mac := hmac.New(sha256.New, k.now.Load().keys[0].private.D.Bytes())
	mac.Write([]byte(purpose))
	return mac.Sum(nil)
}

// JWKS is the set of public keys (RFC 7517 §5), for RS256 unless other
// algorithms are given.
func (k *Keyring) JWKS(algorithms ...string) jose.JSONWebKeySet {
	if len(algorithms) == 0 {
		algorithms = []string{RS256}
	}
	set := jose.JSONWebKeySet{}
	for _, alg := range algorithms {
		for _, key := range k.now.Load().keys {
			thumbprint := sha1.Sum(key.cert.Raw)
			set.Keys = append(set.Keys, jose.JSONWebKey{
				Key: &key.private.PublicKey, KeyID: key.kidFor(alg), Algorithm: alg, Use: "sig",
				Certificates: []*x509.Certificate{key.cert}, CertificateThumbprintSHA1: thumbprint[:],
			})
		}
	}
	return set
}
