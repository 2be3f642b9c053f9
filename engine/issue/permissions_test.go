package issue_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const (
	expenses = "https://expenses.example/api"
	atAPI    = "/sandbox/apis/https%3A%2F%2Fexpenses.example%2Fapi"
	trusted  = "client_id=trusted-app&client_secret=trusted-app-secret"
	may      = `{"resource_server_identifier":"` + expenses + `","permission_name":`
)

// ok sends JSON that has to be taken.
func ok(t *testing.T, s *enginetest.Server, method, path, body string) enginetest.Answer {
	t.Helper()
	got := s.Do(method, path, body)
	if got.Status/100 != 2 {
		t.Fatalf("%s %s: %d %s", method, path, got.Status, got.Text)
	}
	return got
}

// login gets tokens for user@example.com by password.
func login(t *testing.T, s *enginetest.Server, scope string) map[string]any {
	t.Helper()
	got := s.Form("/oauth/token", trusted+"&grant_type=password&username=user@example.com&password=opensesame&audience="+expenses+"&scope="+url.QueryEscape(scope))
	if got.Status != http.StatusOK {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	return got.Object()
}

// part reads the header (0) or the claims (1) of a JWT.
func part(t *testing.T, token any, i int) map[string]any {
	t.Helper()
	text, _ := token.(string)
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", text)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[i])
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestScopesOfAnAPIThatEnforcesPolicies(t *testing.T) {
	for _, row := range []struct {
		name, api, user, asked string
		scope                  string
		permissions            any
	}{
		{"not enforced", `{}`, `{}`, "openid read:expenses write:expenses", "openid read:expenses write:expenses", nil},
		{"not enforced, authz", `{"token_dialect":"access_token_authz"}`, `{}`, "read:expenses", "read:expenses", nil},
		{"no permission", `{"enforce_policies":true}`, `{}`, "openid read:expenses", "openid", nil},
		{"one of two", `{"enforce_policies":true}`, `{"permissions":[` + may + `"read:expenses"}]}`, "openid offline_access read:expenses write:expenses", "openid offline_access read:expenses", nil},
		{"by a role", `{"enforce_policies":true}`, `{"roles":["rol_clerk"]}`, "read:expenses write:expenses", "write:expenses", nil},
		{"all that there are, if none is asked for", `{"enforce_policies":true}`, `{"permissions":[` + may + `"read:expenses"}]}`, "", "read:expenses", nil},
		{"permissions that were not asked for", `{"enforce_policies":true,"token_dialect":"access_token_authz"}`, `{"permissions":[` + may + `"read:expenses"}],"roles":["rol_clerk"]}`, "openid write:expenses", "openid write:expenses", []any{"read:expenses", "write:expenses"}},
		{"no permissions at all", `{"enforce_policies":true,"token_dialect":"rfc9068_profile_authz"}`, `{}`, "openid write:expenses", "openid", []any{}},
		{"a permission on another API", `{"enforce_policies":true,"token_dialect":"access_token_authz"}`, `{"permissions":[{"resource_server_identifier":"https://reports.example/api","permission_name":"read:reports"}]}`, "read:expenses", "", []any{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			ok(t, s, "POST", "/sandbox/roles", `{"id":"rol_clerk","name":"Clerk","permissions":[`+may+`"write:expenses"}]}`)
			ok(t, s, "PATCH", atAPI, row.api)
			ok(t, s, "PATCH", "/sandbox/users/user@example.com", row.user)
			got := login(t, s, row.asked)
			claims := part(t, got["access_token"], 1)
			answered, _ := got["scope"].(string)
			borne, _ := claims["scope"].(string)
			if answered != row.scope || borne != row.scope {
				t.Errorf("answered %q, in the token %q, want %q", answered, borne, row.scope)
			}
			if diff := cmp.Diff(row.permissions, claims["permissions"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPermissionsAreThoseOfTheMoment: what is taken from a user is missing
// from the next access token, and no refresh brings it back.
func TestPermissionsAreThoseOfTheMoment(t *testing.T) {
	s := enginetest.New(t)
	ok(t, s, "PATCH", atAPI, `{"enforce_policies":true,"token_dialect":"access_token_authz"}`)
	ok(t, s, "PATCH", "/sandbox/users/user@example.com", `{"permissions":[`+may+`"read:expenses"}]}`)
	got := login(t, s, "offline_access read:expenses write:expenses")
	ok(t, s, "PATCH", "/sandbox/users/user@example.com", `{"permissions":[`+may+`"write:expenses"}]}`)
	refresh, _ := got["refresh_token"].(string)
	next := s.Form("/oauth/token", trusted+"&grant_type=refresh_token&refresh_token="+refresh).Object()
	claims := part(t, next["access_token"], 1)
	if next["scope"] != "offline_access" || !cmp.Equal(claims["permissions"], []any{"write:expenses"}) {
		t.Errorf("scope %v, claims %v", next["scope"], claims)
	}
}

// TestAClientsOwnPermissions are those of its client grant.
func TestAClientsOwnPermissions(t *testing.T) {
	s := enginetest.New(t)
	ok(t, s, "PATCH", atAPI, `{"enforce_policies":true,"token_dialect":"access_token_authz"}`)
	got := s.Form("/oauth/token", "client_id=backend&client_secret=backend-secret&grant_type=client_credentials&scope=read:expenses&audience="+expenses).Object()
	if claims := part(t, got["access_token"], 1); claims["scope"] != "read:expenses" || !cmp.Equal(claims["permissions"], []any{"read:expenses"}) {
		t.Errorf("%v", claims)
	}
}

func TestTokenDialects(t *testing.T) {
	for dialect, want := range map[string]struct {
		typ  string
		has  []string
		not  []string
		name string
	}{
		"access_token":          {"JWT", []string{"azp", "gty"}, []string{"client_id", "jti", "permissions"}, "azp"},
		"access_token_authz":    {"JWT", []string{"azp", "gty", "permissions"}, []string{"client_id", "jti"}, "azp"},
		"rfc9068_profile":       {"at+jwt", []string{"client_id", "jti"}, []string{"azp", "gty", "permissions"}, "client_id"},
		"rfc9068_profile_authz": {"at+jwt", []string{"client_id", "jti", "permissions"}, []string{"azp", "gty"}, "client_id"},
	} {
		t.Run(dialect, func(t *testing.T) {
			s := enginetest.New(t)
			ok(t, s, "PATCH", "/sandbox/users/user@example.com", `{"permissions":[`+may+`"read:expenses"}]}`)
			ok(t, s, "PATCH", atAPI, `{"enforce_policies":true,"token_dialect":"`+dialect+`"}`)
			token := login(t, s, "openid read:expenses")["access_token"]
			if typ := part(t, token, 0)["typ"]; typ != want.typ {
				t.Errorf("typ %v, want %s", typ, want.typ)
			}
			claims := part(t, token, 1)
			if claims[want.name] != "trusted-app" {
				t.Errorf("%s is %v", want.name, claims[want.name])
			}
			for _, name := range want.has {
				if claims[name] == nil {
					t.Errorf("%s is missing", name)
				}
			}
			for _, name := range want.not {
				if claims[name] != nil {
					t.Errorf("%s is %v", name, claims[name])
				}
			}
			// Whatever it looks like, it opens what it was made for.
			text, _ := token.(string)
			for _, path := range []string{"/userinfo", "/samples/expenses"} {
				if got := s.Do("GET", path, "", "Authorization: Bearer "+text); got.Status != 200 {
					t.Errorf("%s: %d %s", path, got.Status, got.Text)
				}
			}
			if another := login(t, s, "openid")["access_token"]; claims["jti"] != nil && part(t, another, 1)["jti"] == claims["jti"] {
				t.Error("two tokens have one jti")
			}
		})
	}
}

func TestTokensStraightFromTheBrowserLiveShorter(t *testing.T) {
	s := enginetest.New(t)
	ok(t, s, "PATCH", atAPI, `{"token_lifetime_for_web":600}`)
	ok(t, s, "PATCH", "/sandbox/clients/spa", `{"grant_types":["authorization_code","implicit"]}`)
	ok(t, s, "PATCH", "/sandbox/policy", `{"auto_login":"user@example.com"}`)
	got := s.Do("GET", "/authorize?client_id=spa&response_type=token&state=s&nonce=n&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&audience="+url.QueryEscape(expenses), "")
	to, err := url.Parse(got.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	values, err := url.ParseQuery(to.Fragment)
	if err != nil || values.Get("expires_in") != "600" {
		t.Fatalf("%d %s", got.Status, to)
	}
	claims := part(t, values.Get("access_token"), 1)
	if issued, _ := claims["iat"].(float64); claims["exp"] != issued+600 {
		t.Errorf("%v", claims)
	}
	if got := login(t, s, "openid"); got["expires_in"] != 86400.0 {
		t.Errorf("by the token endpoint: %v", got["expires_in"])
	}
}
