package sandbox_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const asJSON = "Content-Type: application/json"

func TestAFactorIsGivenAndTakesEffectAtOnce(t *testing.T) {
	s := enginetest.New(t)
	login := trusted + "grant_type=password&username=user%40example.com&password=opensesame"
	if a := s.Form("/oauth/token", login); a.Status != 200 {
		t.Fatalf("without a factor: %d %s", a.Status, a.Text)
	}
	a := s.Do("POST", "/sandbox/users/user@example.com/factors", `{"type":"otp"}`, asJSON)
	if a.Status != 201 || strings.Contains(a.Text, "secret") {
		t.Fatalf("got %d %s", a.Status, a.Text)
	}
	factors, _ := a.Object()["factors"].([]any)
	if len(factors) != 1 {
		t.Fatalf("factors %v", factors)
	}
	if a := s.Form("/oauth/token", login); a.Object()["error"] != "mfa_required" {
		t.Errorf("with a factor: %d %s", a.Status, a.Text)
	}
	if a := s.Do("GET", "/sandbox/totp?user=user@example.com", ""); a.Status != 200 {
		t.Errorf("the app shows no code: %s", a.Text)
	}
	id, _ := factors[0].(map[string]any)["id"].(string)
	if a := s.Do("DELETE", "/sandbox/users/user@example.com/factors/"+url.PathEscape(id), ""); a.Status != 200 || strings.Contains(a.Text, id) {
		t.Fatalf("got %d %s", a.Status, a.Text)
	}
	if a := s.Form("/oauth/token", login); a.Status != 200 {
		t.Errorf("after it was taken: %d %s", a.Status, a.Text)
	}
}

func TestFactorsThatCanBeGiven(t *testing.T) {
	rows := []struct {
		name, body string
		status     int
		holds      []string
	}{
		{"a push comes with its app", `{"type":"push-notification"}`, 201, []string{`"push|dev_`, `"totp|dev_`}},
		{"sms", `{"type":"sms","phone_number":"+15555550123"}`, 201, []string{`"sms|dev_`, "+15555550123"}},
		{"phone means sms", `{"type":"phone","phone_number":"+15555550123"}`, 201, []string{`"sms|dev_`}},
		{"voice", `{"type":"voice","phone_number":"+15555550123"}`, 201, []string{`"voice|dev_`}},
		{"email, their own", `{"type":"email"}`, 201, []string{`"email|dev_`, "user@example.com"}},
		{"a recovery code is shown once", `{"type":"recovery-code"}`, 201, []string{`"recovery_code":"`}},
		{"a phone without a number", `{"type":"sms"}`, 400, []string{"phone_number"}},
		{"a number that is none", `{"type":"sms","phone_number":"call me"}`, 400, []string{"phone_number"}},
		{"an address that is none", `{"type":"email","email":"@"}`, 400, []string{"email must be"}},
		{"an unknown type", `{"type":"palm-reading"}`, 400, []string{"type must be"}},
		{"no type", `{}`, 400, []string{"type must be"}},
		{"an unknown field", `{"type":"otp","secret":"x"}`, 400, []string{"secret"}},
		{"no object", `[]`, 400, []string{"JSON object"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			a := enginetest.New(t).Do("POST", "/sandbox/users/user@example.com/factors", row.body, asJSON)
			if a.Status != row.status {
				t.Fatalf("got %d %s", a.Status, a.Text)
			}
			for _, text := range row.holds {
				if !strings.Contains(a.Text, text) {
					t.Errorf("%s does not hold %s", a.Text, text)
				}
			}
		})
	}
}

func TestFactorsThatCannotBeTaken(t *testing.T) {
	s := enginetest.New(t)
	ids := map[string]string{}
	for _, u := range s.Do("GET", "/sandbox", "").Object()["users"].([]any) {
		user := u.(map[string]any)
		if list := user["factors"].([]any); len(list) > 0 {
			ids[user["email"].(string)] = list[0].(map[string]any)["id"].(string)
		}
	}
	for name, path := range map[string]string{
		"another user's": "/sandbox/users/user@example.com/factors/" + url.PathEscape(ids["otp@example.com"]),
		"none":           "/sandbox/users/otp@example.com/factors/nothing",
		"nobody's":       "/sandbox/users/who@example.com/factors/" + url.PathEscape(ids["otp@example.com"]),
	} {
		if a := s.Do("DELETE", path, ""); a.Status != 404 {
			t.Errorf("%s: %d %s", name, a.Status, a.Text)
		}
	}
}
