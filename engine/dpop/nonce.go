package dpop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/playgrant/playgrant/engine/step"
)

// nonceLife is how long a nonce serves, for as many proofs as are made.
const nonceLife = 5 * time.Minute

// Nonce makes the server's nonce of the moment (RFC 9449 §8): the time, and a
// code by which the server knows it again. Nothing is kept.
func Nonce(s *step.Step) string {
	stamp := binary.BigEndian.AppendUint64(nil, uint64(s.Now.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(stamp, stampCode(s, stamp)...))
}

// nonceHolds reports whether the server has made the nonce, not long ago.
func nonceHolds(s *step.Step, nonce string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(nonce)
	if err != nil || len(raw) != 8+nonceCode || !hmac.Equal(raw[8:], stampCode(s, raw[:8])) {
		return false
	}
	made := time.Unix(int64(binary.BigEndian.Uint64(raw)), 0)
	return !made.After(s.Now) && s.Now.Before(made.Add(nonceLife))
}

const nonceCode = 16 // bytes

func stampCode(s *step.Step, stamp []byte) []byte {
	mac := hmac.New(sha256.New, s.Keys.Secret("dpop nonce"))
	mac.Write(stamp)
	mac.Write([]byte(s.Issuer))
	return mac.Sum(nil)[:nonceCode]
}
