package mfa_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

const all = "all@example.com"

func (a *api) remove(token, id string) answer {
	a.t.Helper()
	return a.json("DELETE", "/mfa/authenticators/"+url.PathEscape(id), token, "")
}

func TestRemove(t *testing.T) {
	for _, row := range []struct {
		user, kind string
		left       string // kinds that remain
	}{
		{"otp@example.com", "totp", "recovery-code"},
		{"otp@example.com", "recovery-code", "totp"},
		{pia, "push", ""},
		{pia, "totp", ""}, // twins, whichever is named
		{all, "push", "totp sms recovery-code email"},
		{all, "sms", "totp push recovery-code email"},
	} {
		t.Run(row.user+" "+row.kind, func(t *testing.T) {
			bothDialects(t, func(t *testing.T, a *api, _ bool) {
				access := a.manage(row.user, "remove:authenticators read:authenticators")
				id := a.authenticatorID(row.user, row.kind)
				if got := a.remove(access, id); got.status != 204 || got.body != "" || got.header.Get("Content-Type") != "" {
					t.Fatalf("%d %q", got.status, got.body)
				}
				var left []string
				for part := range strings.SplitSeq(a.authenticators(access), `"id":"`) {
					if kind, _, ok := strings.Cut(part, "|"); ok {
						left = append(left, kind)
					}
				}
				if got := strings.Join(left, " "); got != row.left {
					t.Errorf("%q is left, want %q", got, row.left)
				}
				wantError(t, a.remove(access, id), 404, "not_found", "")
			})
		})
	}
}

func TestTwinsOfAPhoneGoTogether(t *testing.T) {
	a := newAPI(t)
	access := a.manage("otp@example.com", "enroll remove:authenticators read:authenticators")
	oob := a.json("POST", "/mfa/associate", access, enrolling("voice", number)).member(t, "oob_code")
	a.finish("oob", access, "oob_code", oob, "binding_code", a.code("otp@example.com"))
	if got := a.remove(access, a.authenticatorID("otp@example.com", "sms")); got.status != 204 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if got := a.authenticators(access); strings.Contains(got, "voice") || strings.Contains(got, "sms") {
		t.Errorf("left: %s", got)
	}
}

func TestRemovingTheLastFactorEndsMFA(t *testing.T) {
	a := newAPI(t)
	access := a.manage("otp@example.com", "remove:authenticators")
	a.remove(access, a.authenticatorID("otp@example.com", "totp"))
	got := a.post("/oauth/token", "grant_type", "password", "username", "otp@example.com", "password", "opensesame")
	if got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestRemoveRefuses(t *testing.T) {
	mine := func(a *api) string { return a.authenticatorID(all, "sms") }
	named := func(id string) func(*api) string { return func(*api) string { return id } }
	granted := func(a *api) string { return a.manage(all, "remove:authenticators") }
	for _, row := range []struct {
		name      string
		token     func(*api) string
		id        func(*api) string
		status    int
		err       string
		challenge string
	}{
		{"no token", func(*api) string { return "" }, mine, 401, "invalid_token", "Bearer"},
		{"an mfa_token", func(a *api) string { return a.token(all) }, mine, 401, "invalid_token", `Bearer error="invalid_token"`},
		{"garbage", func(*api) string { return "garbage" }, mine, 401, "invalid_token", `Bearer error="invalid_token"`},
		{"a token without the scope", func(a *api) string { return a.manage(all, "enroll read:authenticators") }, mine, 403, "insufficient_scope", `Bearer error="insufficient_scope"`},
		{"a token of another API", func(a *api) string {
			return a.post("/oauth/token", "grant_type", "password", "username", uma, "password", "opensesame",
				"audience", "https://expenses.example/api").member(a.t, "access_token")
		}, mine, 401, "invalid_token", `Bearer error="invalid_token"`},
		{"a token that expired", func(a *api) string {
			token := granted(a)
			a.advance(10 * time.Minute)
			return token
		}, mine, 401, "invalid_token", `Bearer error="invalid_token"`},
		{"a user who was blocked", func(a *api) string {
			token := granted(a)
			a.Do("PATCH", "/sandbox/users/"+all, `{"blocked": true}`)
			return token
		}, mine, 401, "invalid_token", `Bearer error="invalid_token"`},
		{"an unknown id", granted, named("sms|dev_0000000000000000"), 404, "not_found", ""},
		{"no id at all", granted, named(" "), 404, "not_found", ""},
		{"an id with a NUL", granted, named("sms|dev_\x00"), 404, "not_found", ""},
		{"half a kilobyte", granted, named(strings.Repeat("x", 512)), 404, "not_found", ""},
		{"another user's", granted, func(a *api) string { return a.authenticatorID(pia, "push") }, 404, "not_found", ""},
		{"the user's verified email", granted, func(a *api) string { return a.authenticatorID(all, "email") }, 403, "access_denied", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newAPI(t)
			id := row.id(a)
			got := a.remove(row.token(a), id)
			wantError(t, got, row.status, row.err, "")
			if challenge := got.header.Get("WWW-Authenticate"); challenge != row.challenge {
				t.Errorf("WWW-Authenticate %q, want %q", challenge, row.challenge)
			}
			a.policy(`{"mfa": {"when": "enrolled"}}`)
			mine(a) // still there
		})
	}
}

func TestFactorsAreSwitchedOffEverywhere(t *testing.T) {
	a := newAPI(t)
	token := a.token(all)
	sms := a.authenticatorID(all, "sms")
	a.policy(`{"mfa": {"factors": ["otp", "email"]}}`)
	if got := a.authenticators(token); strings.Contains(got, "sms") || strings.Contains(got, "push") || !strings.Contains(got, "email") {
		t.Errorf("listed: %s", got)
	}
	wantError(t, a.post("/mfa/challenge", "mfa_token", token, "authenticator_id", sms), 404, "invalid_grant", "")
	wantError(t, a.post("/mfa/challenge", "mfa_token", token, "challenge_type", "oob", "oob_channel", "sms"), 403, "unsupported_challenge_type", "")
	wantError(t, a.finish("recovery-code", token, "recovery_code", "RECOVERYCODEFORTHEOTPUSE"), 403, "invalid_grant", "")
	refused := a.post("/oauth/token", "grant_type", "password", "username", all, "password", "opensesame")
	if want := `"mfa_requirements":{"challenge":[{"type":"otp"},{"type":"email"}]}`; !strings.Contains(refused.body, want) {
		t.Errorf("%s lacks %s", refused.body, want)
	}
	for _, user := range []string{"phone@example.com", pia} {
		a.policy(`{"mfa": {"factors": ["email"]}}`)
		if got := a.post("/oauth/token", "grant_type", "password", "username", user, "password", "opensesame"); got.status != 200 {
			t.Errorf("%s: %d %s", user, got.status, got.body)
		}
	}
}
