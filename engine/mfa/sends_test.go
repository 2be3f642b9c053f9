package mfa_test

import (
	"testing"
	"time"
)

func TestADeviceGetsTenMessagesAnHour(t *testing.T) {
	for _, user := range []string{"phone@example.com", "email@example.com", pia} {
		t.Run(user, func(t *testing.T) {
			bothDialects(t, func(t *testing.T, a *api, _ bool) {
				ask := func() answer {
					return a.post("/mfa/challenge", "mfa_token", a.token(user), "challenge_type", "oob")
				}
				for i := range 10 {
					if got := ask(); got.status != 200 {
						t.Fatalf("message %d: %d %s", i, got.status, got.body)
					}
					a.advance(time.Minute)
				}
				wantError(t, ask(), 429, "too_many_attempts", "")
				if n := len(a.Do("GET", "/sandbox/inbox?user="+user, "").List()); n != 10 {
					t.Errorf("%d messages went out", n)
				}
				a.advance(50*time.Minute - time.Millisecond)
				wantError(t, ask(), 429, "too_many_attempts", "")
				a.advance(time.Millisecond) // the first is an hour old
				if got := ask(); got.status != 200 {
					t.Errorf("an hour later: %d %s", got.status, got.body)
				}
				wantError(t, ask(), 429, "too_many_attempts", "")
				a.advance(-2 * time.Hour) // nobody waits for an hour that was taken back
				if got := ask(); got.status != 200 {
					t.Errorf("an hour earlier: %d %s", got.status, got.body)
				}
			})
		})
	}
}

func TestAnotherWayToThePhoneIsNoOtherPhone(t *testing.T) {
	a := newAPI(t)
	a.policy(`{"mfa": {"when": "always"}}`)
	token := a.token("user@example.com")
	body := `{"authenticator_types":["oob"],"oob_channels":["sms"],"phone_number":"+15555550199"}`
	for i := range 10 {
		if i == 5 {
			body = `{"authenticator_types":["oob"],"oob_channels":["voice"],"phone_number":"+15555550199"}`
		}
		if got := a.json("POST", "/mfa/associate", token, body); got.status != 200 {
			t.Fatalf("enrolment %d: %d %s", i, got.status, got.body)
		}
	}
	wantError(t, a.json("POST", "/mfa/associate", token, body), 429, "too_many_attempts", "")
	if got := a.challenge(a.token("phone@example.com")); got == "" {
		t.Error("another user's phone is silent too")
	}
}
