package mfa_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestACodeIsSentAndAcceptedOnce(t *testing.T) {
	for _, row := range []struct{ user, channel, to, body string }{
		{"phone@example.com", "sms", "+15555550100", "%s is your Playgrant code. It is good for 5 minutes."},
		{"email@example.com", "email", "email@example.com", "Your Playgrant code is %s."},
	} {
		t.Run(row.channel, func(t *testing.T) {
			bothDialects(t, func(t *testing.T, a *api, _ bool) {
				token := a.token(row.user, "audience", "https://expenses.example/api", "scope", "openid read:expenses offline_access")
				asked := a.post("/mfa/challenge", "mfa_token", token, "challenge_type", "oob")
				if want := `{"challenge_type":"oob","oob_code":"OOB","binding_method":"prompt"}`; asked.status != 200 || asked.shape() != want {
					t.Fatalf("%d %s", asked.status, asked.body)
				}
				m := a.message(row.user)
				code := a.code(row.user)
				if !regexp.MustCompile(`^[0-9]{6}$`).MatchString(code) || m["channel"] != row.channel || m["to"] != row.to || m["state"] != "delivered" {
					t.Errorf("delivered %v", m)
				}
				if want := fmt.Sprintf(row.body, code); !strings.HasPrefix(m["body"].(string), want) {
					t.Errorf("it reads %q, want %q", m["body"], want)
				}
				oob := asked.member(t, "oob_code")
				got := a.finish("oob", token, "oob_code", oob, "binding_code", code)
				var tokens struct {
					Access, ID, Refresh, Scope string
					Expires                    int `json:"expires_in"`
				}
				if err := json.Unmarshal([]byte(got.body), &tokens); err != nil || got.status != 200 || tokens.Scope != "openid read:expenses offline_access" || tokens.Expires != 86400 {
					t.Fatalf("%d %s", got.status, got.body)
				}
				for _, name := range []string{"access_token", "id_token", "refresh_token"} {
					got.member(t, name)
				}
				status := map[bool]int{true: 403, false: 400}[a.Do("GET", "/sandbox", "").Object()["policy"].(map[string]any)["dialect"] == "auth0"]
				wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", code), status, "invalid_grant", "Malformed mfa_token")
				wantError(t, a.finish("oob", a.token(row.user), "oob_code", oob, "binding_code", code), status, "invalid_grant", "Invalid oob_code.")
			})
		})
	}
}

func TestACodeIsRefused(t *testing.T) {
	const user = "phone@example.com"
	for _, row := range []struct {
		name   string
		before func(*api)
		pairs  func(a *api, code string) []string
		status int // 400 in the oidc dialect if it is 403 here
		err    string
		text   string
	}{
		{"another code", nil, nil, 403, "invalid_grant", "Invalid binding_code."},
		{"no code", nil, pairs("binding_code", ""), 400, "invalid_request", "Missing required parameter: binding_code"},
		{"no oob_code", nil, pairs("oob_code", ""), 400, "invalid_request", "Missing required parameter: oob_code"},
		{"no mfa_token", nil, pairs("mfa_token", ""), 400, "invalid_request", "Missing required parameter: mfa_token"},
		{"the code with blanks", nil, func(_ *api, code string) []string { return []string{"binding_code", code[:3] + " " + code[3:]} }, 403, "invalid_grant", "Invalid binding_code."},
		{"five digits of it", nil, func(_ *api, code string) []string { return []string{"binding_code", code[:5]} }, 403, "invalid_grant", "Invalid binding_code."},
		{"half a megabyte", nil, pairs("binding_code", strings.Repeat("1", 500_000)), 403, "invalid_grant", "Invalid binding_code."},
		{"a control character", nil, pairs("binding_code", "12345\x00"), 400, "invalid_request", ""},
		{"the oob_code for a code", nil, func(a *api, _ string) []string { return []string{"binding_code", "Fe26.2*"} }, 403, "invalid_grant", "Invalid binding_code."},
		{"garbage for the oob_code", nil, pairs("oob_code", "garbage"), 403, "invalid_grant", "Invalid oob_code."},
		{"the mfa_token for the oob_code", nil, func(a *api, _ string) []string { return []string{"oob_code", a.token(user)} }, 403, "invalid_grant", "Invalid oob_code."},
		{"an oob_code of another mfa_token", nil, func(a *api, code string) []string {
			return []string{"oob_code", a.challenge(a.token(user)), "binding_code", a.code(user)}
		}, 403, "invalid_grant", "Invalid oob_code."},
		{"an oob_code of another user", nil, func(a *api, code string) []string {
			return []string{"oob_code", a.challenge(a.token("email@example.com")), "binding_code", a.code("email@example.com")}
		}, 403, "invalid_grant", "Invalid oob_code."},
		{"a mfa_token of another user", nil, func(a *api, code string) []string {
			return []string{"mfa_token", a.token("email@example.com"), "binding_code", code}
		}, 403, "invalid_grant", "Invalid oob_code."},
		{"another client", nil, func(_ *api, code string) []string {
			return []string{"client_id", "web-app", "client_secret", "web-app-secret", "binding_code", code}
		}, 403, "invalid_grant", "Malformed mfa_token"},
		{"too late", func(a *api) { a.advance(5 * time.Minute) }, right, 403, "invalid_grant", "Invalid binding_code."},
		{"the factor switched off meanwhile", func(a *api) { a.policy(`{"mfa": {"factors": ["email"]}}`) }, right, 403, "invalid_grant", "Invalid oob_code."},
		{"the user blocked meanwhile", func(a *api) { a.Do("PATCH", "/sandbox/users/"+user, `{"blocked": true}`) }, right, 403, "unauthorized", "user is blocked"},
		{"the user removed meanwhile", func(a *api) { a.Do("DELETE", "/sandbox/users/"+user, "") }, right, 403, "invalid_grant", "Malformed mfa_token"},
		{"the grant taken from the client", func(a *api) {
			a.Do("PATCH", "/sandbox/clients/trusted-app", `{"grant_types": ["password"]}`)
		}, right, 403, "unauthorized_client", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			bothDialects(t, func(t *testing.T, a *api, standard bool) {
				token := a.token(user)
				oob := a.challenge(token)
				code := a.code(user)
				if row.before != nil {
					row.before(a)
				}
				send := []string{"oob_code", oob, "binding_code", other(code)}
				if row.pairs != nil {
					send = append(send, row.pairs(a, code)...)
				}
				want := row.status
				if standard && want == 403 {
					want = 400
				}
				err := row.err
				if standard && err == "unauthorized" {
					err = "invalid_grant"
				}
				wantError(t, a.finish("oob", token, send...), want, err, row.text)
			})
		})
	}
}

func pairs(p ...string) func(*api, string) []string { return func(*api, string) []string { return p } }

func right(_ *api, code string) []string { return []string{"binding_code", code} }

// other is a code that is not this one.
func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestACodeHoldsForFiveMinutes(t *testing.T) {
	for _, row := range []struct {
		after  time.Duration
		status int
	}{{0, 200}, {5*time.Minute - time.Millisecond, 200}, {5 * time.Minute, 403}, {5*time.Minute + time.Millisecond, 403}} {
		a := newAPI(t)
		token := a.token("phone@example.com")
		oob := a.challenge(token)
		code := a.code("phone@example.com")
		a.advance(row.after)
		if got := a.finish("oob", token, "oob_code", oob, "binding_code", code); got.status != row.status {
			t.Errorf("after %s: %d %s", row.after, got.status, got.body)
		}
	}
}

func TestWrongCodesSpendAttempts(t *testing.T) {
	a := newAPI(t)
	const user = "phone@example.com"
	token := a.token(user)
	oob := a.challenge(token)
	code := a.code(user)
	for range 10 {
		wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", other(code)), 403, "invalid_grant", "Invalid binding_code.")
	}
	wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", code), 429, "too_many_attempts", "")
	// A new challenge does not fill the bucket, nor does another factor.
	next := a.challenge(token)
	wantError(t, a.finish("oob", token, "oob_code", next, "binding_code", a.code(user)), 429, "too_many_attempts", "")
	wantError(t, a.finish("recovery-code", token, "recovery_code", "RECOVERYCODEFORPHONEUSER"), 429, "too_many_attempts", "")
	if got := a.finish("oob", a.token("email@example.com"), "oob_code", "x", "binding_code", "x"); got.status != 403 {
		t.Errorf("another user is locked out: %d %s", got.status, got.body)
	}
	a.advance(6 * time.Minute)
	next = a.challenge(token)
	if got := a.finish("oob", token, "oob_code", next, "binding_code", a.code(user)); got.status != 200 {
		t.Errorf("six minutes later: %d %s", got.status, got.body)
	}
}

func TestCodesStayInTheInbox(t *testing.T) {
	a := newAPI(t)
	const user = "phone@example.com"
	token := a.token(user)
	oob := a.challenge(token)
	code := a.code(user)
	a.finish("oob", token, "oob_code", oob, "binding_code", other(code))
	for _, path := range []string{"/sandbox/exchanges", "/sandbox", "/sandbox/setup"} {
		text := a.Do("GET", path, "").Text
		for _, hidden := range []string{`"` + code, " " + code, oob, token} {
			if strings.Contains(text, hidden) {
				t.Errorf("%s shows %s", path, hidden)
			}
		}
	}
}
