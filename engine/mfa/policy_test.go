package mfa_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// asks is what a password gets at trusted-app: "" for tokens, or else what
// mfa_requirements lists.
func asks(t *testing.T, s *enginetest.Server, user string) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}, "username": {user}, "password": {"opensesame"},
	}
	a := s.Form("/oauth/token", form.Encode())
	if a.Status == http.StatusOK {
		return ""
	}
	if a.Object()["error"] != "mfa_required" {
		t.Fatalf("%d %s", a.Status, a.Text)
	}
	_, requirements, _ := strings.Cut(a.Text, `"mfa_requirements":`)
	requirements, _, _ = strings.Cut(requirements, "}]}")
	return requirements + "}]}"
}

func patch(t *testing.T, s *enginetest.Server, path, body string) {
	t.Helper()
	if a := s.Do(http.MethodPatch, "/sandbox/"+path, body, "Content-Type: application/json"); a.Status != http.StatusOK {
		t.Fatalf("%s %s: %d %s", path, body, a.Status, a.Text)
	}
}

// A client has its own instead of the policy, and a user instead of both.
func TestAClientAndAUserHaveTheirOwnPolicy(t *testing.T) {
	const app, nobody, all = "clients/trusted-app", "users/user@example.com", "users/all@example.com"
	s := enginetest.New(t)
	for _, step := range []struct{ path, body, user, want string }{
		{app, `{}`, "user@example.com", ""},
		{app, `{"mfa":{"when":"always"}}`, "user@example.com", `{"enroll":[{"type":"otp"},{"type":"push-notification"},{"type":"phone"}]}`},
		{nobody, `{"mfa":{"when":"never"}}`, "user@example.com", ""},
		{nobody, `{"mfa":null}`, "user@example.com", `{"enroll":[{"type":"otp"},{"type":"push-notification"},{"type":"phone"}]}`},
		{app, `{"mfa":{"when":"","factors":["phone"]}}`, "user@example.com", ""},
		{app, `{}`, "all@example.com", `{"challenge":[{"type":"phone"}]}`},
		{all, `{"mfa":{"factors":["email","otp"]}}`, "all@example.com", `{"challenge":[{"type":"otp"},{"type":"email"}]}`},
		{all, `{"mfa":{"when":"never","factors":[]}}`, "all@example.com", ""},
		{all, `{"mfa":{"when":"enrolled"}}`, "all@example.com", `{"challenge":[{"type":"phone"}]}`},
	} {
		patch(t, s, step.path, step.body)
		if got := asks(t, s, step.user); got != step.want {
			t.Errorf("after %s %s, %s is asked for %q, want %q", step.path, step.body, step.user, got, step.want)
		}
	}
}

func TestAnotherClientKeepsThePolicy(t *testing.T) {
	s := enginetest.New(t)
	patch(t, s, "clients/web-app", `{"mfa":{"when":"never"}}`)
	if asks(t, s, "otp@example.com") == "" {
		t.Error("what web-app has holds for trusted-app")
	}
}

// A factor that an app does not take can neither be challenged nor answered
// there.
func TestAFactorThatTheClientDoesNotTake(t *testing.T) {
	s := enginetest.New(t)
	patch(t, s, "clients/trusted-app", `{"mfa":{"factors":["email"]}}`)
	form := "client_id=trusted-app&client_secret=trusted-app-secret"
	first := s.Form("/oauth/token", form+"&grant_type=password&username=all@example.com&password=opensesame")
	token, _ := first.Object()["mfa_token"].(string)
	if token == "" {
		t.Fatal(first.Text)
	}
	if a := s.Form("/mfa/challenge", form+"&challenge_type=otp&mfa_token="+url.QueryEscape(token)); a.Object()["error"] != "unsupported_challenge_type" {
		t.Errorf("challenge: %d %s", a.Status, a.Text)
	}
	a := s.Do(http.MethodGet, "/mfa/authenticators", "", "Authorization: Bearer "+token)
	if list := a.List(); len(list) != 1 || list[0]["type"] != "email" {
		t.Errorf("authenticators: %s", a.Text)
	}
	code, _ := s.Do(http.MethodGet, "/sandbox/totp?user=all@example.com", "").Object()["code"].(string)
	a = s.Form("/oauth/token", form+"&grant_type="+url.QueryEscape("http://auth0.com/oauth/grant-type/mfa-otp")+"&otp="+code+"&mfa_token="+url.QueryEscape(token))
	if code == "" || a.Status != http.StatusForbidden || a.Object()["error_description"] != "Invalid otp_code." {
		t.Errorf("its code: %d %s", a.Status, a.Text)
	}
}

// What an app does without must not let a password alone manage the factors.
func TestAnOverrideDoesNotOpenTheMFAAPI(t *testing.T) {
	s := enginetest.New(t)
	patch(t, s, "clients/trusted-app", `{"mfa":{"when":"never","factors":["email"]}}`)
	form := "client_id=trusted-app&client_secret=trusted-app-secret&grant_type=password&username=otp@example.com&password=opensesame&scope=enroll"
	a := s.Form("/oauth/token", form+"&audience="+url.QueryEscape(s.URL+"/mfa/"))
	if a.Object()["error"] != "mfa_required" {
		t.Errorf("%d %s", a.Status, a.Text)
	}
}

func TestABadOverrideIsRefused(t *testing.T) {
	s := enginetest.New(t)
	for _, path := range []string{"clients/web-app", "users/otp@example.com"} {
		for body, field := range map[string]string{
			`{"mfa":{"when":"sometimes"}}`:           "mfa.when",
			`{"mfa":{"factors":["smell"]}}`:          "mfa.factors",
			`{"mfa":{"factors":["otp","otp"]}}`:      "mfa.factors",
			`{"mfa":{"flows":["password"]}}`:         "flows",
			`{"mfa":{"factors":"otp"}}`:              "mfa",
			`{"mfa":"never"}`:                        "mfa",
			`{"mfa":{"when":"\u001b]0;x\u0007"}}`:    "mfa.when",
			`{"mfa":{"factors":[null],"when":null}}`: "mfa.factors",
		} {
			a := s.Do(http.MethodPatch, "/sandbox/"+path, body, "Content-Type: application/json")
			if got, _ := a.Object()["field"].(string); a.Status != http.StatusBadRequest || !strings.Contains(got, field) {
				t.Errorf("%s %s: %d %s", path, body, a.Status, a.Text)
			}
		}
	}
}

// What a client got opens nothing any more once the client is removed: neither
// its mfa_token nor its access token for the MFA API.
func TestTheTokensOfARemovedClient(t *testing.T) {
	for _, row := range []struct {
		name  string
		token func(*api) string
		err   string
		text  string
	}{
		{"an mfa_token", func(a *api) string { return a.token("otp@example.com") }, "invalid_grant", "Malformed mfa_token"},
		{"an access token", func(a *api) string {
			return a.manage("otp@example.com", "enroll read:authenticators remove:authenticators")
		}, "invalid_token", "The access token is not valid"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := newAPI(t)
			token := row.token(a)
			if got := a.json("GET", "/mfa/authenticators", token, ""); got.status != http.StatusOK {
				t.Fatalf("before: %d %s", got.status, got.body)
			}
			totp := a.authenticatorID("otp@example.com", "totp")
			a.Do(http.MethodDelete, "/sandbox/clients/trusted-app", "")
			wantError(t, a.json("GET", "/mfa/authenticators", token, ""), 401, row.err, row.text)
			wantError(t, a.json("POST", "/mfa/associate", token, enrolling("sms", number)), 401, row.err, row.text)
			wantError(t, a.remove(token, totp), 401, "invalid_token", "")
		})
	}
}
