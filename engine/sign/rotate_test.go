package sign_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/sign"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// maker makes keys that differ, small ones: nothing is signed with them here.
func maker(t *testing.T) func() (sign.Key, error) {
	t.Helper()
	return func() (sign.Key, error) {
		private, err := rsa.GenerateKey(rand.Reader, 1024)
		if err != nil {
			return sign.Key{}, err
		}
		return sign.NewKey(private, start)
	}
}

func states(keys []sign.Key) string {
	var words []string
	for _, k := range keys {
		words = append(words, k.State)
	}
	return strings.Join(words, " ")
}

func TestKeysRotate(t *testing.T) {
	fresh := maker(t)
	first, err := fresh()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := sign.Prepare([]sign.Key{first}, fresh)
	if err != nil || states(keys) != "current next" {
		t.Fatalf("%s, %v", states(keys), err)
	}
	next := keys[1].KID
	if keys, err = sign.Rotate(keys, start.Add(time.Hour), fresh); err != nil || states(keys) != "current next previous" {
		t.Fatalf("%s, %v", states(keys), err)
	}
	if keys[0].KID != next || keys[2].KID != first.KID {
		t.Errorf("the wrong key signs: %+v", keys)
	}
	if !keys[2].CurrentUntil.Equal(start.Add(time.Hour)) || !keys[0].CurrentSince.Equal(start.Add(time.Hour)) {
		t.Errorf("times: %+v", keys)
	}
	for _, kid := range []string{keys[0].KID, keys[1].KID} {
		if _, err := sign.Revoke(keys, kid, start); !errors.Is(err, sign.ErrNotPrevious) {
			t.Errorf("revoking a key that is needed: %v", err)
		}
	}
	if _, err := sign.Revoke(keys, "x", start); !errors.Is(err, sign.ErrNoKey) {
		t.Errorf("revoking an unknown key: %v", err)
	}
	if keys, err = sign.Revoke(keys, first.KID, start.Add(2*time.Hour)); err != nil || states(keys) != "current next revoked" {
		t.Fatalf("%s, %v", states(keys), err)
	}
	if keys[2].PKCS8 != nil {
		t.Error("a revoked key's private half is still there")
	}
	if _, err := sign.Revoke(keys, first.KID, start); err == nil {
		t.Error("a key was revoked twice")
	}
}

func TestKeysAreBounded(t *testing.T) {
	fresh := maker(t)
	first, err := fresh()
	if err != nil {
		t.Fatal(err)
	}
	keys := []sign.Key{first}
	for i := range sign.MaxPrevious {
		if keys, err = sign.Rotate(keys, start.Add(time.Duration(i)*time.Hour), fresh); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := sign.Rotate(keys, start, fresh); !errors.Is(err, sign.ErrTooMany) {
		t.Errorf("one more: %v", err)
	}
	for range sign.MaxRevoked + 2 {
		last := keys[2].KID
		if keys, err = sign.Revoke(keys, last, start); err != nil {
			t.Fatal(err)
		}
		if keys, err = sign.Rotate(keys, start, fresh); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(states(keys), sign.Revoked); n != sign.MaxRevoked {
		t.Errorf("%d revoked keys are remembered", n)
	}
}

func TestAFreshKeyIsNew(t *testing.T) {
	first := keys()[0]
	if _, err := sign.Rotate([]sign.Key{first}, start, func() (sign.Key, error) { return first, nil }); err == nil {
		t.Error("a key followed itself")
	}
}

func TestARevokedKeyVerifiesNothing(t *testing.T) {
	r := ring(t, keys()[0])
	token, err := r.Sign(map[string]any{"sub": "a"}, sign.Spec{Type: "JWT"})
	if err != nil {
		t.Fatal(err)
	}
	previous, revoked := keys()[0], keys()[0]
	previous.State, revoked.State, revoked.PKCS8 = sign.Previous, sign.Revoked, nil
	for _, row := range []struct {
		key   sign.Key
		keys  int
		holds bool
	}{{previous, 2, true}, {revoked, 1, false}} {
		if err := r.Reload(func() ([]sign.Key, error) { return []sign.Key{keys()[1], row.key}, nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Verify(token); (err == nil) != row.holds {
			t.Errorf("%s: %v", row.key.State, err)
		}
		if n := len(r.JWKS().Keys); n != row.keys {
			t.Errorf("%s: %d keys are published", row.key.State, n)
		}
	}
	if err := r.Reload(func() ([]sign.Key, error) { return []sign.Key{previous}, nil }); err == nil {
		t.Error("a keyring without a current key")
	}
	if _, err := r.Sign(map[string]any{}, sign.Spec{}); err != nil {
		t.Errorf("after a reload that failed: %v", err)
	}
}

// TestKeysOfOlderStores had neither a state nor a certificate.
func TestKeysOfOlderStores(t *testing.T) {
	older := keys()[0]
	want := ring(t, older).JWKS()
	older.State, older.Certificate = "", nil
	r := ring(t, older)
	if got := r.JWKS(); !got.Keys[0].Certificates[0].Equal(want.Keys[0].Certificates[0]) {
		t.Error("the certificate is another")
	}
	if _, err := r.Sign(map[string]any{}, sign.Spec{}); err != nil {
		t.Error(err)
	}
	next, err := sign.Rotate([]sign.Key{older}, start, maker(t))
	if err != nil || states(next) != "current next previous" {
		t.Errorf("%s, %v", states(next), err)
	}
}
