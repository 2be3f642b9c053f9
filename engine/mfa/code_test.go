package mfa_test

import (
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/mfa"
)

// The vectors of RFC 6238 Appendix B for SHA-1. They have eight digits; six are
// the last six of them, since a code is the same number modulo 10^digits.
func TestCodeOfRFC6238(t *testing.T) {
	const seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // "12345678901234567890"
	for _, c := range []struct {
		at   int64
		code string
		left int
	}{
		{59, "94287082", 1},
		{1111111109, "07081804", 1},
		{1111111111, "14050471", 29},
		{1234567890, "89005924", 30},
		{2000000000, "69279037", 10},
		{20000000000, "65353130", 10},
	} {
		code, left, err := mfa.Code(seed, time.Unix(c.at, 0))
		if err != nil || code != c.code[2:] || left != c.left {
			t.Errorf("at %d: %s, %d s left, %v; want %s, %d s", c.at, code, left, err, c.code[2:], c.left)
		}
	}
	for _, bad := range []string{"not base32!", "1", "\x00"} {
		if code, _, err := mfa.Code(bad, time.Unix(59, 0)); err == nil {
			t.Errorf("the secret %q gives a code, %s", bad, code)
		}
	}
}
