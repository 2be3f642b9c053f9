package samples_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const login = "grant_type=password&client_id=trusted-app&client_secret=trusted-app-secret&username=user@example.com&password=opensesame"

func TestExpenses(t *testing.T) {
	s := enginetest.New(t)
	token := func(more string) string {
		t.Helper()
		got := s.Form("/oauth/token", login+more).Object()
		access, ok := got["access_token"].(string)
		if !ok {
			t.Fatalf("no token: %v", got)
		}
		return access
	}
	api := "&audience=https%3A%2F%2Fexpenses.example%2Fapi"
	good := token(api + "&scope=openid+read:expenses")
	signed := s.Form("/oauth/token", login+"&scope=openid").Object()
	head, rest, _ := strings.Cut(good, ".")
	tampered := head + ".e30." + rest[strings.LastIndex(rest, ".")+1:]

	tests := []struct {
		name      string
		header    string
		status    int
		challenge string
	}{
		{"a good token", "Authorization: Bearer " + good, 200, ""},
		{"the scheme in lower case", "Authorization: bearer " + good, 200, ""},
		{"no token", "X-Nothing: here", 401, "Bearer"},
		{"another scheme", "Authorization: Basic " + good, 401, "Bearer"},
		{"an empty token", "Authorization: Bearer  ", 401, "Bearer"},
		{"garbage", "Authorization: Bearer garbage", 401, `error="invalid_token"`},
		{"dots", "Authorization: Bearer ..", 401, `error="invalid_token"`},
		{"other claims under the same signature", "Authorization: Bearer " + tampered, 401, `error="invalid_token"`},
		{"no signature (alg none)", "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.", 401, `error="invalid_token"`},
		{"an opaque token", "Authorization: Bearer " + signed["access_token"].(string), 401, `error="invalid_token"`},
		{"an ID token", "Authorization: Bearer " + signed["id_token"].(string), 401, `error="invalid_token"`},
		{"for another API", "Authorization: Bearer " + token("&audience=https%3A%2F%2Freports.example%2Fapi&scope=read:reports"), 401, `error="invalid_token"`},
		{"without the scope", "Authorization: Bearer " + token(api+"&scope=write:expenses"), 403, `error="insufficient_scope"`},
		{"by another host's issuer", "Authorization: Bearer " + good + "\nHost: other.localhost", 401, `error="invalid_token"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Do("GET", "/samples/expenses", "", strings.Split(tt.header, "\n")...)
			challenge := got.Header.Get("WWW-Authenticate")
			if got.Status != tt.status || !strings.Contains(challenge, tt.challenge) {
				t.Errorf("%d %q %s", got.Status, challenge, got.Text)
			}
			if tt.challenge == "Bearer" && challenge != "Bearer" {
				t.Errorf("a request without a token is told %q", challenge)
			}
		})
	}
}

func TestExpensesObeyTheSandboxClock(t *testing.T) {
	s := enginetest.New(t)
	got := s.Form("/oauth/token", login+"&audience=https%3A%2F%2Fexpenses.example%2Fapi&scope=read:expenses").Object()
	bearer := "Authorization: Bearer " + got["access_token"].(string)
	call := func() int { return s.Do("GET", "/samples/expenses", "", bearer).Status }
	move := func(body string) {
		t.Helper()
		if got := s.Do("POST", "/sandbox/clock", body); got.Status != http.StatusOK {
			t.Fatal(got.Text)
		}
	}
	move(`{"freeze": true}`)
	move(`{"advance_seconds": 86399}`)
	if got := call(); got != 200 {
		t.Errorf("one second before it expires: %d", got)
	}
	move(`{"advance_seconds": 1}`)
	if got := call(); got != 401 {
		t.Errorf("when it expires: %d", got)
	}
	move(`{"advance_seconds": -1}`)
	if got := call(); got != 200 {
		t.Errorf("back again: %d", got)
	}
}
