package sandbox_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
)

var (
	clientPath = "/sandbox/clients/web-app"
	apiPath    = "/sandbox/apis/" + url.PathEscape("https://expenses.example/api")
	policyPath = "/sandbox/policy"
)

func TestAPatchChangesWhatItNamesAndNothingElse(t *testing.T) {
	tests := []struct {
		path, patch string
		want        map[string]any // by dotted name
	}{
		{clientPath, `{"name": "Renamed"}`, map[string]any{"name": "Renamed"}},
		{clientPath, `{"refresh_token": {"leeway": 30}}`, map[string]any{"refresh_token.leeway": 30.0}},
		{clientPath, `{"refresh_token": {"rotation_type": "rotating", "token_lifetime": 60, "idle_token_lifetime": 30}}`,
			map[string]any{"refresh_token.rotation_type": "rotating", "refresh_token.token_lifetime": 60.0, "refresh_token.idle_token_lifetime": 30.0}},
		{clientPath, `{"callbacks": ["com.example.app://callback"]}`, map[string]any{"callbacks": []any{"com.example.app://callback"}}},
		{clientPath, `{"web_origins": null}`, map[string]any{"web_origins": []any{}}},
		{clientPath, `{"refresh_token": {"policies": [{"audience": "https://reports.example/api", "scope": ["read:reports"]}]}}`,
			map[string]any{"refresh_token.policies": []any{map[string]any{"audience": "https://reports.example/api", "scope": []any{"read:reports"}}}}},
		{clientPath, `{}`, map[string]any{}},
		{apiPath, `{"allow_offline_access": false}`, map[string]any{"allow_offline_access": false}},
		{apiPath, `{"token_lifetime": 60}`, map[string]any{"token_lifetime": 60.0}},
		{policyPath, `{"mfa": {"when": "always"}}`, map[string]any{"mfa.when": "always"}},
		{policyPath, `{"mfa": {"flows": ["refresh_token"]}, "dialect": "oidc"}`, map[string]any{"mfa.flows": []any{"refresh_token"}, "dialect": "oidc"}},
		{policyPath, `{"auto_login": "user@example.com", "default_audience": "https://reports.example/api"}`,
			map[string]any{"auto_login": "user@example.com", "default_audience": "https://reports.example/api"}},
	}
	for _, tt := range tests {
		t.Run(tt.path+" "+tt.patch, func(t *testing.T) {
			s := enginetest.New(t)
			want := s.Do("PATCH", tt.path, `{}`).Object()
			for name, value := range tt.want {
				at, object := want, strings.Split(name, ".")
				for _, part := range object[:len(object)-1] {
					at = at[part].(map[string]any)
				}
				at[object[len(object)-1]] = value
			}
			got := s.Do("PATCH", tt.path, tt.patch)
			if diff := cmp.Diff(want, got.Object()); diff != "" || got.Status != 200 {
				t.Errorf("answered %d (-want +got):\n%s", got.Status, diff)
			}
			if diff := cmp.Diff(want, s.Do("PATCH", tt.path, `{}`).Object()); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPatchesThatAreRefused(t *testing.T) {
	tests := []struct{ path, patch, field string }{
		{clientPath, `{"nick": "x"}`, "nick"},
		{clientPath, `{"Name": "x"}`, "Name"},
		{clientPath, `{"refresh_token": {"Leeway": 1}}`, "Leeway"},
		{clientPath, `{"name": ""}`, "name"},
		{clientPath, `{"name": 7}`, "name"},
		{clientPath, `{"name": "\u001b[2J"}`, "name"},
		{clientPath, `{"client_id": "other"}`, "client_id"},
		{clientPath, `{"client_id": null, "name": "\u0000"}`, "name"},
		{clientPath, `{"client_secret": 1e9}`, "client_secret"},
		{clientPath, `{"app_type": "toaster"}`, "app_type"},
		{clientPath, `{"is_first_party": "yes"}`, "is_first_party"},
		{clientPath, `{"token_endpoint_auth_method": "tls_client_auth"}`, "token_endpoint_auth_method"},
		{clientPath, `{"grant_types": "refresh_token"}`, "grant_types"},
		{clientPath, `{"grant_types": ["magic"]}`, "grant_types"},
		{clientPath, `{"grant_types": ["refresh_token", "refresh_token"]}`, "grant_types"},
		{clientPath, `{"grant_types": [1]}`, "grant_types"},
		{clientPath, `{"callbacks": ["/relative"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["https://ok.example", "https://a.example/#x"]}`, "callbacks[1]"},
		{clientPath, `{"callbacks": ["https://a.example/#"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["javascript:alert(1)"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["JavaScript:alert(1)"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["data:text/html,x"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["https:///nohost"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["https://user:pass@a.example/"]}`, "callbacks[0]"},
		{clientPath, `{"callbacks": ["https://a.example/\r\nX: y"]}`, "callbacks[0]"},
		{clientPath, `{"allowed_logout_urls": [""]}`, "allowed_logout_urls[0]"},
		{clientPath, `{"web_origins": ["http://localhost:3000/path"]}`, "web_origins[0]"},
		{clientPath, `{"web_origins": ["*"]}`, "web_origins[0]"},
		{clientPath, `{"allowed_origins": ["null"]}`, "allowed_origins[0]"},
		{clientPath, `{"redirection_policy": "never"}`, "redirection_policy"},
		{clientPath, `{"jwt_configuration": {"alg": "none"}}`, "jwt_configuration.alg"},
		{clientPath, `{"jwt_configuration": {"lifetime_in_seconds": 0}}`, "jwt_configuration.lifetime_in_seconds"},
		{clientPath, `{"jwt_configuration": 5}`, "jwt_configuration"},
		{clientPath, `{"refresh_token": {"rotation_type": "spinning"}}`, "refresh_token.rotation_type"},
		{clientPath, `{"refresh_token": {"rotation_type": "rotating", "expiration_type": "non-expiring"}}`, "refresh_token.expiration_type"},
		{clientPath, `{"refresh_token": {"leeway": -1}}`, "refresh_token.leeway"},
		{clientPath, `{"refresh_token": {"leeway": "10"}}`, "refresh_token.leeway"},
		{clientPath, `{"refresh_token": {"leeway": 1.5}}`, "refresh_token.leeway"},
		{clientPath, `{"refresh_token": {"token_lifetime": 0}}`, "refresh_token.token_lifetime"},
		{clientPath, `{"refresh_token": {"token_lifetime": 31557601}}`, "refresh_token.token_lifetime"},
		{clientPath, `{"refresh_token": {"token_lifetime": 9223372036854775808}}`, "refresh_token.token_lifetime"},
		{clientPath, `{"refresh_token": {"infinite_token_lifetime": true, "token_lifetime": -5}}`, "refresh_token.token_lifetime"},
		{clientPath, `{"refresh_token": {"token_lifetime": 60}}`, "refresh_token.idle_token_lifetime"},
		{clientPath, `{"refresh_token": {"policies": [{"audience": "", "scope": []}]}}`, "refresh_token.policies[0].audience"},
		{clientPath, `{"refresh_token": {"policies": [{"audience": "a", "scope": ["two words"]}]}}`, "refresh_token.policies[0].scope"},
		{apiPath, `{"identifier": "https://other.example"}`, "identifier"},
		{apiPath, `{"is_system": true}`, "is_system"},
		{apiPath, `{"signing_alg": "ES256"}`, "signing_alg"},
		{apiPath, `{"token_lifetime": 2592001}`, "token_lifetime"},
		{apiPath, `{"token_lifetime": -1}`, "token_lifetime"},
		{apiPath, `{"scopes": [{"value": "two words"}]}`, "scopes[0].value"},
		{apiPath, `{"scopes": [{"value": "a"}, {"value": "a"}]}`, "scopes[1].value"},
		{apiPath, `{"scopes": [{"value": "a\u0000b"}]}`, "scopes[0].value"},
		{apiPath, `{"scopes": {"value": "a"}}`, "scopes"},
		{policyPath, `{"mfa": {"when": "sometimes"}}`, "mfa.when"},
		{policyPath, `{"mfa": {"flows": ["implicit"]}}`, "mfa.flows"},
		{policyPath, `{"mfa": {"factors": ["otp", "otp"]}}`, "mfa.factors"},
		{policyPath, `{"mfa": true}`, "mfa"},
		{policyPath, `{"dialect": "saml"}`, "dialect"},
		{policyPath, `{"auto_login": "nobody@example.com"}`, "auto_login"},
		{policyPath, `{"auto_login": true}`, "auto_login"},
		{policyPath, `{"default_audience": "https://unknown.example"}`, "default_audience"},
	}
	s := enginetest.New(t)
	before := s.Do("GET", "/sandbox", "").Text
	for _, tt := range tests {
		t.Run(tt.patch, func(t *testing.T) {
			badRequest(t, s.Do("PATCH", tt.path, tt.patch), tt.field)
		})
	}
	if diff := cmp.Diff(before, s.Do("GET", "/sandbox", "").Text); diff != "" {
		t.Errorf("refused patches left their mark:\n%s", diff)
	}
}

func TestTheServersOwnAPIStays(t *testing.T) {
	s := enginetest.New(t)
	path := "/sandbox/apis/" + url.PathEscape(s.URL+"/mfa/")
	for _, method := range []string{"PATCH", "DELETE"} {
		if got := s.Do(method, path, `{"token_lifetime": 1}`); got.Status != 400 {
			t.Errorf("%s: %d %s", method, got.Status, got.Text)
		}
	}
	badRequest(t, s.Do("POST", "/sandbox/apis", `{"identifier": "https://x.example", "is_system": true}`), "is_system")
}

// The Management API is everywhere known as an audience; who wants another one
// at its address registers it as any API.
func TestTheManagementAPICanBeOnesOwn(t *testing.T) {
	s := enginetest.New(t)
	path := "/sandbox/apis/" + url.PathEscape(s.URL+"/api/v2/")
	if got := s.Do("PATCH", path, `{"token_lifetime": 1}`); got.Status != 404 {
		t.Errorf("it is no API of the sandbox: %d %s", got.Status, got.Text)
	}
	got := s.Do("POST", "/sandbox/apis", `{"identifier": "`+s.URL+`/api/v2/", "scopes": [{"value": "read:rules"}]}`)
	if got.Status != 201 || got.Object()["is_system"] != false {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("DELETE", path, ""); got.Status >= 300 {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func TestClientsComeAndGo(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("POST", "/sandbox/clients", `{"name": "Mine", "app_type": "regular_web"}`)
	c := got.Object()
	id, _ := c["client_id"].(string)
	secret, _ := c["client_secret"].(string)
	if got.Status != 201 || len(id) != 32 || len(secret) != 64 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if diff := cmp.Diff([]any{"authorization_code", "refresh_token"}, c["grant_types"]); diff != "" {
		t.Errorf("grants: %s", diff)
	}
	if diff := cmp.Diff([]any{}, c["callbacks"]); diff != "" {
		t.Errorf("callbacks: %s", diff)
	}
	if spa := s.Do("POST", "/sandbox/clients", `{"client_id": "my-spa", "app_type": "spa"}`).Object(); spa["client_secret"] != nil || spa["token_endpoint_auth_method"] != "none" {
		t.Errorf("a public client: %v", spa)
	}
	if again := s.Do("POST", "/sandbox/clients", `{"client_id": "my-spa"}`); again.Status != 409 {
		t.Errorf("twice: %d %s", again.Status, again.Text)
	}
	badRequest(t, s.Do("POST", "/sandbox/clients", `{"app_type": 5}`), "app_type")
	badRequest(t, s.Do("POST", "/sandbox/clients", `{"client_id": "a\u0000b"}`), "client_id")
	for _, status := range []int{204, 404} {
		if got := s.Do("DELETE", "/sandbox/clients/"+id, ""); got.Status != status {
			t.Errorf("DELETE: %d %s", got.Status, got.Text)
		}
	}
	if got := s.Do("DELETE", "/sandbox/clients/backend", ""); got.Status != 204 || len(view(t, s).ClientGrants) != 0 {
		t.Errorf("its client grant has outlived a client: %d", got.Status)
	}
}

func TestAPIsComeAndGo(t *testing.T) {
	s := enginetest.New(t)
	got := s.Do("POST", "/sandbox/apis", `{"identifier": "https://orders.example/api", "scopes": [{"value": "read:orders"}]}`)
	if api := got.Object(); got.Status != 201 || api["token_lifetime"] != 86400.0 || api["allow_offline_access"] != false {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if got := s.Do("POST", "/sandbox/apis", `{"identifier": "https://orders.example/api"}`); got.Status != 409 {
		t.Errorf("twice: %d %s", got.Status, got.Text)
	}
	badRequest(t, s.Do("POST", "/sandbox/apis", `{}`), "identifier")
	badRequest(t, s.Do("POST", "/sandbox/apis", `{"identifier": "two words"}`), "identifier")
	s.Do("PATCH", policyPath, `{"default_audience": "https://orders.example/api"}`)
	path := "/sandbox/apis/" + url.PathEscape("https://orders.example/api")
	for _, status := range []int{204, 404} {
		if got := s.Do("DELETE", path, ""); got.Status != status {
			t.Errorf("DELETE: %d %s", got.Status, got.Text)
		}
	}
	if p := view(t, s).Policy; p.DefaultAudience != "" {
		t.Errorf("the policy still names %s", p.DefaultAudience)
	}
}
