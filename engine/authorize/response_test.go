package authorize_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

func claimsOf(t *testing.T, token string) (claims map[string]any) {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(raw, &claims) != nil {
		t.Fatalf("%q is no JWT", token)
	}
	return claims
}

func half(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// oldApp lets web-app use the implicit grant.
func oldApp(t *testing.T) (*enginetest.Server, *browser) {
	t.Helper()
	s := enginetest.New(t)
	client(t, s, "web-app", func(c *model.Client) { c.GrantTypes = append(c.GrantTypes, model.GrantImplicit) })
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	return s, b
}

func TestTokensFromTheFrontChannel(t *testing.T) {
	s, b := oldApp(t)
	for _, row := range []struct{ kind, gets string }{
		{"id_token", "id_token"},
		{"token", "access_token"},
		{"token id_token", "access_token id_token"},
		{"id_token code", "code id_token"},
		{"code token", "access_token code"},
		{"code id_token token", "access_token code id_token"},
	} {
		t.Run(row.kind, func(t *testing.T) {
			p := b.authorize("response_type", row.kind, "nonce", "n-1", "scope", "openid profile offline_access")
			got, err := url.ParseQuery(p.url.EscapedFragment())
			if err != nil || got.Get("state") != "OPAQUE" || p.url.RawQuery != "" {
				t.Fatalf("the app got %s", p.url)
			}
			var gets []string
			for _, name := range []string{"access_token", "code", "id_token", "refresh_token"} {
				if got.Get(name) != "" {
					gets = append(gets, name)
				}
			}
			if strings.Join(gets, " ") != row.gets {
				t.Errorf("got %v, want %s", gets, row.gets)
			}
			if token := got.Get("access_token"); token != "" {
				if info := s.Do("GET", "/userinfo", "", "Authorization: Bearer "+token); info.Status != 200 || got.Get("token_type") != "Bearer" || got.Get("expires_in") != "86400" {
					t.Errorf("the access token: %d %v", info.Status, got)
				}
			}
			id := got.Get("id_token")
			if id == "" {
				return
			}
			claims := claimsOf(t, id)
			for name, of := range map[string]string{"at_hash": got.Get("access_token"), "c_hash": got.Get("code")} {
				if want := half(of); of == "" && claims[name] != nil || of != "" && claims[name] != want {
					t.Errorf("%s is %v", name, claims[name])
				}
			}
			if claims["nonce"] != "n-1" || claims["aud"] != "web-app" || claims["iss"] != s.URL+"/" {
				t.Errorf("the ID token says %v", claims)
			}
		})
	}
}

// TestTokensForAnAPIThatWasRemoved while its user logged in.
func TestTokensForAnAPIThatWasRemoved(t *testing.T) {
	s, _ := oldApp(t)
	b := open(t, s)
	login := b.authorize("response_type", "token", "audience", "https://expenses.example/api", "nonce", "n")
	if got := s.Do("DELETE", "/sandbox/apis/"+url.PathEscape("https://expenses.example/api"), ""); got.Status != 204 {
		t.Fatalf("%d %s", got.Status, got.Text)
	}
	if p := b.logIn(login, "user@example.com"); !strings.Contains(p.url.Fragment, "error=access_denied") {
		t.Errorf("%d %s %s", p.status, p.url, p.text)
	}
}

func TestTokensThatTheFrontChannelRefuses(t *testing.T) {
	s, b := oldApp(t)
	for _, row := range []struct {
		name   string
		params []string
		code   string
	}{
		{"an ID token without a nonce", []string{"response_type", "id_token"}, "invalid_request"},
		{"an ID token without openid", []string{"response_type", "id_token", "nonce", "n", "scope", "profile"}, "invalid_request"},
		{"tokens in the query", []string{"response_type", "token", "response_mode", "query"}, "invalid_request"},
		{"a client without implicit", []string{"client_id", "spa", "response_type", "token"}, "unauthorized_client"},
		{"a hybrid of a client without implicit", []string{"client_id", "spa", "response_type", "code id_token", "nonce", "n"}, "unauthorized_client"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := b.authorize(row.params...)
			got, _ := url.ParseQuery(p.url.EscapedFragment())
			if got.Get("error") != row.code || got.Get("state") != "OPAQUE" || got.Has("access_token") || got.Has("id_token") {
				t.Errorf("the app got %s", p.url)
			}
		})
	}
	if p := b.authorize("response_type", "id_token token", "nonce", "n", "response_mode", "form_post"); p.hidden().Get("id_token") == "" {
		t.Errorf("by form_post: %v", p.hidden())
	}
	_ = s
}

// TestAnIDTokenAloneHasTheProfile: there is no /userinfo to ask (OpenID Connect
// Core §5.4).
func TestAnIDTokenAloneHasTheProfile(t *testing.T) {
	s, b := oldApp(t)
	s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
	for kind, want := range map[string]bool{"id_token": true, "id_token token": false} {
		p := b.authorize("response_type", kind, "nonce", "n", "scope", "openid email")
		got, _ := url.ParseQuery(p.url.EscapedFragment())
		if _, has := claimsOf(t, got.Get("id_token"))["email"]; has != want {
			t.Errorf("%s: email %v", kind, has)
		}
	}
}

var webMessage = regexp.MustCompile(`data-target="([^"]*)" data-message="([^"]*)"`)

func message(t *testing.T, p page) (target string, response map[string]string) {
	t.Helper()
	m := webMessage.FindStringSubmatch(p.text)
	if len(m) != 3 || json.Unmarshal([]byte(html.UnescapeString(m[2])), &response) != nil {
		t.Fatalf("no message on the page: %d %s", p.status, p.text)
	}
	return html.UnescapeString(m[1]), response
}

func TestWebMessage(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	ask := func(params ...string) page {
		return b.authorize(append([]string{"client_id", "spa", "redirect_uri", "http://localhost:3000", "response_mode", "web_message", "prompt", "none"}, params...)...)
	}
	target, got := message(t, ask())
	if target != "http://localhost:3000" || got["error"] != "login_required" || got["error_description"] != "Login required" || got["state"] != "OPAQUE" {
		t.Errorf("without a session: %s %v", target, got)
	}
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	p := ask("state", `"</script>`)
	if _, got := message(t, p); got["code"] == "" || got["state"] != `"</script>` || got["error"] != "" {
		t.Errorf("with a session: %v", got)
	}
	if policy := p.header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors http://localhost:3000;") || p.header.Get("X-Frame-Options") != "" {
		t.Errorf("the app's page cannot frame it: %q %q", policy, p.header.Get("X-Frame-Options"))
	}
	// Nobody else gets a message, an error no more than a code.
	for _, params := range [][]string{{"redirect_uri", callback}, {"redirect_uri", callback, "scope", `"`}} {
		if p := ask(params...); p.status != 403 || strings.Contains(p.text, "data-message") || p.header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%v: %d %s", params, p.status, p.title())
		}
	}
}

func TestClaimsAreAskedForOneByOne(t *testing.T) {
	s := enginetest.New(t)
	s.Do("PATCH", "/sandbox/policy", `{"dialect":"oidc"}`)
	b := open(t, s)
	wantCode(t, b.logIn(b.authorize(), "user@example.com"))
	code := wantCode(t, b.authorize("claims", `{"userinfo":{"name":{"essential":true},"nonsense":null},"id_token":{"email":null,"acr":{"values":["x"]}}}`))
	tokens := s.Form("/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "redirect_uri": {callback}, "code": {code},
	}.Encode()).Object()
	id := claimsOf(t, tokens["id_token"].(string))
	if id["email"] != "user@example.com" || id["name"] != nil {
		t.Errorf("the ID token says %v", id)
	}
	info := s.Do("GET", "/userinfo", "", "Authorization: Bearer "+tokens["access_token"].(string)).Object()
	if info["name"] == nil || info["email"] != nil {
		t.Errorf("/userinfo says %v", info)
	}
	for _, text := range []string{"[]", "{", `{"id_token":3}`} {
		if got := b.authorize("claims", text).back(t); got.Get("error") != "invalid_request" {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestIDTokenHint(t *testing.T) {
	s := enginetest.New(t)
	hintOf := func(b *browser, email string) string {
		t.Helper()
		code := wantCode(t, b.logIn(b.authorize("prompt", "login"), email))
		tokens := s.Form("/oauth/token", url.Values{
			"grant_type": {"authorization_code"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"}, "redirect_uri": {callback}, "code": {code},
		}.Encode()).Object()
		return tokens["id_token"].(string)
	}
	s.Do("POST", "/sandbox/users", `{"email":"other@example.com","password":"opensesame"}`)
	other := hintOf(open(t, s), "other@example.com")
	b := open(t, s)
	own := hintOf(b, "user@example.com")
	wantCode(t, b.authorize("prompt", "none", "id_token_hint", own))
	wantError(t, b.authorize("prompt", "none", "id_token_hint", other), "login_required", "Login required")
	wantError(t, b.authorize("id_token_hint", own+"x"), "invalid_request", "The id_token_hint is not an ID token of this server")
	// Who logs in as somebody else is not let through for the one meant.
	wantError(t, b.logIn(b.authorize("id_token_hint", other), "user@example.com"), "login_required", "Login required")
	wantCode(t, b.logIn(b.authorize("id_token_hint", other), "other@example.com"))
}

func TestResponseTypesInAnyOrder(t *testing.T) {
	_, b := oldApp(t)
	for _, kind := range []string{"token  id_token", "id_token token"} {
		p := b.authorize("response_type", kind, "nonce", "n")
		if got, _ := url.ParseQuery(p.url.EscapedFragment()); got.Get("id_token") == "" {
			t.Errorf("%q: %s", kind, p.url)
		}
	}
	if !slices.Contains([]string{"unsupported_response_type"}, b.authorize("response_type", "code code2").back(t).Get("error")) {
		t.Error("an unknown combination passed")
	}
}
