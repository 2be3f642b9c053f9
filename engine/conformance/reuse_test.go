package conformance_test

import (
	"net/url"
	"testing"
)

// The suite asks for no audience. With one the access token is a JWT: it ends
// too when its code comes back, where this server is asked about it.
func TestAReusedCodeEndsAJWTToo(t *testing.T) {
	o := begin(t, "")
	asked := o.request("audience", "https://expenses.example/api")
	form := url.Values{"grant_type": {"authorization_code"}, "code": {o.answer(o.visit(asked), asked).Get("code")}, "redirect_uri": {callback}}
	got := o.checked(o.token(first, form), first, "nonce-1")
	other := o.logIn("audience", "https://expenses.example/api")
	if o.verified(got.access)["jti"] == nil {
		t.Error("the token has no jti")
	}
	wantLive := func(access string, live bool) {
		t.Helper()
		status := o.Do("GET", o.endpoint("userinfo_endpoint"), "", "Authorization: Bearer "+access).Status
		about := o.Form("/oauth/introspect", url.Values{"client_id": {first.id}, "client_secret": {first.secret}, "token": {access}}.Encode()).Object()
		if (status == 200) != live || about["active"] != live {
			t.Errorf("userinfo answers %d, introspection %v; want it to hold: %v", status, about, live)
		}
	}
	wantLive(got.access, true)
	o.wrong(o.token(first, form))
	wantLive(got.access, false)
	wantLive(other.access, true)
}
