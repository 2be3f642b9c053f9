package passwordless_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func send(s *enginetest.Server, body string) enginetest.Answer {
	return s.Do("POST", "/passwordless/start", `{"client_id":"trusted-app","client_secret":"trusted-app-secret",`+body+`}`, "Content-Type: application/json")
}

func newest(t *testing.T, s *enginetest.Server, to string) map[string]any {
	t.Helper()
	list := s.Do("GET", "/sandbox/inbox?to="+url.QueryEscape(to), "").List()
	if len(list) == 0 {
		t.Fatalf("nothing was sent to %s", to)
	}
	return list[0]
}

func redeem(s *enginetest.Server, realm, username, otp string) enginetest.Answer {
	return s.Form("/oauth/token", url.Values{
		"grant_type": {model.GrantPasswordlessOTP}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"},
		"realm": {realm}, "username": {username}, "otp": {otp}, "scope": {"openid email phone"},
	}.Encode())
}

func TestCodesLogIn(t *testing.T) {
	for _, row := range []struct{ name, realm, body, to string }{
		{"by email", "email", `"connection":"email","email":"user@example.com","send":"code"`, "user@example.com"},
		{"by a new email", "email", `"connection":"email","email":"New@example.com","send":"code"`, "new@example.com"},
		{"by a new number", "sms", `"connection":"sms","phone_number":"+15555550177"`, "+15555550177"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			got := send(s, row.body)
			if got.Status != 200 || got.Object()["_id"] == nil {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
			code, _ := newest(t, s, row.to)["code"].(string)
			if got := redeem(s, row.realm, row.to, code); got.Status != 200 || got.Object()["id_token"] == nil {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
			if got := redeem(s, row.realm, row.to, code); got.Status != 403 || got.Object()["error"] != "invalid_grant" {
				t.Errorf("used twice: %d %s", got.Status, got.Text)
			}
			if exported := s.Do("GET", "/sandbox/setup", "").Text; s.Do("PUT", "/sandbox/setup", exported).Status != 204 {
				t.Error("a sandbox with this user cannot be imported")
			}
		})
	}
}

func TestCodesThatAreRefused(t *testing.T) {
	const body = `"connection":"email","email":"user@example.com","send":"code"`
	for _, row := range []struct {
		name string
		do   func(s *enginetest.Server, code string) enginetest.Answer
		text string
	}{
		{"another code", func(s *enginetest.Server, _ string) enginetest.Answer {
			return redeem(s, "email", "user@example.com", "0")
		}, "Wrong email or verification code."},
		{"another address", func(s *enginetest.Server, code string) enginetest.Answer {
			return redeem(s, "email", "all@example.com", code)
		}, "Wrong email or verification code."},
		{"another realm", func(s *enginetest.Server, code string) enginetest.Answer {
			return redeem(s, "sms", "user@example.com", code)
		}, "Wrong phone number or verification code."},
		{"three minutes later", func(s *enginetest.Server, code string) enginetest.Answer {
			s.Now = s.Now.Add(3 * time.Minute)
			return redeem(s, "email", "user@example.com", code)
		}, "Wrong email or verification code."},
		{"after three wrong ones", func(s *enginetest.Server, code string) enginetest.Answer {
			for range 3 {
				redeem(s, "email", "user@example.com", "0")
			}
			return redeem(s, "email", "user@example.com", code)
		}, "Wrong email or verification code."},
		{"the code before the last", func(s *enginetest.Server, code string) enginetest.Answer {
			send(s, body)
			return redeem(s, "email", "user@example.com", code)
		}, "Wrong email or verification code."},
	} {
		for dialect, status := range map[string]int{"auth0": 403, "oidc": 400} {
			t.Run(row.name+" "+dialect, func(t *testing.T) {
				s := enginetest.New(t, func(c *engine.Config) { c.Dialect = dialect })
				send(s, body)
				code, _ := newest(t, s, "user@example.com")["code"].(string)
				if got := row.do(s, code); got.Status != status || got.Object()["error"] != "invalid_grant" || got.Object()["error_description"] != row.text {
					t.Errorf("%d %s", got.Status, got.Text)
				}
			})
		}
	}
}

func TestASecondFactorAfterTheCode(t *testing.T) {
	s := enginetest.New(t)
	send(s, `"connection":"email","email":"otp@example.com","send":"code"`)
	code, _ := newest(t, s, "otp@example.com")["code"].(string)
	if got := redeem(s, "email", "otp@example.com", code); got.Status != 403 || got.Object()["error"] != "mfa_required" || got.Object()["mfa_token"] == nil {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestABlockedUserIsNotLetIn(t *testing.T) {
	s := enginetest.New(t)
	send(s, `"connection":"email","email":"blocked@example.com","send":"code"`)
	code, _ := newest(t, s, "blocked@example.com")["code"].(string)
	if got := redeem(s, "email", "blocked@example.com", code); got.Status != 403 || !strings.Contains(got.Text, "user is blocked") {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestStartIsRefused(t *testing.T) {
	s := enginetest.New(t)
	for name, row := range map[string]struct {
		body string
		code string
	}{
		"no connection":         {`"email":"a@example.com"`, "bad.connection"},
		"no email":              {`"connection":"email"`, "bad.email"},
		"no number":             {`"connection":"sms"`, "bad.phone_number"},
		"a number of a village": {`"connection":"sms","phone_number":"123"`, "bad.phone_number"},
		"a link by sms":         {`"connection":"sms","phone_number":"+15555550100","send":"link"`, "invalid_request"},
		"a pigeon":              {`"connection":"email","email":"a@example.com","send":"pigeon"`, "invalid_request"},
	} {
		if got := send(s, row.body); got.Status != 400 || got.Object()["error"] != row.code {
			t.Errorf("%s: %d %s", name, got.Status, got.Text)
		}
	}
	for range 10 {
		send(s, `"connection":"email","email":"often@example.com"`)
	}
	if got := send(s, `"connection":"email","email":"often@example.com"`); got.Status != 429 {
		t.Errorf("the eleventh: %d %s", got.Status, got.Text)
	}
}

// TestALinkLogsIn follows the link that was mailed, with what the app asked
// for in authParams.
func TestALinkLogsIn(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("POST", "/passwordless/start", `{
		"client_id": "web-app", "client_secret": "web-app-secret", "connection": "email", "email": "user@example.com",
		"authParams": {
			"scope": "openid", "redirect_uri": "http://localhost:3000/callback", "state": "s"
		}
	}`, "Content-Type: application/json")
	if got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	body, _ := newest(t, s, "user@example.com")["body"].(string)
	_, link, _ := strings.Cut(body, s.URL)
	link, _, _ = strings.Cut(link, " ")
	first := s.Do("GET", link, "")
	if to := first.Header.Get("Location"); !strings.HasPrefix(to, "http://localhost:3000/callback?code=") || !strings.HasSuffix(to, "&state=s") {
		t.Errorf("%d to %q %s", first.Status, to, first.Text)
	}
	if again := s.Do("GET", link, ""); again.Status != 400 {
		t.Errorf("opened twice: %d to %s", again.Status, again.Header.Get("Location"))
	}
}

// TestALinkIsBoundToTheBrowserThatAsked opens it elsewhere first: it is refused
// and not used up. One that a server asked for is bound to none.
func TestALinkIsBoundToTheBrowserThatAsked(t *testing.T) {
	s := enginetest.New(t)
	mine, other := "Cookie: playgrant_browser="+strings.Repeat("a", 43), "Cookie: playgrant_browser="+strings.Repeat("b", 43)
	for name, row := range map[string]struct {
		asked string // the cookie that came along; a short one is none of ours
		opens []string
		want  []int
	}{
		"in another browser, in none, and in the one": {mine, []string{other, "X-None: 1", mine, mine}, []int{400, 400, 302, 400}},
		"asked for without a cookie":                  {"X-None: 1", []string{other}, []int{302}},
		"asked for with a made-up cookie":             {"Cookie: playgrant_browser=short", []string{"X-None: 1"}, []int{302}},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.Do("POST", "/passwordless/start", `{"client_id":"web-app","client_secret":"web-app-secret","connection":"email","email":"user@example.com",
				"authParams":{"redirect_uri":"http://localhost:3000/callback"}}`, "Content-Type: application/json", row.asked)
			if got.Status != 200 {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
			m := newest(t, s, "user@example.com")
			_, link, _ := strings.Cut(m["body"].(string), s.URL)
			link, _, _ = strings.Cut(link, " ")
			for i, cookie := range row.opens {
				got := s.Do("GET", link, "", cookie)
				if got.Status != row.want[i] {
					t.Errorf("opened with %s: %d %s, want %d", cookie, got.Status, got.Text, row.want[i])
				}
				if i < 2 && row.want[i] == 400 && !strings.Contains(got.Text, "same browser") {
					t.Errorf("the refusal does not say why: %s", got.Text)
				}
			}
		})
	}
}

// What does not differ in the other dialect, and what does: the ID token says
// who and no more, the client's failure to prove itself is invalid_client, and
// a blocked user invalid_grant.
func TestCodesInTheDialectOfTheStandards(t *testing.T) {
	s := enginetest.New(t, func(c *engine.Config) { c.Dialect = "oidc" })
	send(s, `"connection":"email","email":"user@example.com","send":"code"`)
	code, _ := newest(t, s, "user@example.com")["code"].(string)
	got := redeem(s, "email", "user@example.com", code)
	id, _ := got.Object()["id_token"].(string)
	if got.Status != 200 || id == "" {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(id, ".")[1])
	if err != nil || strings.Contains(string(payload), `"email"`) {
		t.Errorf("the ID token has the profile: %s", payload)
	}
	for name, row := range map[string]struct {
		got    enginetest.Answer
		status int
		code   string
	}{
		"a wrong secret": {s.Do("POST", "/passwordless/start", `{"client_id":"trusted-app","client_secret":"x","connection":"email","email":"a@example.com"}`, "Content-Type: application/json"), 401, "invalid_client"},
		"no email":       {send(s, `"connection":"email"`), 400, "bad.email"},
		"a second factor": {func() enginetest.Answer {
			send(s, `"connection":"email","email":"otp@example.com","send":"code"`)
			code, _ := newest(t, s, "otp@example.com")["code"].(string)
			return redeem(s, "email", "otp@example.com", code)
		}(), 403, "mfa_required"},
		"a blocked user": {func() enginetest.Answer {
			send(s, `"connection":"email","email":"blocked@example.com","send":"code"`)
			code, _ := newest(t, s, "blocked@example.com")["code"].(string)
			return redeem(s, "email", "blocked@example.com", code)
		}(), 400, "invalid_grant"},
	} {
		if row.got.Status != row.status || row.got.Object()["error"] != row.code {
			t.Errorf("%s: %d %s, want %d %s", name, row.got.Status, row.got.Text, row.status, row.code)
		}
	}
}
