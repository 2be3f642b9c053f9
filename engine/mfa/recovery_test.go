package mfa_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/store"
)

func (w *world) recover(user, code string) answer {
	return w.post("/recovery", "user", user, "recovery_code", code)
}

func TestRecoveryCodeBurnsAndComesBackNew(t *testing.T) {
	w := newWorld(t)
	code := sandbox.RecoveryCode
	for range 3 {
		a := w.recover("otp@example.com", code)
		var next string
		if err := json.Unmarshal([]byte(a.body), &next); err != nil || a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if !regexp.MustCompile(`^[A-Z0-9]{24}$`).MatchString(next) || next == code {
			t.Fatalf("the new code is %q", next)
		}
		wantError(t, w.recover("otp@example.com", code), 403, "invalid_grant", "Invalid recovery_code.")
		if kept, _ := json.Marshal(w.authenticator("otp@example.com", model.KindRecoveryCode)); strings.Contains(string(kept), next) {
			t.Errorf("the code itself is kept: %s", kept)
		}
		trail, _ := json.Marshal(a.trail)
		if strings.Contains(string(trail), next) || strings.Contains(string(trail), code) {
			t.Errorf("a check tells the code: %s", trail)
		}
		code = next
	}
}

func TestRecoveryCodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, user, code string
		prepare          func(*world)
	}{
		{"none", "otp@example.com", "", nil},
		{"a wrong one", "otp@example.com", "AAAAAAAAAAAAAAAAAAAAAAAA", nil},
		{"cut off", "otp@example.com", sandbox.RecoveryCode[:23], nil},
		{"with more at its end", "otp@example.com", sandbox.RecoveryCode + "A", nil},
		{"in small letters", "otp@example.com", strings.ToLower(sandbox.RecoveryCode), nil},
		{"another user's", "phone@example.com", sandbox.RecoveryCode, nil},
		{"a user without one", "push@example.com", sandbox.RecoveryCode, nil},
		{"half a megabyte", "otp@example.com", strings.Repeat("A", 500_000), nil},
		{"switched off by the policy", "otp@example.com", sandbox.RecoveryCode, func(w *world) {
			w.setPolicy(func(p *model.Policy) { p.MFA.Factors = []string{model.FactorOTP} })
		}},
		{"not confirmed", "otp@example.com", sandbox.RecoveryCode, func(w *world) {
			a := w.authenticator("otp@example.com", model.KindRecoveryCode)
			a.Active = false
			w.update(func(tx store.Tx) error { return store.Authenticators.Put(tx, a) })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			if c.prepare != nil {
				c.prepare(w)
			}
			wantError(t, w.recover(c.user, c.code), 403, "invalid_grant", "Invalid recovery_code.")
		})
	}
}

func TestOneOfManyEqualRecoveryCodesWins(t *testing.T) {
	w := newWorld(t)
	got := race(t, func() answer { return w.recover("otp@example.com", sandbox.RecoveryCode) })
	if got[200] != 1 || got[403] != 10 {
		t.Errorf("got %v, want one 200 and ten 403", got)
	}
}
