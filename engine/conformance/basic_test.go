package conformance_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// modules are those of the Basic OP and Form Post OP plans.
var modules = map[string]func(*op){
	"oidcc-server": func(o *op) {
		got := o.logIn()
		if sub := o.userInfo(got.access)["sub"]; sub != got.claims["sub"] {
			o.t.Errorf("userinfo is about %v, the ID token about %v", sub, got.claims["sub"])
		}
	},
	"oidcc-server-client-secret-post": func(o *op) {
		asked := o.request()
		code := o.answer(o.visit(asked), asked).Get("code")
		form := url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback},
			"client_id": {first.id}, "client_secret": {first.secret},
		}
		o.checked(o.Form(o.endpoint("token_endpoint"), form.Encode()), first, "nonce-1")
	},
	"oidcc-response-type-missing": func(o *op) {
		o.refused(o.request("response_type", ""), "invalid_request", "unsupported_response_type")
	},
	"oidcc-idtoken-signature": func(o *op) { o.logIn() },
	"oidcc-idtoken-unsigned": func(o *op) { // skipped by the suite where none is not among the algorithms
		if slices.Contains(o.list("id_token_signing_alg_values_supported"), "none") {
			o.t.Error("none is among the algorithms")
		}
	},
	"oidcc-userinfo-get": func(o *op) { o.about(o.userInfo(o.logIn().access)) },
	"oidcc-userinfo-post-header": func(o *op) {
		got := o.Do("POST", o.endpoint("userinfo_endpoint"), "", "Authorization: Bearer "+o.logIn().access)
		o.about(got.Object())
	},
	"oidcc-userinfo-post-body": func(o *op) {
		got := o.Form(o.endpoint("userinfo_endpoint"), url.Values{"access_token": {o.logIn().access}}.Encode())
		o.about(got.Object())
	},
	"oidcc-ensure-request-without-nonce-succeeds-for-code-flow": func(o *op) {
		if got := o.logIn("nonce", ""); got.claims["nonce"] != nil {
			o.t.Errorf("a nonce that nobody sent: %v", got.claims)
		}
	},
	"oidcc-scope-profile":                     func(o *op) { o.scoped("openid profile") },
	"oidcc-scope-email":                       func(o *op) { o.scoped("openid email") },
	"oidcc-scope-address":                     func(o *op) { o.scoped("openid address") },
	"oidcc-scope-phone":                       func(o *op) { o.scoped("openid phone") },
	"oidcc-scope-all":                         func(o *op) { o.scoped("openid address email phone profile") },
	"oidcc-ensure-other-scope-order-succeeds": func(o *op) { o.scoped("email openid") },
	"oidcc-display-page":                      func(o *op) { o.logIn("display", "page") },
	"oidcc-display-popup":                     func(o *op) { o.logIn("display", "popup") },
	"oidcc-prompt-login": func(o *op) {
		before := o.logIn("max_age", "15000")
		o.wait(2 * time.Second)
		o.later(before, o.logIn("prompt", "login", "max_age", "15000"))
		o.met("Log in", "Log in")
	},
	"oidcc-prompt-none-not-logged-in": func(o *op) {
		o.refused(o.request("prompt", "none"), "login_required", "interaction_required", "account_selection_required", "consent_required")
		o.met()
	},
	"oidcc-prompt-none-logged-in": func(o *op) {
		before := o.logIn()
		o.same(before, o.logIn("prompt", "none"))
		o.met("Log in")
	},
	"oidcc-max-age-1": func(o *op) {
		before := o.logIn()
		o.wait(2 * time.Second)
		o.later(before, o.logIn("max_age", "1"))
		o.met("Log in", "Log in")
	},
	"oidcc-max-age-10000": func(o *op) {
		before := o.logIn("max_age", "10000")
		o.wait(time.Second)
		o.same(before, o.logIn("max_age", "10000"))
		o.met("Log in")
	},
	"oidcc-ensure-request-with-unknown-parameter-succeeds": func(o *op) { o.logIn("extra", "foobar") },
	"oidcc-id-token-hint": func(o *op) {
		before := o.logIn()
		o.same(before, o.logIn("prompt", "none", "id_token_hint", before.id))
		o.met("Log in")
	},
	"oidcc-login-hint": func(o *op) {
		o.logIn("login_hint", "user@example.com")
		o.wait(time.Second)
		if p := o.open(http.MethodGet, o.URL+"/authorize?"+o.request("prompt", "login", "login_hint", "buffy@suite.example").Encode(), nil); !strings.Contains(p.text, `value="buffy@suite.example"`) {
			o.t.Errorf("the hint is not filled in: %s", p.text)
		}
	},
	"oidcc-ui-locales":     func(o *op) { o.logIn("ui_locales", "se") },
	"oidcc-claims-locales": func(o *op) { o.logIn("claims_locales", "se") },
	"oidcc-ensure-request-with-acr-values-succeeds": func(o *op) {
		wanted := o.list("acr_values_supported")
		if len(wanted) == 0 {
			wanted = []string{"1", "2"}
		}
		got := o.logIn("acr_values", strings.Join(wanted, " "))
		if acr, _ := got.claims["acr"].(string); !slices.Contains(wanted, acr) {
			o.t.Errorf("the acr is %q, asked was for %q", acr, wanted)
		}
	},
	"oidcc-codereuse": func(o *op) { o.reused(0) },
	"oidcc-codereuse-30seconds": func(o *op) {
		access := o.reused(30 * time.Second)
		if got := o.Do("GET", o.endpoint("userinfo_endpoint"), "", "Authorization: Bearer "+access); got.Status != http.StatusUnauthorized {
			o.t.Errorf("the first access token still works: %d", got.Status)
		}
	},
	"oidcc-ensure-registered-redirect-uri": func(o *op) {
		for _, uri := range []string{callback + "1", callback + "?q=1", base, "https://evil.example/callback"} {
			p := o.visit(o.request("redirect_uri", uri))
			if p.status < 400 || !strings.HasPrefix(p.at.String(), o.URL) || strings.Contains(p.text, "<form") {
				o.t.Errorf("%s: no error page but %d %s", uri, p.status, p.at)
			}
		}
	},
	"oidcc-ensure-post-request-succeeds": func(o *op) {
		asked := o.request()
		got := o.answer(o.goOn(o.open(http.MethodPost, o.URL+o.endpoint("authorization_endpoint"), asked)), asked)
		o.redeem(got.Get("code"), "nonce-1")
	},
	"oidcc-request-uri-unsigned": func(o *op) {
		if o.meta["request_uri_parameter_supported"] != false {
			o.t.Error("the discovery document does not say that request_uri is not supported")
		}
		o.refused(o.request("request_uri", base+"/requesturi"), "request_uri_not_supported")
	},
	"oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported": func(o *op) {
		// Everything stands in the object; beside it what OAuth 2.0 requires
		// and no more, so that state and response_mode are nowhere else.
		asked := o.request()
		bare := o.request("state", "", "nonce", "", "response_mode", "", "request", unsigned(asked))
		if got := o.answer(o.visit(bare), asked); got.Get("error") != "request_not_supported" {
			o.t.Errorf("the client is told %v", got)
		}
	},
	"oidcc-ensure-request-object-with-redirect-uri": func(o *op) {
		// The address that counts stands where the server does not look, so the
		// other is what it judges by.
		p := o.visit(o.request("request", unsigned(o.request()), "redirect_uri", callback+"/foo"))
		if p.status < 400 || !strings.HasPrefix(p.at.String(), o.URL) {
			o.t.Errorf("no error page but %d %s", p.status, p.at)
		}
	},
	"oidcc-claims-essential": func(o *op) {
		got := o.logIn("claims", `{"userinfo":{"name":{"essential":true}}}`)
		if o.userInfo(got.access)["name"] == nil || got.claims["name"] != nil {
			o.t.Errorf("the name belongs into userinfo alone: %v", got.claims)
		}
	},
	"oidcc-refresh-token": refreshed,
	"oidcc-ensure-request-with-valid-pkce-succeeds": func(o *op) {
		// The pair of RFC 7636 Appendix B.
		asked := o.request("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method", "S256")
		code := o.answer(o.visit(asked), asked).Get("code")
		o.checked(o.token(first, url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback},
			"code_verifier": {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
		}), first, "nonce-1")
	},
}

func TestBasicAndFormPostPlans(t *testing.T) {
	for _, mode := range []string{"", "form_post"} {
		for name, run := range modules {
			t.Run(name+" "+mode, func(t *testing.T) { run(begin(t, mode)) })
		}
	}
}

// unsigned puts the parameters into a request object without a signature.
func unsigned(asked url.Values) string {
	claims := map[string]string{}
	for name := range asked {
		claims[name] = asked.Get(name)
	}
	raw, _ := json.Marshal(claims) // strings can be written
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString(raw) + "."
}

func refreshed(o *op) {
	if !slices.Contains(o.list("grant_types_supported"), "refresh_token") {
		o.t.Error("the discovery document does not list refresh_token")
	}
	// The suite asks for offline_access with prompt=consent (Core §11).
	asked := o.request("scope", "openid offline_access", "prompt", "consent")
	p := o.visit(asked)
	form := fields(p.text)
	form.Set("action", "default")
	p = o.press(p, form)
	o.met("Log in", "Let suite-1 in?")
	before := o.redeem(o.answer(p, asked).Get("code"), "nonce-1")
	if before.refresh == "" {
		o.t.Fatal("no refresh token")
	}
	o.wait(time.Second)
	form = url.Values{"grant_type": {"refresh_token"}, "refresh_token": {before.refresh}, "scope": {"openid offline_access"}}
	after := o.checked(o.token(first, form), first, "")
	if after.access == before.access || after.claims["sub"] != before.claims["sub"] || after.claims["auth_time"] != before.claims["auth_time"] {
		o.t.Errorf("refreshed %v from %v", after.claims, before.claims)
	}
	o.about(o.userInfo(after.access))
	if after.refresh != "" {
		form.Set("refresh_token", after.refresh)
	}
	o.wrong(o.token(second, form))
}
