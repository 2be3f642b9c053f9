package mfa_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/store"
)

var deviceID = regexp.MustCompile(`\|dev_[A-Za-z0-9]{16}"`)

func TestAuthenticatorsOnTheWire(t *testing.T) {
	const (
		otp      = `{"id":"totp|dev_ID","authenticator_type":"otp","type":"otp","active":true}`
		sms      = `{"id":"sms|dev_ID","authenticator_type":"oob","type":"phone","oob_channel":"sms","name":"XXXXXXXX0100","active":true}`
		recovery = `{"id":"recovery-code|dev_ID","authenticator_type":"recovery-code","type":"recovery-code","active":true}`
	)
	mail := func(name string) string {
		return `{"id":"email|dev_ID","authenticator_type":"oob","type":"email","oob_channel":"email","name":"` + name + `","active":true}`
	}
	push := func(name string) string {
		return `{"id":"push|dev_ID","authenticator_type":"oob","type":"push-notification","oob_channel":"auth0","name":"` + name + `","active":true}`
	}
	for user, want := range map[string][]string{
		"user@example.com":  {},
		"otp@example.com":   {otp, recovery},
		"phone@example.com": {sms, recovery},
		"email@example.com": {mail("e***@example.com")},
		"push@example.com":  {otp, push("Pia's phone")},
		"all@example.com":   {otp, push("Al's phone"), sms, recovery, mail("a***@example.com")},
	} {
		t.Run(user, func(t *testing.T) {
			w := newWorld(t)
			w.setPolicy(func(p *model.Policy) { p.MFA.When = model.MFAAlways })
			a := w.list("Bearer " + w.begin(user))
			got := deviceID.ReplaceAllString(a.body, `|dev_ID"`)
			if want := "[" + strings.Join(want, ",") + "]"; a.status != http.StatusOK || got != want {
				t.Errorf("%d\n got %s\nwant %s", a.status, got, want)
			}
		})
	}
}

func TestAuthenticatorsInTheOrderOfEnrolment(t *testing.T) {
	w := newWorld(t)
	u := w.user("otp@example.com")
	w.update(func(tx store.Tx) error {
		for i, id := range []string{"voice|dev_9999999999999999", "sms|dev_0000000000000000"} {
			kind, _, _ := strings.Cut(id, "|")
			if err := store.AddAuthenticator(tx, &model.Authenticator{
				ID: id, UserID: u.UserID, Kind: kind, Name: "+4912345\x1b[2J", CreatedAt: start.Add(time.Duration(i+1) * time.Second),
			}); err != nil {
				return err
			}
		}
		return nil
	})
	a := w.list("Bearer " + w.begin("otp@example.com"))
	var got []struct {
		ID      string
		Channel string `json:"oob_channel"`
		Active  bool
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || len(got) != 4 {
		t.Fatalf("%v: %s", err, a.body)
	}
	for i, want := range []string{"totp", "recovery-code", "voice", "sms"} {
		if kind, _, _ := strings.Cut(got[i].ID, "|"); kind != want {
			t.Errorf("number %d is %s, want %s", i, kind, want)
		}
	}
	// Enrolments that were not confirmed are listed too, as what they are.
	if v := got[2]; v.Active || v.Channel != "voice" {
		t.Errorf("the unconfirmed one: %+v", v)
	}
}

// access signs an access token for the MFA API, with some claims changed; nil
// takes one away.
func (w *world) access(change map[string]any) string {
	w.t.Helper()
	claims := map[string]any{
		"iss": issuer, "sub": w.user("otp@example.com").UserID, "aud": issuer + "mfa/", "azp": "trusted-app",
		"iat": start.Unix(), "exp": start.Add(10 * time.Minute).Unix(), "scope": "enroll read:authenticators",
	}
	for name, value := range change {
		claims[name] = value
		if value == nil {
			delete(claims, name)
		}
	}
	token, err := w.keys.Sign(claims, sign.Spec{Type: "JWT"})
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

func TestAuthenticatorsTakeAnAccessTokenForTheMFAAPI(t *testing.T) {
	w := newWorld(t)
	for _, authorization := range []string{
		"Bearer " + w.access(nil),
		"bearer  " + w.access(nil),
		"Bearer " + w.access(map[string]any{"aud": []string{issuer + "userinfo", issuer + "mfa/"}}),
		"Bearer " + w.access(map[string]any{"exp": start.Unix() + 1}),
	} {
		if a := w.list(authorization); a.status != http.StatusOK || !strings.Contains(a.body, "totp|") {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
}

func TestAuthenticatorsRefuse(t *testing.T) {
	with := func(name string, value any) func(*world) string {
		return func(w *world) string { return "Bearer " + w.access(map[string]any{name: value}) }
	}
	is := func(s string) func(*world) string { return func(*world) string { return s } }
	for _, c := range []struct {
		name          string
		authorization func(*world) string
		status        int
		code          string
	}{
		{"no header", is(""), 401, "invalid_token"},
		{"no token", is("Bearer"), 401, "invalid_token"},
		{"a space for a token", is("Bearer   "), 401, "invalid_token"},
		{"a token without a scheme", func(w *world) string { return w.begin("otp@example.com") }, 401, "invalid_token"},
		{"another scheme", is("Basic dHJ1c3RlZC1hcHA6eA=="), 401, "invalid_token"},
		{"garbage", is("Bearer garbage"), 401, "invalid_grant"},
		{"an unknown mfa_token", is("Bearer Fe26.2*abc"), 401, "invalid_grant"},
		{"an mfa_token with dots", is("Bearer Fe26.2*a.b"), 401, "invalid_grant"},
		{"a huge token", is("Bearer " + strings.Repeat("A", 1<<20)), 401, "invalid_grant"},
		{"control characters", is("Bearer \x01\x02"), 401, "invalid_grant"},
		{"no JWT, though it has dots", is("Bearer a.b.c"), 401, "invalid_token"},
		{"a JWT without a signature", func(w *world) string {
			tok := w.access(nil)
			return "Bearer " + tok[:strings.LastIndex(tok, ".")+1]
		}, 401, "invalid_token"},
		{"alg none", is("Bearer eyJhbGciOiJub25lIn0.e30."), 401, "invalid_token"},
		{"an expired mfa_token", func(w *world) string {
			tok := w.begin("otp@example.com")
			w.advance(10 * time.Minute)
			return "Bearer " + tok
		}, 401, "expired_token"},
		{"a spent mfa_token", func(w *world) string {
			tok := w.begin("otp@example.com")
			w.post("/spend", "user", "otp@example.com", "mfa_token", tok)
			return "Bearer " + tok
		}, 401, "invalid_grant"},
		{"an expired access token", with("exp", start.Unix()), 401, "invalid_token"},
		{"no exp", with("exp", nil), 401, "invalid_token"},
		{"an exp that is no number", with("exp", "tomorrow"), 401, "invalid_token"},
		{"another API's", with("aud", "https://expenses.example/api"), 401, "invalid_token"},
		{"no audience", with("aud", nil), 401, "invalid_token"},
		{"an audience of a strange kind", with("aud", map[string]any{"a": 1}), 401, "invalid_token"},
		{"another issuer's", with("iss", "https://localhost:2884/"), 401, "invalid_token"},
		{"another scope", with("scope", "enroll remove:authenticators"), 403, "insufficient_scope"},
		{"half a scope", with("scope", "read:authenticators2"), 403, "insufficient_scope"},
		{"no scope", with("scope", nil), 403, "insufficient_scope"},
		{"an unknown subject", with("sub", "auth0|nobody"), 401, "invalid_token"},
		{"no subject", with("sub", nil), 401, "invalid_token"},
		{"a subject with a NUL", with("sub", "a\x00b"), 401, "invalid_token"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			a := w.list(c.authorization(w))
			wantError(t, a, c.status, c.code, "")
			if !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
				t.Error("RFC 6750 §3 asks for WWW-Authenticate")
			}
		})
	}
}
