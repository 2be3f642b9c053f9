package tui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/screen"
)

func TestPolicyFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
		suffix := fmt.Sprintf(".%dx%d.txt", size[0], size[1])
		f := newFakePhone()
		d := drive(t, f.wire(), lessons(t), size[0], size[1])
		scene := func(name string, keys ...string) {
			t.Helper()
			d.press(keys...)
			expect(t, "policy-"+name+suffix, trimmed(d.frame()))
		}
		scene("start", "f")
		scene("always", "enter")
		scene("flow", "down", "down", "down", "enter")
		scene("factor", "down", "enter")
		f.refuse = "The member mfa.factors is not a list of factors."
		scene("refused", "enter")
		f.refuse = ""
		scene("last", "G")
		scene("users", "tab", "down", "down")
		scene("blocked", "enter")
	}
}

// TestPolicyIsEdited holds each row against what the real sandbox keeps.
func TestPolicyIsEdited(t *testing.T) {
	w := realEngine(t)
	d := drive(t, w, lessons(t), 120, 40)
	first := ""
	policy := func() string {
		t.Helper()
		v, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p := v.Policy
		first = v.Users[0].Email
		return fmt.Sprintln(p.MFA.When, p.MFA.Flows, p.MFA.Factors, p.Dialect, p.RevokeRefreshTokenGrant, p.AutoLogin, p.DefaultAudience)
	}
	for _, tt := range []struct {
		keys []string
		want string
	}{
		{[]string{"f", "enter"}, "always [authorize password] [otp phone push-notification email recovery-code] auth0 false  \n"},
		{[]string{"right"}, "never [authorize password] [otp phone push-notification email recovery-code] auth0 false  \n"},
		{[]string{"left", "left"}, "enrolled [authorize password] [otp phone push-notification email recovery-code] auth0 false  \n"},
		{[]string{"down", "enter"}, "enrolled [password] [otp phone push-notification email recovery-code] auth0 false  \n"},
		{[]string{"down", "down", "enter"}, "enrolled [password refresh_token] [otp phone push-notification email recovery-code] auth0 false  \n"},
		{[]string{"up", "up", "enter"}, "enrolled [authorize password refresh_token] [otp phone push-notification email recovery-code] auth0 false  \n"},
		{[]string{"down", "down", "down", "down", "enter"}, "enrolled [authorize password refresh_token] [otp push-notification email recovery-code] auth0 false  \n"},
		{[]string{"G", "up", "up", "up", "up", "enter"}, "enrolled [authorize password refresh_token] [otp push-notification email recovery-code] oidc false  \n"},
		{[]string{"down", "enter"}, "enrolled [authorize password refresh_token] [otp push-notification email recovery-code] oidc true  \n"},
		{[]string{"down", "enter", "down", "enter"}, "enrolled [authorize password refresh_token] [otp push-notification email recovery-code] oidc true FIRST \n"},
		{[]string{"G", "up", "enter", "down", "enter"}, "enrolled [authorize password refresh_token] [otp push-notification email recovery-code] oidc true FIRST https://expenses.example/api\n"},
		{[]string{"enter", "enter"}, "enrolled [authorize password refresh_token] [otp push-notification email recovery-code] oidc true FIRST \n"},
	} {
		d.press(tt.keys...)
		got := policy()
		if diff := cmp.Diff(strings.ReplaceAll(tt.want, "FIRST", first), got); diff != "" {
			t.Errorf("after %v (-want +got):\n%s\n%s", tt.keys, diff, d.frame())
		}
		d.sees("✓ in effect  PATCH /sandbox/policy")
	}
}

func TestBlockingAUser(t *testing.T) {
	w := realEngine(t)
	d := drive(t, w, lessons(t), 120, 40)
	blocked := func(email string) bool {
		t.Helper()
		v, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range v.Users {
			if u.Email == email {
				return u.Blocked
			}
		}
		t.Fatalf("no %s", email)
		return false
	}
	d.press("f", "tab", "G")
	user := d.app.top().User()
	was := blocked(user)
	d.press("enter")
	if blocked(user) == was {
		t.Errorf("%s is as before:\n%s", user, d.frame())
	}
	d.sees("✓ in effect  PATCH /sandbox/users/", `{"blocked":`)
	d.press("enter")
	if blocked(user) != was {
		t.Errorf("%s is not as before", user)
	}
	d.press("m")
	d.sees("Inbox of " + user)
	d.press("esc")
	d.sees("Users and their factors")
}

// TestFactorsAreEditedInPlace gives a user an app, which a login then asks for,
// and takes it again.
func TestFactorsAreEditedInPlace(t *testing.T) {
	w := realEngine(t)
	d := drive(t, w, lessons(t), 120, 40)
	factors := func(email string) (ids []string) {
		t.Helper()
		v, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range v.Users {
			if u.Email == email {
				for _, f := range u.Factors {
					ids = append(ids, f.ID)
				}
			}
		}
		return ids
	}
	d.press("f", "tab", "G")
	user := d.app.top().User()
	before := factors(user)
	d.press("e")
	d.sees("Factors of "+user, "Give an authenticator app")
	d.press("enter")
	after := factors(user)
	if len(after) != len(before)+1 {
		t.Fatalf("%s has %v, and had %v:\n%s", user, after, before, d.frame())
	}
	d.sees("✓ in effect  POST /sandbox/users/", `{"type":"otp"}`)
	d.press("e")
	for range 5 {
		d.press("down")
	}
	d.press("enter")
	d.sees("the recovery code is ")
	d.press("e")
	for range 6 { // past all that can be given
		d.press("down")
	}
	d.press("enter")
	if got := factors(user); len(got) != len(before)+1 {
		t.Errorf("%s still has %v:\n%s", user, got, d.frame())
	}
	d.sees("✓ in effect  DELETE /sandbox/users/")
	d.press("tab")
	if strings.Contains(d.frame(), "edit factors") {
		t.Error("e is named where it does nothing")
	}
}

func TestPolicyRefused(t *testing.T) {
	f := newFakePhone()
	f.refuse = "No: \x1b[2Jnot like this"
	d := drive(t, f.wire(), lessons(t), 80, 24)
	d.press("f", "enter")
	d.sees("✗ refused", "No: ␛[2Jnot like this", "It is as it was", "[enrolled]")
	d.press("down")
	if strings.Contains(d.frame(), "refused") {
		t.Error("the refusal stays")
	}
}

func TestPolicyWithoutTheSandbox(t *testing.T) {
	d := drive(t, demos.Wire{Base: base, HTTP: broken{}}, lessons(t), 80, 24)
	d.press("f")
	d.sees("The policy could not be read", "enter looks again")
	d.press("down", "right", "tab", "enter", "u", "m")
	d.sees("The phone could not be read")
}

// TestPolicyAtRest asks for nothing by itself.
func TestPolicyAtRest(t *testing.T) {
	f := newFakePhone()
	d := drive(t, f.wire(), lessons(t), 80, 24)
	d.press("f")
	f.asked = nil
	d.send(screen.Tick{})
	if len(f.asked) > 0 || d.app.ticking {
		t.Errorf("asks %v", f.asked)
	}
}

// TestADialectFromOutsideIsNamed: what the policy says of it does not hold, and
// the screen does not pretend that it did.
func TestADialectFromOutsideIsNamed(t *testing.T) {
	d := drive(t, realEngine(t), lessons(t), 120, 40, func(c *Config) { c.Dialect = "oidc" })
	d.press("f")
	for range 11 {
		d.press("down")
	}
	d.sees("started with the dialect oidc")
	if strings.Contains(d.frame(), "Answers are Auth0's") {
		t.Error("the policy's dialect is said to hold")
	}
}

// TestSigningKeysAreRotated from the policy, and an old one is revoked there:
// the JWKS says so to apps.
func TestSigningKeysAreRotated(t *testing.T) {
	w := realEngine(t)
	d := drive(t, w, lessons(t), 120, 40)
	kids := func() (current string, published int) {
		t.Helper()
		v, err := d.app.c.Remote.Sandbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range v.SigningKeys {
			if k.Current {
				current = k.KID
			}
		}
		keys, err := d.app.c.Remote.JWKS(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return current, len(keys.Keys)
	}
	first, before := kids()
	d.press("f", "G")
	d.sees("▸ signing key", first[:12], "Its public half is in")
	d.press("enter")
	d.sees("Signing keys", "Rotate: let another key sign", first[:11]+"… began to sign now. A next one is made.")
	d.press("esc")
	if now, _ := kids(); now != first {
		t.Errorf("esc rotates: %s signs", now)
	}
	d.press("enter", "enter")
	second, published := kids()
	d.sees("✓ in effect  POST /sandbox/keys/signing/rotate", "now signs: "+second)
	if second == first || published <= before {
		t.Errorf("%s signs after %s; %d keys are published, %d were", second, first, published, before)
	}
	d.press("enter", "down")
	d.sees(second[:11] + "… began to sign now")
	d.sees("Revoke "+first[:12], "It signed until now")
	d.press("enter")
	d.sees("Every token that it signed is refused")
	d.press("esc")
	if _, left := kids(); left != published {
		t.Errorf("a key was revoked unasked: %d are published, %d were", left, published)
	}
	d.press("enter", "down", "enter", "down", "enter")
	d.sees("/revoke")
	if now, left := kids(); now != second || left != published-1 {
		t.Errorf("%s signs; %d keys are published, %d were", now, left, published)
	}
}
