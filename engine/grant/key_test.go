package grant_test

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"
)

// testKey is one signing key for all tests: making one takes longer than most
// of them.
var testKey = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})
