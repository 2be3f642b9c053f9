package mfa_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sandbox"
	"github.com/playgrant/playgrant/engine/store"
)

func (w *world) otp(user, code string) answer { return w.post("/otp", "user", user, "otp", code) }

func wantRight(t *testing.T, a answer) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Errorf("got %d %s, want the code taken", a.status, a.body)
	}
}

func wantWrong(t *testing.T, a answer, rule string) {
	t.Helper()
	wantError(t, a, http.StatusForbidden, "invalid_grant", "Invalid otp_code.")
	if last := a.trail[len(a.trail)-1]; last.ID != rule || last.OK {
		t.Errorf("refused by %s, want %s", last.ID, rule)
	}
}

func TestOTPWindow(t *testing.T) {
	// A code of the step that begins at 12:00:00 is taken until the end of
	// the step after it, and from the beginning of the one before.
	for _, c := range []struct {
		name  string
		at    time.Duration // from the code's step's beginning
		right bool
	}{
		{"a step and a moment early", -30*time.Second - time.Millisecond, false},
		{"a step early", -30 * time.Second, true},
		{"a moment early", -time.Millisecond, true},
		{"in time", 0, true},
		{"at the step's end", 30*time.Second - time.Millisecond, true},
		{"a step late", 30 * time.Second, true},
		{"at the last moment", time.Minute - time.Millisecond, true},
		{"a moment too late", time.Minute, false},
		{"an hour late", time.Hour, false},
		{"a day early", -24 * time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			code := w.code(0)
			w.setTime(start.Add(c.at))
			if a := w.otp("otp@example.com", code); c.right {
				wantRight(t, a)
			} else {
				wantWrong(t, a, "otp.matches")
			}
		})
	}
}

func TestOTPIsAcceptedOnce(t *testing.T) {
	w := newWorld(t)
	older, code, newer := w.code(-1), w.code(0), w.code(1)
	wantRight(t, w.otp("otp@example.com", code))
	wantWrong(t, w.otp("otp@example.com", code), "otp.unused")
	wantWrong(t, w.otp("otp@example.com", older), "otp.unused")
	w.advance(30 * time.Second)
	wantWrong(t, w.otp("otp@example.com", code), "otp.unused")
	wantRight(t, w.otp("otp@example.com", newer))
	wantWrong(t, w.otp("otp@example.com", newer), "otp.unused")
	// Another user with the same secret has a count of their own.
	wantRight(t, w.otp("all@example.com", newer))
}

func TestOTPWhenTheClockIsMovedBack(t *testing.T) {
	w := newWorld(t)
	w.advance(30 * 24 * time.Hour)
	wantRight(t, w.otp("otp@example.com", w.code(0)))
	w.setTime(start)
	wantRight(t, w.otp("otp@example.com", w.code(0)))
	wantWrong(t, w.otp("otp@example.com", w.code(0)), "otp.unused")
	w.advance(-30 * time.Second)
	wantWrong(t, w.otp("otp@example.com", w.code(1)), "otp.unused")
}

func TestOTPRefuses(t *testing.T) {
	other, _, err := mfa.Code("KRUGS4ZANFZSA5DI", start)
	if err != nil {
		t.Fatal(err)
	}
	arabic := strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩")
	for name, spoil := range map[string]func(right string) string{
		"none":                     func(string) string { return "" },
		"five digits":              func(c string) string { return c[:5] },
		"seven digits":             func(c string) string { return c + "0" },
		"a space before":           func(c string) string { return " " + c },
		"a space after":            func(c string) string { return c + " " },
		"spaces between":           func(c string) string { return c[:3] + " " + c[3:] },
		"a sign":                   func(c string) string { return "+" + c },
		"the digits of Arabic":     arabic.Replace,
		"full-width digits":        func(c string) string { return c[:5] + string('０'+rune(c[5]-'0')) },
		"a number of another base": func(c string) string { return "0x" + c },
		"another secret's code":    func(string) string { return other },
		"letters":                  func(string) string { return "abcdef" },
		"half a megabyte":          func(c string) string { return strings.Repeat(c, 80_000) },
		"the right one repeated":   func(c string) string { return c + c },
		"emoji":                    func(string) string { return "🔐🔐🔐🔐🔐🔐" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			code := spoil(w.code(0))
			a := w.otp("otp@example.com", code)
			wantWrong(t, a, "otp.matches")
			trail, _ := json.Marshal(a.trail)
			if strings.Contains(string(trail), w.code(0)) || len(code) > 5 && strings.Contains(string(trail), code) {
				t.Errorf("a check tells the code: %.2000s", trail)
			}
			wantRight(t, w.otp("otp@example.com", w.code(0)))
		})
	}
	t.Run("a NUL", func(t *testing.T) {
		w := newWorld(t)
		wantError(t, w.otp("otp@example.com", w.code(0)+"\x00"), 400, "invalid_request", "")
	})
}

func TestOTPNeedsAnActiveApp(t *testing.T) {
	spoil := func(change func(*model.Authenticator)) func(*world) {
		return func(w *world) {
			a := w.authenticator("otp@example.com", model.KindTOTP)
			change(a)
			w.update(func(tx store.Tx) error { return store.Authenticators.Put(tx, a) })
		}
	}
	for _, c := range []struct {
		name, user string
		prepare    func(*world)
	}{
		{"a user without one", "user@example.com", func(*world) {}},
		{"a user with other factors", "phone@example.com", func(*world) {}},
		{"one not confirmed yet", "otp@example.com", spoil(func(a *model.Authenticator) { a.Active = false })},
		{"one without a secret", "otp@example.com", spoil(func(a *model.Authenticator) { a.Secret = "" })},
		{"one whose secret is no base32", "otp@example.com", spoil(func(a *model.Authenticator) { a.Secret = "!\x00" })},
		{"the factor switched off", "otp@example.com", func(w *world) {
			w.setPolicy(func(p *model.Policy) { p.MFA.Factors = []string{model.FactorPhone} })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			code := w.code(0)
			c.prepare(w)
			wantWrong(t, w.otp(c.user, code), "otp.matches")
		})
	}
}

func TestOTPOfAnyOfTheUsersApps(t *testing.T) {
	w := newWorld(t)
	u := w.user("otp@example.com")
	const second = "KRUGS4ZANFZSA5DI"
	w.update(func(tx store.Tx) error {
		return store.AddAuthenticator(tx, &model.Authenticator{
			ID: "totp|dev_0000000000000000", UserID: u.UserID, Kind: model.KindTOTP, Active: true, Secret: second, CreatedAt: start,
		})
	})
	for _, seed := range []string{second, sandbox.TOTPSecret} {
		code, _, err := mfa.Code(seed, start)
		if err != nil {
			t.Fatal(err)
		}
		wantRight(t, w.otp("otp@example.com", code))
		wantWrong(t, w.otp("otp@example.com", code), "otp.unused")
	}
}
