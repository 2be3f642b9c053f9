package mfa_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

// TestAPushWhoseClockIsMovedBack can be asked for at once, not only when the
// time of the last question has come again.
func TestAPushWhoseClockIsMovedBack(t *testing.T) {
	a := newAPI(t)
	token, oob := a.pushed()
	a.advance(time.Minute)
	wantError(t, a.finish("oob", token, "oob_code", oob), 400, "authorization_pending", "")
	a.advance(-30 * time.Second)
	wantError(t, a.finish("oob", token, "oob_code", oob), 400, "authorization_pending", "")
	wantError(t, a.finish("oob", token, "oob_code", oob), 429, "slow_down", "")
}

// TestAnAppThatCameLaterIsChallengedFirst: it needs no message.
func TestAnAppThatCameLaterIsChallengedFirst(t *testing.T) {
	a := newAPI(t)
	a.advance(time.Minute)
	if got := a.Do("POST", "/sandbox/users/phone@example.com/factors", `{"type":"otp"}`); got.Status != 201 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	got := a.post("/mfa/challenge", "mfa_token", a.token("phone@example.com"), "challenge_type", "oob otp")
	if got.body != `{"challenge_type":"otp"}` {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestAnEmailThatWasNotVerified was enrolled, so it can be removed.
func TestAnEmailThatWasNotVerified(t *testing.T) {
	a := newAPI(t)
	access := a.manage(all, "remove:authenticators")
	email := a.authenticatorID(all, "email")
	wantError(t, a.remove(access, email), 403, "access_denied", "")
	a.Do("PATCH", "/sandbox/users/"+all, `{"email_verified": false}`)
	if got := a.remove(access, email); got.status != 204 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestAnAppThatTakesOneFactorIsNoWayPastAnother: what the app does without is a
// factor of the user's all the same, so a password does not enrol beside it.
func TestAnAppThatTakesOneFactorIsNoWayPastAnother(t *testing.T) {
	a := newAPI(t)
	a.Do("PATCH", "/sandbox/clients/trusted-app", `{"mfa": {"when": "always", "factors": ["phone"]}}`)
	token := a.token("otp@example.com")
	wantError(t, a.json("POST", "/mfa/associate", token, enrolling("sms", number)), 400, "access_denied", "User is already enrolled.")
}

// TestConfirmingTakesTheScopeToEnrol: a token that may only read confirms
// nothing.
func TestConfirmingTakesTheScopeToEnrol(t *testing.T) {
	a := newAPI(t)
	app := a.json("POST", "/mfa/associate", a.manage(uma, "enroll"), `{"authenticator_types":["otp"]}`).member(t, "secret")
	code, _, err := mfa.Code(app, a.Now)
	if err != nil {
		t.Fatal(err)
	}
	reader := a.manage(uma, "read:authenticators remove:authenticators")
	wantError(t, a.finish("otp", reader, "otp", code), 403, "invalid_grant", "Malformed mfa_token")
	if got := a.finish("otp", a.manage(uma, "enroll"), "otp", code); got.status != 200 {
		t.Errorf("with it: %d %s", got.status, got.body)
	}
}

// TestAnEnrolmentIsFinishedWhereItWasBegun, at the same issuer.
func TestAnEnrolmentIsFinishedWhereItWasBegun(t *testing.T) {
	a := newAPI(t)
	oob := a.json("POST", "/mfa/associate", a.manage(uma, "enroll"), enrolling("sms", number)).member(t, "oob_code")
	elsewhere := "elsewhere.localhost:2884"
	form := func(pairs ...string) string {
		v := url.Values{"client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v.Encode()
	}
	login := a.Form("/oauth/token", form("grant_type", "password", "username", uma, "password", "opensesame",
		"audience", "http://"+elsewhere+"/mfa/", "scope", "enroll"), "Host: "+elsewhere)
	token, _ := login.Object()["access_token"].(string)
	if token == "" {
		t.Fatalf("%d %s", login.Status, login.Text)
	}
	got := a.Form("/oauth/token", form("grant_type", grants+"mfa-oob", "mfa_token", token, "oob_code", oob, "binding_code", a.code(uma)), "Host: "+elsewhere)
	if got.Status != 403 || !strings.Contains(got.Text, "Invalid oob_code.") {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

// TestPasskeysAreNotForTheMFAAPI: apps could do nothing with one, so it is
// neither listed nor challenged there, nor does it stand in mfa_requirements.
func TestPasskeysAreNotForTheMFAAPI(t *testing.T) {
	a := newAPI(t)
	a.policy(`{"mfa": {"factors": ["otp", "webauthn-roaming"]}}`)
	err := a.Store.Update(t.Context(), func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, uma)
		if err != nil {
			return err
		}
		return store.AddAuthenticator(tx, &model.Authenticator{ID: "webauthn-roaming|dev_0000000000000000", UserID: u.UserID, Kind: model.KindRoaming, Active: true})
	})
	if err != nil {
		t.Fatal(err)
	}
	login := a.post("/oauth/token", "grant_type", "password", "username", uma, "password", "opensesame")
	if !strings.Contains(login.body, `"mfa_requirements":{}`) {
		t.Errorf("%s", login.body)
	}
	token := login.member(t, "mfa_token")
	if got := a.json("GET", "/mfa/authenticators", token, ""); got.body != "[]" {
		t.Errorf("listed: %d %s", got.status, got.body)
	}
	wantError(t, a.post("/mfa/challenge", "mfa_token", token), 403, "association_required", "")
	wantError(t, a.post("/mfa/challenge", "mfa_token", token, "authenticator_id", "webauthn-roaming|dev_0000000000000000"), 403, "association_required", "")
}
