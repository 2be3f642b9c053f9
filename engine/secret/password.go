package secret

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// iterations is low on purpose: these are the passwords of a playground, they
// stand in its README, and a login must not cost more than a signature.
const iterations = 1000

// HashPassword makes what is kept of a password: "pbkdf2-sha256$n$salt$key".
func HashPassword(rand io.Reader, password string) (string, error) {
	salt, err := New(rand, 16)
	if err != nil {
		return "", err
	}
	return derive(password, salt, iterations)
}

// nobody is the hash of a password that nobody has.
const nobody = "pbkdf2-sha256$1000$nobody$"

// CheckPassword reports whether the password is the one that was hashed. With
// no hash, as for a user whom there is not, it takes as long to say no, so that
// the time does not tell which users there are.
func CheckPassword(hash, password string) bool {
	if hash == "" {
		hash = nobody
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 4 || parts[0] != "pbkdf2-sha256" {
		return false
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil || n < 1 {
		return false
	}
	got, err := derive(password, parts[2], n)
	return err == nil && Equal(got, hash)
}

// derive hashes the password before it stretches it: HMAC pads a short key
// with zero bytes, so that one with a NUL at its end would pass for the one
// without.
func derive(password, salt string, n int) (string, error) {
	sum := sha256.Sum256([]byte(password))
	key, err := pbkdf2.Key(sha256.New, string(sum[:]), []byte(salt), n, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return fmt.Sprintf("pbkdf2-sha256$%d$%s$%s", n, salt, base64.RawURLEncoding.EncodeToString(key)), nil
}
