package sandbox_test

import (
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

func login(s *enginetest.Server, email, password string) enginetest.Answer {
	return s.Form("/oauth/token", "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&scope=openid"+
		"&username="+email+"&password="+password)
}

func TestUsersComeChangeAndGo(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("POST", "/sandbox/users", `{"email": "New@Example.com", "password": "longenough"}`)
	u := got.Object()
	if id, _ := u["user_id"].(string); got.Status != 201 || len(id) != len("auth0|")+24 || u["email_verified"] != true {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if strings.Contains(got.Text, "longenough") || strings.Contains(got.Text, "pbkdf2") {
		t.Error("the answer holds the password")
	}
	if got := login(s, "new@example.com", "longenough"); got.Status != 200 {
		t.Errorf("logging in: %d %s", got.Status, got.Text)
	}
	if got := s.Do("PATCH", "/sandbox/users/new@example.com", `{"email": "renamed@example.com", "password": "otherwise"}`); got.Status != 200 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if got := login(s, "renamed@example.com", "otherwise"); got.Status != 200 {
		t.Errorf("under the new name: %d %s", got.Status, got.Text)
	}
	for _, old := range [][2]string{{"new@example.com", "otherwise"}, {"renamed@example.com", "longenough"}} {
		if got := login(s, old[0], old[1]); got.Status != 403 {
			t.Errorf("%v: %d %s", old, got.Status, got.Text)
		}
	}
	s.Do("PATCH", "/sandbox/users/renamed@example.com", `{"blocked": true}`)
	if got := login(s, "renamed@example.com", "otherwise"); got.Status < 400 {
		t.Errorf("blocked: %d %s", got.Status, got.Text)
	}
	for _, status := range []int{204, 404} {
		if got := s.Do("DELETE", "/sandbox/users/renamed@example.com", ""); got.Status != status {
			t.Errorf("DELETE: %d %s", got.Status, got.Text)
		}
	}
	if got := s.Do("POST", "/sandbox/users", `{"email": "renamed@example.com", "password": "otherwise"}`); got.Status != 201 {
		t.Errorf("the address is not free again: %d %s", got.Status, got.Text)
	}
}

func TestAddressesAreUnique(t *testing.T) {
	s := enginetest.New(t)
	if got := s.Do("POST", "/sandbox/users", `{"email": "USER@example.com", "password": "longenough"}`); got.Status != 409 {
		t.Errorf("adding: %d %s", got.Status, got.Text)
	}
	if got := s.Do("PATCH", "/sandbox/users/otp@example.com", `{"email": "user@example.com"}`); got.Status != 409 {
		t.Errorf("renaming: %d %s", got.Status, got.Text)
	}
	if got := s.Do("PATCH", "/sandbox/users/otp@example.com", `{"email": "OTP@example.com"}`); got.Status != 200 {
		t.Errorf("another case of one's own: %d %s", got.Status, got.Text)
	}
	if got := login(s, "otp@example.com", "opensesame"); got.Object()["error"] != "mfa_required" {
		t.Errorf("then: %d %s", got.Status, got.Text)
	}
}

func TestTheEmailFactorMovesWithItsAddress(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("PATCH", "/sandbox/users/email@example.com", `{"email": "moved@example.com"}`).Object()
	if f := got["factors"].([]any)[0].(map[string]any); f["name"] != "moved@example.com" {
		t.Errorf("the factor still goes to %v", f["name"])
	}
}

func TestUsersThatAreRefused(t *testing.T) {
	s := enginetest.New(t)
	long := strings.Repeat("x", 600)
	tests := []struct{ body, field string }{
		{`{"password": "longenough"}`, "email"},
		{`{"email": "", "password": "longenough"}`, "email"},
		{`{"email": "nobody", "password": "longenough"}`, "email"},
		{`{"email": "a b@example.com", "password": "longenough"}`, "email"},
		{`{"email": "Name <a@example.com>", "password": "longenough"}`, "email"},
		{`{"email": "a@example.com\u0000", "password": "longenough"}`, "email"},
		{`{"email": "a@example.com\n", "password": "longenough"}`, "email"},
		{`{"email": "` + long + `@example.com", "password": "longenough"}`, "email"},
		{`{"email": ["a@example.com"], "password": "longenough"}`, "email"},
		{`{"email": "a@example.com"}`, "password"},
		{`{"email": "a@example.com", "password": "short"}`, "password"},
		{`{"email": "a@example.com", "password": "` + long + `"}`, "password"},
		{`{"email": "a@example.com", "password": 12345678}`, "password"},
		{`{"email": "a@example.com", "password": "longenough", "user_id": "auth0|1"}`, "user_id"},
		{`{"email": "a@example.com", "password": "longenough", "password_hash": "x"}`, "password_hash"},
		{`{"email": "a@example.com", "password": "longenough", "factors": []}`, "factors"},
		{`{"email": "a@example.com", "password": "longenough", "phone_number": "555"}`, "phone_number"},
		{`{"email": "a@example.com", "password": "longenough", "picture": "javascript:x"}`, "picture"},
		{`{"email": "a@example.com", "password": "longenough", "name": "\u0007"}`, "name"},
		{`{"email": "a@example.com", "password": "longenough", "blocked": 1}`, "blocked"},
	}
	for _, tt := range tests {
		t.Run(tt.body[:min(len(tt.body), 80)], func(t *testing.T) {
			badRequest(t, s.Do("POST", "/sandbox/users", tt.body), tt.field)
		})
	}
	if n := len(view(t, s).Users); n != 7 {
		t.Errorf("there are %d users now", n)
	}
	if got := s.Do("PATCH", "/sandbox/users/nobody@example.com", `{}`); got.Status != 404 {
		t.Errorf("PATCH of nobody: %d %s", got.Status, got.Text)
	}
	for _, removed := range []string{`{"email": null}`, `{"email": ""}`} {
		badRequest(t, s.Do("PATCH", "/sandbox/users/otp@example.com", removed), "email")
	}
}
