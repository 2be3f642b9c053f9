package dbconnections_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine"
	"github.com/playgrant/playgrant/engine/enginetest"
)

const connection = `"client_id":"web-app","connection":"Username-Password-Authentication"`

func post(s *enginetest.Server, path, members string) enginetest.Answer {
	return s.Do("POST", "/dbconnections/"+path, "{"+members+"}", "Content-Type: application/json")
}

func logIn(s *enginetest.Server, email, password string) int {
	return s.Form("/oauth/token", url.Values{
		"grant_type": {"password"}, "client_id": {"trusted-app"}, "client_secret": {"trusted-app-secret"}, "username": {email}, "password": {password},
	}.Encode()).Status
}

func TestSignUp(t *testing.T) {
	s := enginetest.New(t)
	got := post(s, "signup", connection+`,"email":"new@example.com","password":"opensesame","given_name":"Nia","picture":"https://a.example/p.png","user_metadata":{"a":"b"}`)
	o := got.Object()
	if got.Status != 200 || len(o["_id"].(string)) != 24 || o["email"] != "new@example.com" || o["email_verified"] != false || o["given_name"] != "Nia" {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if about, _ := o["user_metadata"].(map[string]any); about["a"] != "b" || o["picture"] != "https://a.example/p.png" {
		t.Errorf("the answer leaves out what was said: %s", got.Text)
	}
	if kept := s.Do("GET", "/sandbox", "").Text; !strings.Contains(kept, `"user_metadata":{"a":"b"}`) {
		t.Error("user_metadata was not kept")
	}
	if status := logIn(s, "new@example.com", "opensesame"); status != 200 {
		t.Errorf("logging in: %d", status)
	}
}

// These endpoints are Auth0's alone: no standard says anything else of them.
func TestSignUpIsRefused(t *testing.T) {
	t.Run("auth0", func(t *testing.T) { signUpIsRefused(t, enginetest.New(t)) })
	t.Run("oidc", func(t *testing.T) {
		signUpIsRefused(t, enginetest.New(t, func(c *engine.Config) { c.Dialect = "oidc" }))
	})
}

func signUpIsRefused(t *testing.T, s *enginetest.Server) {
	for _, row := range []struct{ name, members, code, error string }{
		{"a short password", connection + `,"email":"a@example.com","password":"1234567"`, "invalid_password", "PasswordStrengthError"},
		{"an address in use", connection + `,"email":"USER@example.com","password":"opensesame"`, "user_exists", "BadRequestError"},
		{"no address", connection + `,"password":"opensesame"`, "invalid_signup", "BadRequestError"},
		{"no client", `"connection":"Username-Password-Authentication","email":"a@example.com","password":"opensesame"`, "invalid_request", "BadRequestError"},
		{"another connection", `"client_id":"web-app","connection":"x","email":"a@example.com","password":"opensesame"`, "invalid_request", "BadRequestError"},
		{"a picture that is none", connection + `,"email":"a@example.com","password":"opensesame","picture":"javascript:1"`, "invalid_signup", "BadRequestError"},
		{"metadata of numbers", connection + `,"email":"a@example.com","password":"opensesame","user_metadata":{"a":1}`, "invalid_signup", "BadRequestError"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := post(s, "signup", row.members)
			o := got.Object()
			if got.Status != 400 || o["code"] != row.code || o["name"] != row.error || o["description"] == nil || o["statusCode"] != 400.0 || o["error"] != nil {
				t.Errorf("%d %s", got.Status, got.Text)
			}
		})
	}
}

// What Auth0's SDKs make their text of: auth0-java and Auth0.Android of the
// rules, auth0.js of the policy, auth0-python of the message.
func TestAWeakPasswordIsToldAsSDKsReadIt(t *testing.T) {
	got := post(enginetest.New(t), "signup", connection+`,"email":"a@example.com","password":"1234567"`).Object()
	want := map[string]any{
		"name": "PasswordStrengthError", "code": "invalid_password", "message": "Password is too weak", "statusCode": 400.0,
		"policy": "* At least 8 characters in length",
		"description": map[string]any{"verified": false, "rules": []any{map[string]any{
			"message": "At least %d characters in length", "format": []any{8.0}, "code": "lengthAtLeast", "verified": false,
		}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func linkOf(t *testing.T, s *enginetest.Server, email string) string {
	t.Helper()
	list := s.Do("GET", "/sandbox/inbox?to="+email, "").List()
	if len(list) == 0 {
		t.Fatal("no mail")
	}
	body, _ := list[0]["body"].(string)
	_, link, _ := strings.Cut(body, s.URL)
	link, _, _ = strings.Cut(link, " ")
	return link
}

func TestChangePassword(t *testing.T) {
	t.Run("auth0", func(t *testing.T) { changePassword(t, enginetest.New(t), 403) })
	t.Run("oidc", func(t *testing.T) {
		changePassword(t, enginetest.New(t, func(c *engine.Config) { c.Dialect = "oidc" }), 400)
	})
}

// changePassword wants the old password to be answered with the status wrong.
func changePassword(t *testing.T, s *enginetest.Server, wrong int) {
	got := post(s, "change_password", connection+`,"email":"user@example.com"`)
	unknown := post(s, "change_password", connection+`,"email":"nobody@example.com"`)
	if got.Status != 200 || got.Text != "We've just sent you an email to reset your password." || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") ||
		unknown.Status != got.Status || unknown.Text != got.Text {
		t.Fatalf("%d %s; for nobody %d %s", got.Status, got.Text, unknown.Status, unknown.Text)
	}
	link := linkOf(t, s, "user@example.com")
	page := s.Do("GET", link, "")
	if page.Status != 200 || !strings.Contains(page.Text, `id="password" name="password"`) {
		t.Fatalf("%d %s", page.Status, page.Text)
	}
	path, query, _ := strings.Cut(link, "?")
	if got := s.Form(path, query+"&password=short"); got.Status != 400 || logIn(s, "user@example.com", "opensesame") != 200 {
		t.Errorf("a short one: %d", got.Status)
	}
	if got := s.Form(path, query+"&password=another+secret"); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if before, after := logIn(s, "user@example.com", "opensesame"), logIn(s, "user@example.com", "another secret"); before != wrong || after != 200 {
		t.Errorf("the old password %d, the new one %d", before, after)
	}
	if got := s.Form(path, query+"&password=a+third+secret"); got.Status != 400 {
		t.Errorf("used twice: %d", got.Status)
	}
}

func TestALinkThatIsTooOld(t *testing.T) {
	s := enginetest.New(t)
	post(s, "change_password", connection+`,"email":"user@example.com"`)
	link := linkOf(t, s, "user@example.com")
	s.Now = s.Now.Add(time.Hour)
	if got := s.Do("GET", link, ""); got.Status != 400 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("GET", "/u/reset-password", ""); got.Status != 400 {
		t.Errorf("no ticket: %d", got.Status)
	}
}

func TestALinkThatSomethingElseHasEnded(t *testing.T) {
	for name, change := range map[string]func(*enginetest.Server){
		"a later link was used first": func(s *enginetest.Server) {
			post(s, "change_password", connection+`,"email":"user@example.com"`)
			path, query, _ := strings.Cut(linkOf(t, s, "user@example.com"), "?")
			if got := s.Form(path, query+"&password=another+secret"); got.Status != 200 {
				t.Errorf("%d %s", got.Status, got.Text)
			}
		},
		"the address is another's now": func(s *enginetest.Server) {
			s.Do("PATCH", "/sandbox/users/user@example.com", `{"email":"new@example.com"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := enginetest.New(t)
			post(s, "change_password", connection+`,"email":"user@example.com"`)
			link := linkOf(t, s, "user@example.com")
			change(s)
			path, query, _ := strings.Cut(link, "?")
			if got := s.Do("GET", link, ""); got.Status != 400 {
				t.Errorf("it opens: %d", got.Status)
			}
			if got := s.Form(path, query+"&password=a+third+secret"); got.Status != 400 {
				t.Errorf("it sets a password: %d", got.Status)
			}
		})
	}
}
