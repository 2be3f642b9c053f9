package conformance_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The Implicit and Hybrid OP plans, and their Form Post variants, as far as
// they differ from the basic one: what comes straight from the authorization
// endpoint, with its hashes, and what is refused without a nonce.
func TestFrontChannelPlans(t *testing.T) {
	for _, kind := range []string{"id_token", "id_token token", "code id_token", "code token", "code id_token token"} {
		for _, mode := range []string{"", "form_post"} {
			t.Run(kind+" "+mode, func(t *testing.T) {
				o := begin(t, mode)
				if got := o.Do("PATCH", "/sandbox/clients/"+first.id, `{"grant_types":["authorization_code","refresh_token","implicit"]}`); got.Status != http.StatusOK {
					t.Fatal(got.Text)
				}
				o.front(kind)
			})
		}
	}
}

func (o *op) front(kind string) {
	has := func(part string) bool { return strings.Contains(" "+kind+" ", " "+part+" ") }
	asked := o.request("response_type", kind, "scope", "openid email")
	got := o.fromFront(o.visit(asked), asked)
	if got.Has("code") != has("code") || got.Has("id_token") != has("id_token") || got.Has("access_token") != has("token") {
		o.t.Fatalf("for %s come %v", kind, got)
	}
	var sub any
	if has("id_token") { // oidcc-server, oidcc-idtoken-signature
		claims := o.verified(got.Get("id_token"))
		sub = claims["sub"]
		if claims["iss"] != o.meta["issuer"] || claims["aud"] != first.id || claims["nonce"] != "nonce-1" {
			o.t.Errorf("the ID token says %v", claims)
		}
		for name, value := range map[string]string{"c_hash": got.Get("code"), "at_hash": got.Get("access_token")} {
			if want := half(value); (value != "" && claims[name] != want) || (value == "" && claims[name] != nil) {
				o.t.Errorf("%s is %v", name, claims[name])
			}
		}
		// oidcc-scope-email: there is no userinfo to ask without a token.
		if alone := kind == "id_token"; (claims["email"] != nil) != alone {
			o.t.Errorf("the ID token has the email %v", claims["email"])
		}
	}
	if has("token") {
		if got.Get("token_type") != "Bearer" || got.Get("expires_in") == "" {
			o.t.Errorf("the token comes with %v", got)
		}
		info := o.userInfo(got.Get("access_token"))
		o.about(info)
		if info["email"] != "user@example.com" || sub != nil && info["sub"] != sub {
			o.t.Errorf("userinfo says %v, the ID token is about %v", info, sub)
		}
	}
	if has("code") {
		second := o.redeem(got.Get("code"), "nonce-1")
		if sub != nil && second.claims["sub"] != sub {
			o.t.Errorf("the two ID tokens are about %v and %v", sub, second.claims["sub"])
		}
		o.about(o.userInfo(second.access))
	}
	o.met("Log in")
	// oidcc-prompt-none-logged-in
	asked = o.request("response_type", kind, "prompt", "none")
	if again := o.fromFront(o.visit(asked), asked); again.Has("error") {
		o.t.Errorf("silently: %v", again)
	}
	if has("id_token") { // oidcc-ensure-request-without-nonce-fails
		asked = o.request("response_type", kind, "nonce", "")
		if refused := o.fromFront(o.visit(asked), asked); refused.Get("error") != "invalid_request" {
			o.t.Errorf("without a nonce: %v", refused)
		}
	}
}

// fromFront is what the client gets in the fragment, or by the form; never in
// the query (OAuth 2.0 Multiple Response Types §5).
func (o *op) fromFront(p page, asked url.Values) url.Values {
	o.t.Helper()
	if o.mode == "" {
		if p.at.RawQuery != "" {
			o.t.Errorf("the query has %q", p.at.RawQuery)
		}
		at := *p.at
		at.RawQuery, at.Fragment, at.RawFragment = p.at.EscapedFragment(), "", ""
		p.at = &at
	}
	return o.answer(p, asked)
}

// half is the left half of a hash (OpenID Connect Core §3.3.2.11).
func half(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
