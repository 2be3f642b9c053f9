package mfa_test

import (
	"strings"
	"testing"
	"time"
)

// rotating logs pia in without a second factor and returns her refresh token,
// for which one is asked from then on.
func (a *api) rotating() string {
	a.t.Helper()
	a.Do("PATCH", "/sandbox/clients/trusted-app", `{"refresh_token": {"rotation_type": "rotating", "leeway": 0}}`)
	a.policy(`{"mfa": {"flows": []}}`)
	got := a.post("/oauth/token", "grant_type", "password", "username", pia, "password", "opensesame",
		"audience", "https://expenses.example/api", "scope", "openid offline_access read:expenses write:expenses")
	a.policy(`{"mfa": {"flows": ["refresh_token"]}}`)
	return got.member(a.t, "refresh_token")
}

func (a *api) refresh(token string, pairs ...string) answer {
	a.t.Helper()
	return a.post("/oauth/token", append([]string{"grant_type", "refresh_token", "refresh_token", token}, pairs...)...)
}

// states are those of the tokens in pia's one family, its own first.
func (a *api) states() string {
	a.t.Helper()
	family := a.Do("GET", "/sandbox/families?user="+pia, "").List()[0]
	states := []string{family["state"].(string)}
	for _, token := range family["tokens"].([]any) {
		states = append(states, token.(map[string]any)["state"].(string))
	}
	return strings.Join(states, " ")
}

func TestARefreshWaitsForAPush(t *testing.T) {
	bothDialects(t, func(t *testing.T, a *api, standard bool) {
		first := a.rotating()
		asked := a.refresh(first, "scope", "openid read:expenses")
		wantError(t, asked, 403, "mfa_required", "Multifactor authentication required")
		if want := `"mfa_requirements":{"challenge":[{"type":"otp"},{"type":"push-notification"}]}`; !strings.Contains(asked.body, want) {
			t.Errorf("%s lacks %s", asked.body, want)
		}
		token := asked.member(t, "mfa_token")
		oob := a.challenge(token, "challenge_type", "oob")
		wantError(t, a.finish("oob", token, "oob_code", oob), 400, "authorization_pending", "")
		a.finish("oob", token, "oob_code", "garbage")
		a.finish("otp", token, "otp", "000000")
		if got := a.states(); got != "active active" {
			t.Errorf("while it waits: %s", got)
		}
		a.advance(time.Minute)
		a.press(pia, "approve")
		got := a.finish("oob", token, "oob_code", oob)
		if got.status != 200 || got.member(t, "scope") != "openid read:expenses" || got.member(t, "id_token") == "" {
			t.Fatalf("%d %s", got.status, got.body)
		}
		second := got.member(t, "refresh_token")
		if got := a.states(); got != "active rotated active" {
			t.Errorf("afterwards: %s", got)
		}
		wantError(t, a.refresh(second), 403, "mfa_required", "")
		status := 403
		if standard {
			status = 400
		}
		wantError(t, a.refresh(first), status, "invalid_grant", "Unknown or invalid refresh token.")
		if got := a.states(); !strings.HasPrefix(got, "revoked") {
			t.Errorf("after reuse: %s", got)
		}
	})
}

func TestARefreshWhosePushIsDenied(t *testing.T) {
	a := newAPI(t)
	first := a.rotating()
	token := a.refresh(first).member(t, "mfa_token")
	oob := a.challenge(token, "challenge_type", "oob")
	a.press(pia, "deny")
	wantError(t, a.finish("oob", token, "oob_code", oob), 403, "invalid_grant", "MFA Authorization rejected.")
	if got := a.states(); got != "active active" {
		t.Errorf("denied: %s", got)
	}
	// Nothing was lost: the same refresh token asks again.
	token = a.refresh(first).member(t, "mfa_token")
	oob = a.challenge(token, "challenge_type", "oob")
	a.press(pia, "approve")
	if got := a.finish("oob", token, "oob_code", oob); got.status != 200 || got.member(t, "refresh_token") == first {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestARefreshThatEndedWhileItWaited(t *testing.T) {
	for name, end := range map[string]func(*api, string){
		"revoked": func(a *api, token string) { a.post("/oauth/revoke", "token", token) },
		"used elsewhere": func(a *api, token string) {
			a.policy(`{"mfa": {"flows": []}}`)
			a.refresh(token)
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			first := a.rotating()
			token := a.refresh(first).member(t, "mfa_token")
			oob := a.challenge(token, "challenge_type", "oob")
			a.press(pia, "approve")
			end(a, first)
			wantError(t, a.finish("oob", token, "oob_code", oob), 403, "invalid_grant", "Unknown or invalid refresh token.")
		})
	}
}
