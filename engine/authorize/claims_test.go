package authorize_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

const theUser = "auth0|65f000000000000000000001" // user@example.com

// An app that asks for the sub of one user gets no code for another (OpenID
// Connect Core §3.1.2.2).
func TestTheSubThatIsAskedFor(t *testing.T) {
	for _, dialect := range []string{"auth0", "oidc"} {
		t.Run(dialect, func(t *testing.T) {
			s := enginetest.New(t)
			s.Do("PATCH", "/sandbox/policy", `{"dialect":"`+dialect+`"}`)
			asked := func(sub string) string { return fmt.Sprintf(`{"id_token":{"sub":{"value":%q}}}`, sub) }
			b := open(t, s)
			id := redeemed(t, s, wantCode(t, b.logIn(b.authorize("claims", asked(theUser)), "user@example.com")))
			wantCode(t, b.authorize("claims", asked(theUser), "prompt", "none"))
			wantCode(t, b.authorize("claims", `{"id_token":{"sub":null}}`, "prompt", "none"))
			wantCode(t, b.authorize("claims", asked(theUser), "id_token_hint", id))
			another := asked("auth0|another")
			wantError(t, b.authorize("claims", another, "prompt", "none"), "login_required", "Login required")
			wantError(t, b.authorize("claims", another, "id_token_hint", id), "login_required", "Login required") // two at once
			wantError(t, b.logIn(b.authorize("claims", another), "user@example.com"), "login_required", "Login required")
		})
	}
}

// An acr that is essential is reached, or nobody is logged in (OpenID Connect
// Core §5.5.1.1).
func TestAnEssentialACR(t *testing.T) {
	const unmet, why = "unmet_authentication_requirements", "The required acr could not be reached"
	s := enginetest.New(t)
	s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
	policy(t, s, func(p *model.Policy) { p.MFA.When, p.Dialect = model.MFANever, "oidc" })
	essential := func(values string) string { return `{"id_token":{"acr":{"essential":true,` + values + `}}}` }
	one, two := `"values":["1"]`, `"values":["`+multiFactor+`"]`

	b := open(t, s) // whose user has no second factor
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	for values, ok := range map[string]bool{
		one: true, `"value":"1"`: true, `"values":["x","1"]`: true, two: false, `"value":"x"`: false, `"values":["2","x"]`: false,
		`"values":[]`: true,
	} {
		p := b.authorize("claims", essential(values), "prompt", "none")
		if !ok {
			wantError(t, p, unmet, why)
			continue
		}
		if acr := claimsOf(t, redeemed(t, s, wantCode(t, p)))["acr"]; acr != "1" {
			t.Errorf("%s gives acr %v", values, acr)
		}
	}
	wantCode(t, b.authorize("claims", `{"id_token":{"acr":`+`{"values":["x"]}}}`, "prompt", "none")) // a wish

	b = open(t, s) // whose user has one
	p := giveOTP(t, b, b.logIn(b.authorize("claims", essential(two)), "otp@example.com"))
	if acr := claimsOf(t, redeemed(t, s, wantCode(t, p)))["acr"]; acr != multiFactor {
		t.Errorf("with a second factor: acr %v", acr)
	}
	s.Now = s.Now.Add(time.Minute) // for another code
	// The app hears the class that it insists on, though a wish was for more.
	p = giveOTP(t, b, b.authorize("claims", essential(one), "acr_values", multiFactor))
	id := claimsOf(t, redeemed(t, s, wantCode(t, p)))
	if id["acr"] != "1" || fmt.Sprint(id["amr"]) != "[mfa]" {
		t.Errorf("the class that is essential: %v %v", id["acr"], id["amr"])
	}
}

// redeemed is the ID token that a code of web-app gives.
func redeemed(t *testing.T, s *enginetest.Server, code string) string {
	t.Helper()
	got := s.Form("/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "redirect_uri": {callback}, "code": {code},
	}.Encode())
	id, ok := got.Object()["id_token"].(string)
	if !ok {
		t.Fatalf("no ID token: %d %s", got.Status, got.Text)
	}
	return id
}
