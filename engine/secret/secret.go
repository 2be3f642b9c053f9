// Package secret makes the strings that are as good as a key (codes, tokens,
// cookies) and the hashes under which they are kept.
package secret

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
)

// New makes a string of n URL-safe characters, six bits of chance each.
func New(rand io.Reader, n int) (string, error) {
	raw := make([]byte, (n*6+7)/8)
	if _, err := io.ReadFull(rand, raw); err != nil {
		return "", fmt.Errorf("reading randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)[:n], nil
}

// From makes a string of n characters of the given alphabet, each equally
// likely. The alphabet has at most 256 single-byte characters.
func From(rand io.Reader, alphabet string, n int) (string, error) {
	limit := 256 - 256%len(alphabet) // beyond it the first characters would be likelier
	out := make([]byte, 0, n)
	buf := make([]byte, 1)
	for len(out) < n {
		if _, err := io.ReadFull(rand, buf); err != nil {
			return "", fmt.Errorf("reading randomness: %w", err)
		}
		if int(buf[0]) < limit {
			out = append(out, alphabet[int(buf[0])%len(alphabet)])
		}
	}
	return string(out), nil
}

// Alphabets.
const (
	Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	UpperDigits  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	Digits       = "0123456789"
)

// Hash is what is kept of a secret that only needs comparing. Secrets from
// [New] have too much chance in them to be guessed from a fast hash; passwords
// do not, and are kept by [HashPassword].
func Hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Equal compares in a time that does not tell where the two differ.
func Equal(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
