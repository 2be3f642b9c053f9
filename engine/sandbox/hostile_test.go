package sandbox_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// Whatever comes, it is the sender's fault, never ours.
func TestNothingHostileIsAFaultOfOurs(t *testing.T) {
	s := enginetest.New(t)
	nul := "%00"
	targets := []string{
		"POST /sandbox/clients", "POST /sandbox/apis", "POST /sandbox/users", "POST /sandbox/clock",
		"PATCH /sandbox/clients/web-app", "PATCH /sandbox/clients/" + nul, "PATCH /sandbox/clients/a" + nul + "b",
		"PATCH /sandbox/apis/" + url.PathEscape("https://expenses.example/api"), "PATCH /sandbox/apis/" + nul,
		"PATCH /sandbox/users/user@example.com", "PATCH /sandbox/users/" + nul, "PATCH /sandbox/users/%ff%fe",
		"PATCH /sandbox/policy", "PUT /sandbox/setup", "PUT /sandbox/progress/name", "PUT /sandbox/progress/" + nul,
		"POST /sandbox/inbox/x", "POST /sandbox/inbox/" + nul, "GET /sandbox/inbox?user=" + nul, "GET /sandbox/families?user=" + nul,
		"GET /sandbox/exchanges/" + nul, "GET /sandbox/exchanges/99999999999999999999", "GET /sandbox/exchanges?limit=9e9&after=-1",
		"GET /sandbox/totp?user=" + nul, "DELETE /sandbox/clients/" + nul, "DELETE /sandbox/users/" + nul, "DELETE /sandbox/apis/%2F%2F",
	}
	bodies := map[string]string{
		"nothing":           ``,
		"null":              `null`,
		"a number":          `1e999999`,
		"an array":          `[{}]`,
		"broken":            `{"name":`,
		"two":               `{}{}`,
		"not UTF-8":         "{\"name\":\"\xff\xfe\"}",
		"a lone surrogate":  `{"name":"\ud800"}`,
		"a NUL":             "{\"name\":\"a\x00b\"}",
		"an escaped NUL":    `{"name":"a\u0000b","email":"a\u0000@b","identifier":"\u0000","client_id":"\u0000"}`,
		"huge numbers":      `{"token_lifetime":1e400,"refresh_token":{"leeway":-1e308,"token_lifetime":99999999999999999999},"advance_seconds":1e308}`,
		"wrong types":       `{"name":{},"refresh_token":[],"mfa":"x","scopes":1,"callbacks":{"a":1},"email":[],"set":{},"action":[],"dialect":null}`,
		"nulls":             `{"name":null,"refresh_token":null,"mfa":null,"scopes":null,"callbacks":null,"email":null,"identifier":null,"client_id":null,"dialect":null}`,
		"deep objects":      strings.Repeat(`{"refresh_token":`, 9000) + `1` + strings.Repeat(`}`, 9000),
		"too deep":          strings.Repeat(`{"mfa":`, 200_000),
		"deep arrays":       `{"callbacks":` + strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000) + `}`,
		"long lists":        `{"callbacks":["` + strings.Repeat(`a","`, 100_000) + `"]}`,
		"a long name":       `{"` + strings.Repeat("n", 500_000) + `":1}`,
		"twice the same":    `{"name":"a","name":"b","email":"a@b.example","email":"c@d.example"}`,
		"prototype":         `{"__proto__":{"name":"x"},"constructor":1}`,
		"too long":          strings.Repeat(" ", 1<<20+1),
		"a form":            `name=x&email=y`,
		"control in a name": "{\"\\u001b[31m\":1}",
	}
	for _, target := range targets {
		method, path, _ := strings.Cut(target, " ")
		for name, body := range bodies {
			if got := s.Do(method, path, body); got.Status >= 500 {
				t.Errorf("%s with %s: %d %s", target, name, got.Status, got.Text)
			} else if strings.ContainsAny(got.Text, "\x1b\x00") {
				t.Errorf("%s with %s: control characters come back", target, name)
			}
		}
	}
}

func TestAFileTooLargeToImport(t *testing.T) {
	s := enginetest.New(t)
	large := `{"clients":[],"x":"` + strings.Repeat("x", 1<<20) + `"}`
	if got := s.Do("PUT", "/sandbox/setup", large); got.Status != 413 || !strings.Contains(got.Text, "snapshot") {
		t.Errorf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("POST", "/sandbox/users", large); got.Status != 413 || strings.Contains(got.Text, "snapshot") {
		t.Errorf("elsewhere: %d %s", got.Status, got.Text)
	}
}
