package mfa_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzBodies sends anything as the body of the MFA API's requests: each is
// answered in JSON, by success or a refusal that the client is told, and never
// by the field name that SDKs cannot read.
func FuzzBodies(f *testing.F) {
	for _, body := range []string{
		`{"authenticator_types":["otp"]}`,
		`{"authenticator_types":["oob"],"oob_channels":["sms"],"phone_number":"+15555550123"}`,
		`{"authenticator_types":["oob"],"oob_channels":["auth0"]}`,
		`{"authenticator_types":["oob"],"oob_channels":["email"],"email":"me@example.com"}`,
		`{"authenticator_types":"oob","oob_channels":{"sms":true},"phone_number":[15555550123]}`,
		`{"client_id":"trusted-app","client_secret":"trusted-app-secret","mfa_token":"TOKEN","challenge_type":"oob"}`,
		`{"client_id":"trusted-app","client_secret":"trusted-app-secret","mfa_token":"TOKEN","authenticator_id":"sms|dev_x","oob_channel":7}`,
		`{"client_id":"trusted-app","mfa_token":null}`,
		`[]`, `{`, ``, "\x00", `{"authenticator_types":["oob"],"oob_channels":["email"],"email":"\u0000@\u001b[2J"}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := newWorld(t).everybody()
		for path, user := range map[string]string{"/mfa/associate": "user@example.com", "/mfa/challenge": "all@example.com"} {
			token := w.begin(user)
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(strings.ReplaceAll(body, "TOKEN", token)))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+token)
			a := w.send(r)
			var object map[string]any
			if err := json.Unmarshal([]byte(a.body), &object); err != nil {
				t.Fatalf("%s: %d %q: %v", path, a.status, a.body, err)
			}
			_, refused := object["error"].(string)
			if a.status != 200 && (a.status < 400 || a.status > 499 || !refused) || a.status == 200 && refused {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
			if _, ok := object["oob_channels"]; ok {
				t.Errorf("%s: %s", path, a.body)
			}
		}
	})
}
