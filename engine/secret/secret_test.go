package secret_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/secret"
)

func chance() io.Reader { return rand.NewChaCha8([32]byte{7}) }

func TestSecretsHaveTheirLengthAndAlphabet(t *testing.T) {
	r := chance()
	seen := map[string]bool{}
	for n := range 100 {
		s, err := secret.New(r, n)
		if err != nil || len(s) != n {
			t.Fatalf("New(%d) = %q, %v", n, s, err)
		}
		if strings.Trim(s, secret.Alphanumeric+"-_") != "" {
			t.Errorf("%q is not URL-safe", s)
		}
		if n > 8 && seen[s[:8]] {
			t.Errorf("%q begins like another", s)
		}
		seen[s[:min(n, 8)]] = true
	}
}

func TestFromDrawsEachCharacterEquallyOften(t *testing.T) {
	const n = 26_000
	s, err := secret.From(chance(), secret.Alphanumeric[:26], n)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range secret.Alphanumeric[:26] {
		if got := strings.Count(s, string(c)); got < 850 || got > 1150 {
			t.Errorf("%q came %d times of %d", c, got, n)
		}
	}
}

func TestChanceThatRunsOutIsAnError(t *testing.T) {
	if s, err := secret.New(bytes.NewReader([]byte{1}), 40); err == nil {
		t.Errorf("New gave %q", s)
	}
	if s, err := secret.From(bytes.NewReader(nil), secret.Digits, 6); err == nil {
		t.Errorf("From gave %q", s)
	}
	if h, err := secret.HashPassword(bytes.NewReader(nil), "x"); err == nil {
		t.Errorf("HashPassword gave %q", h)
	}
}

func TestHashesTellSecretsApart(t *testing.T) {
	if a, again := secret.Hash("a"), secret.Hash("a"); a == secret.Hash("b") || a != again || strings.Contains(secret.Hash("opensesame"), "opensesame") {
		t.Error("a hash is not one")
	}
	if !secret.Equal("a", "a") || secret.Equal("a", "b") || secret.Equal("a", "aa") {
		t.Error("Equal is wrong")
	}
}

func TestPasswords(t *testing.T) {
	r := chance()
	one, err := secret.HashPassword(r, "opensesame")
	if err != nil {
		t.Fatal(err)
	}
	other, err := secret.HashPassword(r, "opensesame")
	if err != nil || one == other {
		t.Errorf("two users with one password have one hash: %q, %v", one, err)
	}
	if !secret.CheckPassword(one, "opensesame") || !secret.CheckPassword(other, "opensesame") {
		t.Error("the right password is wrong")
	}
	for _, wrong := range []string{"", "Opensesame", "opensesame ", strings.Repeat("x", 1<<16), "opensesame\x00"} {
		if secret.CheckPassword(one, wrong) {
			t.Errorf("%.20q passed", wrong)
		}
	}
	for _, hash := range []string{"", "opensesame", "pbkdf2-sha256$0$salt$key", "pbkdf2-sha256$x$salt$key", "md5$1$salt$key", "pbkdf2-sha256$1000$salt"} {
		if secret.CheckPassword(hash, "opensesame") {
			t.Errorf("a password passed against %q", hash)
		}
	}
}

// TestNoHashIsAsMuchWork holds by what the work allocates, which no machine is
// too slow for. A pool that is empty adds one or the other.
func TestNoHashIsAsMuchWork(t *testing.T) {
	hash, err := secret.HashPassword(chance(), "opensesame")
	if err != nil {
		t.Fatal(err)
	}
	work := func(hash string) float64 {
		return testing.AllocsPerRun(3, func() {
			if secret.CheckPassword(hash, "wrong") {
				t.Error("a wrong password passed")
			}
		})
	}
	if none, some := work(""), work(hash); 2*none < some || some < 10 {
		t.Errorf("%v allocations without a hash, %v with one", none, some)
	}
}
