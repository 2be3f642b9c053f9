package claims_test

import (
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// The tokens of the auth0 dialect say what a tenant's do; what else the
// standard knows of is told in the other dialect alone, made up until it is
// set, and then as it was set.
func TestFurtherClaims(t *testing.T) {
	for _, row := range []struct {
		name, dialect, set string
		want               map[string]any
	}{
		{"auth0", "auth0", "", map[string]any{"gender": nil, "address": nil, "phone_number": nil, "picture": nil, "nickname": "user"}},
		{"oidc", "oidc", "", map[string]any{"gender": "unspecified", "preferred_username": "user", "phone_number": "+15555550142", "phone_number_verified": false}},
		{"oidc, set", "oidc", `{"standard_claims":{"gender":"female"}}`, map[string]any{"gender": "female", "birthdate": nil, "phone_number": nil, "address": nil}},
		{"oidc, a number of their own", "oidc", `{"phone_number":"+15555550199"}`, map[string]any{"phone_number": "+15555550199", "phone_number_verified": true}},
		{"auth0, set", "auth0", `{"standard_claims":{"gender":"female"}}`, map[string]any{"gender": nil}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := enginetest.New(t)
			s.Do("PATCH", "/sandbox/policy", `{"dialect":"`+row.dialect+`"}`)
			if row.set != "" {
				if got := s.Do("PATCH", "/sandbox/users/user@example.com", row.set); got.Status != 200 {
					t.Fatal(got.Text)
				}
			}
			token, _ := s.Form("/oauth/token", "grant_type=password&username=user@example.com&password=opensesame&scope=openid+profile+address+phone&client_id=trusted-app&client_secret=trusted-app-secret").Object()["access_token"].(string)
			got := s.Do("GET", "/userinfo", "", "Authorization: Bearer "+token).Object()
			for name, want := range row.want {
				if got[name] != want {
					t.Errorf("%s is %v, want %v", name, got[name], want)
				}
			}
		})
	}
}

func TestFurtherClaimsAreChecked(t *testing.T) {
	s := enginetest.New(t)
	for _, bad := range []string{`{"birthdate":"yesterday"}`, `{"website":"javascript:alert(1)"}`, `{"phone_number":"12"}`, `{"address":{"country":"a\nb"}}`, `{"middle_name":"\u001b[2J"}`, `{"shoe_size":"43"}`} {
		if got := s.Do("PATCH", "/sandbox/users/user@example.com", `{"standard_claims":`+bad+`}`); got.Status != 400 {
			t.Errorf("%s: %d %s", bad, got.Status, got.Text)
		}
	}
}
