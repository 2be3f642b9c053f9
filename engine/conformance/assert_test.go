package conformance_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/enginetest"
)

// list is one of the lists in the discovery document.
func (o *op) list(name string) []string {
	var out []string
	values, _ := o.meta[name].([]any)
	for _, v := range values {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

var printable = regexp.MustCompile(`^[ !#-\[\]-~]+$`)

// refused wants the client to be told of one of the errors, and of nothing
// more than errors have (RFC 6749 §4.1.2.1).
func (o *op) refused(asked url.Values, errors ...string) {
	o.t.Helper()
	got := o.answer(o.visit(asked), asked)
	if !slices.Contains(errors, got.Get("error")) || !printable.MatchString(got.Get("error_description")) {
		o.t.Errorf("the client is told %v, not one of %q", got, errors)
	}
	for name := range got {
		if !slices.Contains([]string{"error", "error_description", "state", "iss"}, name) {
			o.t.Errorf("%s comes with an error", name)
		}
	}
}

// wrong wants invalid_grant of the token endpoint (RFC 6749 §5.2).
func (o *op) wrong(a enginetest.Answer) {
	o.t.Helper()
	description, _ := a.Object()["error_description"].(string)
	if a.Status != http.StatusBadRequest || a.Object()["error"] != "invalid_grant" || !printable.MatchString(description) ||
		!strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
		o.t.Errorf("not 400 invalid_grant but %d %s", a.Status, a.Text)
	}
}

// reused redeems a code a second time after a while, and returns the access
// token that it gave.
func (o *op) reused(after time.Duration) string {
	o.t.Helper()
	asked := o.request()
	form := url.Values{"grant_type": {"authorization_code"}, "code": {o.answer(o.visit(asked), asked).Get("code")}, "redirect_uri": {callback}}
	got := o.checked(o.token(first, form), first, "nonce-1")
	o.about(o.userInfo(got.access))
	o.wait(after)
	o.wrong(o.token(first, form))
	return got.access
}

// met wants the user to have seen these pages, and no others.
func (o *op) met(titles ...string) {
	o.t.Helper()
	if !slices.Equal(o.pages, titles) {
		o.t.Errorf("the user saw %q, want %q", o.pages, titles)
	}
}

func authTime(t tokens) float64 { n, _ := t.claims["auth_time"].(float64); return n }

// later wants a second login to be one of its own.
func (o *op) later(before, after tokens) {
	o.t.Helper()
	if after.claims["sub"] != before.claims["sub"] || authTime(after) <= authTime(before) || int64(authTime(after)) != o.Now.Unix() {
		o.t.Errorf("logged in at %v and again at %v", authTime(before), authTime(after))
	}
}

// same wants a second answer to go by the first login.
func (o *op) same(before, after tokens) {
	o.t.Helper()
	if after.claims["sub"] != before.claims["sub"] || authTime(after) != authTime(before) || authTime(before) == 0 {
		o.t.Errorf("logged in at %v and then %v", authTime(before), authTime(after))
	}
}

// scopeClaims are those of each scope (OpenID Connect Core §5.4).
var scopeClaims = map[string][]string{
	"openid": {"sub"},
	"profile": {
		"birthdate", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "picture",
		"preferred_username", "profile", "updated_at", "website", "zoneinfo",
	},
	"email":   {"email", "email_verified"},
	"address": {"address"},
	"phone":   {"phone_number", "phone_number_verified"},
}

// scoped wants userinfo to have the claims of each scope, and no others.
func (o *op) scoped(scopes string) {
	o.t.Helper()
	var want []string
	for s := range strings.FieldsSeq(scopes) {
		if !slices.Contains(o.list("scopes_supported"), s) {
			o.t.Errorf("%s is not among scopes_supported", s)
		}
		want = append(want, scopeClaims[s]...)
	}
	slices.Sort(want)
	got := o.userInfo(o.logIn("scope", scopes).access)
	o.about(got)
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		o.t.Errorf("userinfo has %q, want %q", names, want)
	}
	for _, name := range want {
		if !slices.Contains(o.list("claims_supported"), name) {
			o.t.Errorf("%s is not among claims_supported", name)
		}
	}
}

// about wants each claim to be of its type (OpenID Connect Core §5.1).
func (o *op) about(claims map[string]any) {
	o.t.Helper()
	if sub, _ := claims["sub"].(string); sub == "" {
		o.t.Errorf("no sub: %v", claims)
	}
	for name, value := range claims {
		var ok bool
		switch name {
		case "updated_at":
			_, ok = value.(float64)
		case "email_verified", "phone_number_verified":
			_, ok = value.(bool)
		case "address":
			var parts map[string]any
			parts, ok = value.(map[string]any)
			for part, text := range parts {
				if s, isText := text.(string); !isText || s == "" {
					o.t.Errorf("address.%s is %v", part, text)
				}
			}
		default:
			var text string
			text, ok = value.(string)
			ok = ok && text != ""
		}
		if !ok {
			o.t.Errorf("%s is %v", name, value)
		}
	}
}
