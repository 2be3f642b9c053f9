package mfa_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/mfa"
)

const uma = "user@example.com"

// enrolling is a request to enrol by a channel.
func enrolling(channel, more string) string {
	return `{"authenticator_types":["oob"],"oob_channels":["` + channel + `"]` + more + `}`
}

const number = `,"phone_number":"+15555550123"`

func TestEnrolFirstFactor(t *testing.T) {
	const (
		sms      = `{"id":"sms|dev_ID","authenticator_type":"oob","type":"phone","oob_channel":"sms","name":"XXXXXXXX0123","active":ACTIVE}`
		voice    = `{"id":"voice|dev_ID","authenticator_type":"oob","type":"phone","oob_channel":"voice","name":"XXXXXXXX0123","active":ACTIVE}`
		push     = `{"id":"push|dev_ID","authenticator_type":"oob","type":"push-notification","oob_channel":"auth0","name":"Simulated phone","active":ACTIVE}`
		otp      = `{"id":"totp|dev_ID","authenticator_type":"otp","type":"otp","active":ACTIVE}`
		email    = `{"id":"email|dev_ID","authenticator_type":"oob","type":"email","oob_channel":"email","name":"o***@example.com","active":ACTIVE}`
		recovery = `{"id":"recovery-code|dev_ID","authenticator_type":"recovery-code","type":"recovery-code","active":ACTIVE}`
		prompt   = `{"authenticator_type":"oob","binding_method":"prompt","recovery_codes":["RECOVERY"],"oob_channel":"CHANNEL","oob_code":"OOB"}`
	)
	for _, row := range []struct {
		channel, more, shape string
		list                 []string
	}{
		{"sms", number, prompt, []string{sms, voice, recovery}},
		{"voice", number, prompt, []string{sms, voice, recovery}},
		{"email", `,"email":"other@example.com"`, prompt, []string{recovery, email}},
		{"auth0", "", `{"authenticator_type":"oob","barcode_uri":"otpauth://totp/Playgrant:user@example.com?enrollment_tx_id=ID&base_url=BASE",` +
			`"recovery_codes":["RECOVERY"],"oob_channel":"auth0","oob_code":"OOB"}`, []string{otp, push, recovery}},
	} {
		t.Run(row.channel, func(t *testing.T) {
			a := newAPI(t)
			a.policy(`{"mfa": {"when": "always"}}`)
			token := a.token(uma)
			begun := a.json("POST", "/mfa/associate", token, enrolling(row.channel, row.more))
			want := strings.NewReplacer("CHANNEL", row.channel, "BASE", url.QueryEscape(a.URL+"/")).Replace(row.shape)
			if begun.status != 200 || begun.shape() != want {
				t.Fatalf("%d %s\nwant %s", begun.status, begun.shape(), want)
			}
			listed := func(active string) {
				t.Helper()
				want := strings.ReplaceAll("["+strings.Join(row.list, ",")+"]", "ACTIVE", active)
				if got := a.authenticators(a.token(uma)); got != want {
					t.Errorf("listed %s\nwant %s", got, want)
				}
			}
			listed("false")
			wantError(t, a.post("/mfa/challenge", "mfa_token", token), 403, "association_required", "")

			oob := begun.member(t, "oob_code")
			finish := []string{"oob_code", oob}
			if row.channel == "auth0" {
				wantError(t, a.finish("oob", token, finish...), 400, "authorization_pending", "")
				a.press(uma, "approve")
			} else {
				wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", other(a.code(uma))), 403, "invalid_grant", "Invalid binding_code.")
				finish = append(finish, "binding_code", a.code(uma))
			}
			listed("false") // a wrong answer confirms nothing
			got := a.finish("oob", token, finish...)
			if got.status != 200 || got.member(t, "id_token") == "" {
				t.Fatalf("confirming: %d %s", got.status, got.body)
			}
			listed("true")

			var begunJSON struct {
				Recovery []string `json:"recovery_codes"`
			}
			if err := json.Unmarshal([]byte(begun.body), &begunJSON); err != nil {
				t.Fatal(err)
			}
			if got := a.finish("recovery-code", a.token(uma), "recovery_code", begunJSON.Recovery[0]); got.status != 200 {
				t.Errorf("the recovery code: %d %s", got.status, got.body)
			}
			wantError(t, a.json("POST", "/mfa/associate", a.token(uma), enrolling(row.channel, row.more)), 400, "access_denied", "User is already enrolled.")
		})
	}
}

func TestTwinsOfAnEnrolment(t *testing.T) {
	t.Run("voice beside SMS", func(t *testing.T) {
		a := newAPI(t)
		a.policy(`{"mfa": {"when": "always"}}`)
		token := a.token(uma)
		oob := a.json("POST", "/mfa/associate", token, enrolling("sms", number)).member(t, "oob_code")
		a.finish("oob", token, "oob_code", oob, "binding_code", a.code(uma))
		token = a.token(uma)
		oob = a.challenge(token, "oob_channel", "voice")
		if m := a.message(uma); m["channel"] != "voice" || m["to"] != "+15555550123" {
			t.Errorf("delivered %v", m)
		}
		if got := a.finish("oob", token, "oob_code", oob, "binding_code", a.code(uma)); got.status != 200 {
			t.Errorf("%d %s", got.status, got.body)
		}
	})
	t.Run("an app beside a push", func(t *testing.T) {
		a := newAPI(t)
		a.policy(`{"mfa": {"when": "always"}}`)
		token := a.token(uma)
		oob := a.json("POST", "/mfa/associate", token, enrolling("auth0", "")).member(t, "oob_code")
		// The app is not confirmed by itself.
		wantError(t, a.finish("otp", token, "otp", a.app(uma)), 403, "invalid_grant", "Invalid otp_code.")
		a.press(uma, "approve")
		a.finish("oob", token, "oob_code", oob)
		if got := a.finish("otp", a.token(uma), "otp", a.app(uma)); got.status != 200 {
			t.Errorf("%d %s", got.status, got.body)
		}
	})
}

func TestEnrolmentsThatFail(t *testing.T) {
	a := newAPI(t)
	a.policy(`{"mfa": {"when": "always"}}`)
	token, late := a.token(uma), a.token(uma)
	begin := func(token, channel, more string) string {
		return a.json("POST", "/mfa/associate", token, enrolling(channel, more)).member(t, "oob_code")
	}
	t.Run("denied", func(t *testing.T) {
		oob := begin(token, "auth0", "")
		a.press(uma, "deny")
		wantError(t, a.finish("oob", token, "oob_code", oob), 403, "invalid_grant", "MFA Authorization rejected.")
	})
	t.Run("replaced by a later one", func(t *testing.T) {
		oob := begin(token, "sms", number)
		code := a.code(uma)
		begin(token, "sms", number)
		wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", code), 403, "invalid_grant", "Invalid oob_code.")
	})
	t.Run("expired", func(t *testing.T) {
		oob := begin(token, "sms", number)
		code := a.code(uma)
		a.advance(5 * time.Minute)
		wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", code), 403, "invalid_grant", "Invalid binding_code.")
	})
	// A password and an enrolment begun in time do not get past a factor that
	// was enrolled since.
	t.Run("overtaken by another", func(t *testing.T) {
		stale := begin(late, "email", `,"email":"mallory@example.com"`)
		code := a.code(uma)
		oob := begin(token, "sms", number)
		if got := a.finish("oob", token, "oob_code", oob, "binding_code", a.code(uma)); got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
		wantError(t, a.finish("oob", late, "oob_code", stale, "binding_code", code), 400, "access_denied", "User is already enrolled.")
	})
}

func TestEnrolAnotherByAccessToken(t *testing.T) {
	a := newAPI(t)
	access := a.manage("otp@example.com", "enroll read:authenticators")
	begun := a.json("POST", "/mfa/associate", access, enrolling("sms", number))
	if want := `{"authenticator_type":"oob","binding_method":"prompt","oob_channel":"sms","oob_code":"OOB"}`; begun.shape() != want {
		t.Fatalf("%d %s", begun.status, begun.body)
	}
	oob, code := begun.member(t, "oob_code"), a.code("otp@example.com")
	wantError(t, a.finish("oob", a.token("otp@example.com"), "oob_code", oob, "binding_code", code), 403, "invalid_grant", "Invalid oob_code.")
	wantError(t, a.finish("oob", access, "oob_code", oob, "binding_code", other(code)), 403, "invalid_grant", "Invalid binding_code.")
	got := a.finish("oob", access, "oob_code", oob, "binding_code", code)
	if got.status != 200 || !strings.Contains(got.body, `"expires_in":600`) {
		t.Fatalf("%d %s", got.status, got.body)
	}
	wantError(t, a.finish("oob", access, "oob_code", oob, "binding_code", code), 403, "invalid_grant", "Invalid oob_code.")
	token := a.token("otp@example.com")
	oob = a.challenge(token, "challenge_type", "oob")
	if got := a.finish("oob", token, "oob_code", oob, "binding_code", a.code("otp@example.com")); got.status != 200 {
		t.Errorf("the new phone: %d %s", got.status, got.body)
	}
}

// TestAnEnrolmentIsOnes: what one client has begun with a user's access token
// is finished neither by another client of the same user nor for another user.
func TestAnEnrolmentIsOnes(t *testing.T) {
	a := newAPI(t)
	a.Do("PATCH", "/sandbox/clients/web-app", `{"grant_types": ["password", "`+grants+`mfa-oob"]}`)
	another := []string{"client_id", "web-app", "client_secret", "web-app-secret"}
	manage := func(user string, client ...string) string {
		t.Helper()
		login := []string{"grant_type", "password", "username", user, "password", "opensesame", "audience", a.URL + "/mfa/", "scope", "enroll"}
		return a.post("/oauth/token", append(login, client...)...).member(t, "access_token")
	}
	mine := manage(uma)
	oob := a.json("POST", "/mfa/associate", mine, enrolling("sms", number)).member(t, "oob_code")
	reply := []string{"oob_code", oob, "binding_code", a.code(uma)}
	for name, got := range map[string]answer{
		"another client": a.finish("oob", manage(uma, another...), slices.Concat(reply, another)...),
		"another user":   a.finish("oob", manage("email@example.com"), reply...),
	} {
		if got.status != 403 || !strings.Contains(got.body, "Invalid oob_code.") {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if got := a.finish("oob", mine, reply...); got.status != 200 {
		t.Errorf("by whom it was begun: %d %s", got.status, got.body)
	}
}

// TestAFactorSwitchedOffIsNotConfirmed, though its enrolment was begun while it
// was on.
func TestAFactorSwitchedOffIsNotConfirmed(t *testing.T) {
	a := newAPI(t)
	a.policy(`{"mfa": {"when": "always"}}`)
	token := a.token(uma)
	app := a.json("POST", "/mfa/associate", token, `{"authenticator_types":["otp"]}`).member(t, "secret")
	oob := a.json("POST", "/mfa/associate", token, enrolling("sms", number)).member(t, "oob_code")
	code, _, err := mfa.Code(app, a.Now)
	if err != nil {
		t.Fatal(err)
	}
	a.policy(`{"mfa": {"factors": ["push-notification"]}}`)
	wantError(t, a.finish("otp", token, "otp", code), 403, "invalid_grant", "Invalid otp_code.")
	wantError(t, a.finish("oob", token, "oob_code", oob, "binding_code", a.code(uma)), 403, "invalid_grant", "Invalid oob_code.")
	a.policy(`{"mfa": {"factors": ["otp"]}}`)
	if got := a.finish("otp", token, "otp", code); got.status != 200 {
		t.Errorf("switched on again: %d %s", got.status, got.body)
	}
}
