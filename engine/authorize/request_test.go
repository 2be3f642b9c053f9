package authorize_test

import (
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// challenge is the example of RFC 7636 Appendix B.
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

func TestRequestsThatTheAppIsToldOf(t *testing.T) {
	s := enginetest.New(t)
	client(t, s, "backend", func(c *model.Client) { c.Callbacks = []string{callback} })
	for _, row := range []struct {
		name              string
		params            []string
		code, description string
	}{
		{"no response_type", []string{"response_type", ""}, "unsupported_response_type", "Missing required parameter: response_type"},
		{"a word too many", []string{"response_type", "code nothing"}, "unsupported_response_type", "Unsupported response type: code nothing"},
		{"another case", []string{"response_type", "CODE"}, "unsupported_response_type", "Unsupported response type: CODE"},
		{"nonsense", []string{"response_type", "<script>"}, "unsupported_response_type", "Unsupported response type: <script>"},
		{"a client without the grant", []string{"client_id", "backend"}, "unauthorized_client", "Grant type 'authorization_code' not allowed for the client."},
		{"a request object", []string{"request", "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported", "The request parameter is not supported"},
		{"a request_uri", []string{"request_uri", "https://evil.example/r"}, "request_uri_not_supported", "The request_uri parameter is not supported"},
		{"an unknown response_mode", []string{"response_mode", "smoke"}, "invalid_request", "Unsupported response_mode: smoke"},
		{"an unknown prompt", []string{"prompt", "create"}, "invalid_request", "Unsupported prompt value: create"},
		{"one unknown prompt of two", []string{"prompt", "login create"}, "invalid_request", "Unsupported prompt value: create"},
		{"prompt none with another", []string{"prompt", "none login"}, "invalid_request", "prompt=none cannot be combined with other values"},
		{"max_age below zero", []string{"max_age", "-1"}, "invalid_request", "max_age must be a non-negative integer"},
		{"max_age in words", []string{"max_age", "soon"}, "invalid_request", "max_age must be a non-negative integer"},
		{"max_age with a fraction", []string{"max_age", "1.5"}, "invalid_request", "max_age must be a non-negative integer"},
		{"max_age beyond all numbers", []string{"max_age", strings.Repeat("9", 400)}, "invalid_request", "max_age must be a non-negative integer"},
		{"an unknown method", []string{"code_challenge", challenge, "code_challenge_method", "S512"}, "invalid_request", "transform algorithm not supported"},
		{"a method in another case", []string{"code_challenge", challenge, "code_challenge_method", "s256"}, "invalid_request", "transform algorithm not supported"},
		{"a method alone", []string{"code_challenge_method", "S256"}, "invalid_request", "code_challenge_method was sent without code_challenge"},
		{"a short challenge", []string{"code_challenge", challenge[1:], "code_challenge_method", "S256"}, "invalid_request", "The code_challenge is malformed"},
		{"a long S256 challenge", []string{"code_challenge", challenge + "a", "code_challenge_method", "S256"}, "invalid_request", "The code_challenge is malformed"},
		{"a padded challenge", []string{"code_challenge", challenge[1:] + "=", "code_challenge_method", "S256"}, "invalid_request", "The code_challenge is malformed"},
		{"base64 instead of base64url", []string{"code_challenge", challenge[1:] + "+", "code_challenge_method", "S256"}, "invalid_request", "The code_challenge is malformed"},
		{"a short plain challenge", []string{"code_challenge", strings.Repeat("a", 42)}, "invalid_request", "The code_challenge is malformed"},
		{"a long plain challenge", []string{"code_challenge", strings.Repeat("a", 129)}, "invalid_request", "The code_challenge is malformed"},
		{"a third-party app without PKCE", []string{"client_id", "partner-app"}, "invalid_request", "Parameter 'code_challenge' required"},
		{"an unknown API", []string{"audience", "https://nowhere.example/"}, "access_denied", "Service not found: https://nowhere.example/"},
		{"the Management API of another issuer", []string{"audience", "https://nowhere.example/api/v2/"}, "access_denied", "Service not found: https://nowhere.example/api/v2/"},
		{"the Management API without its slash", []string{"audience", s.URL + "/api/v2"}, "access_denied", "Service not found: " + s.URL + "/api/v2"},
		{"an API with a slash too many", []string{"audience", expenses + "/"}, "access_denied", "Service not found: " + expenses + "/"},
		{"a scope in quotes", []string{"scope", `openid "profile"`}, "invalid_scope", "The scope parameter has characters that are not allowed"},
		{"a scope beyond ASCII", []string{"scope", "openid é"}, "invalid_scope", "The scope parameter has characters that are not allowed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := open(t, s).authorize(row.params...)
			wantError(t, p, row.code, row.description)
			if p.status != http.StatusFound {
				t.Errorf("status %d, want 302", p.status)
			}
		})
	}
}

func TestRequestsThatAreNeverSentOn(t *testing.T) {
	s := enginetest.New(t)
	for _, row := range []struct {
		name   string
		params []string
		status int
		title  string
	}{
		{"no client", []string{"client_id", ""}, 400, "Missing required parameter: client_id"},
		{"an unknown client", []string{"client_id", "wep-app"}, 400, "Unknown client: wep-app"},
		{"a client in another case", []string{"client_id", "Web-App"}, 400, "Unknown client: Web-App"},
		{"a foreign redirect_uri", []string{"redirect_uri", "https://evil.example/"}, 403, "Callback URL mismatch."},
		{"one slash more", []string{"redirect_uri", callback + "/"}, 403, "Callback URL mismatch."},
		{"a fragment", []string{"redirect_uri", callback + "#x"}, 403, "Callback URL mismatch."},
		{"another port of loopback, for a web app", []string{"redirect_uri", "http://127.0.0.1:5000/callback"}, 403, "Callback URL mismatch."},
		{"a script", []string{"redirect_uri", "javascript:alert(1)"}, 403, "Callback URL mismatch."},
		{"a client without callbacks", []string{"client_id", "backend", "redirect_uri", ""}, 400, "The client has no callback URL"},
		{"a client without callbacks, and one sent", []string{"client_id", "backend"}, 403, "Callback URL mismatch."},
		{"a line break", []string{"redirect_uri", callback + "\r\nSet-Cookie: a=b"}, 400, `The parameter "redirect_uri" has characters that are not allowed`},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := open(t, s).authorize(row.params...)
			wantPage(t, p, row.status, row.title)
			if p.header.Get("Location") != "" {
				t.Errorf("sent on to %s", p.header.Get("Location"))
			}
		})
	}
	t.Run("twice the same parameter", func(t *testing.T) {
		p := open(t, s).get("/authorize?" + request().Encode() + "&state=again")
		wantPage(t, p, 400, `The parameter "state" is included more than once`)
	})
	t.Run("the page helps", func(t *testing.T) {
		p := open(t, s).authorize("redirect_uri", "http://127.0.0.1:3000/callback")
		for _, want := range []string{"http://localhost:3000/callback", "The host is 127.0.0.1 and not localhost.", "add this one to the client&#39;s callbacks"} {
			if !strings.Contains(p.text, want) {
				t.Errorf("the page does not say %q:\n%s", want, p.text)
			}
		}
	})
}

func TestRequestsThatAreGood(t *testing.T) {
	s := enginetest.New(t)
	for _, row := range []struct {
		name   string
		params []string
		want   func(a model.Authorization) bool
	}{
		{"S256", []string{"code_challenge", challenge, "code_challenge_method", "S256"}, func(a model.Authorization) bool { return a.Challenge == challenge && a.Method == "S256" }},
		{"plain", []string{"code_challenge", strings.Repeat("a.~", 16), "code_challenge_method", "plain"}, func(a model.Authorization) bool { return a.Method == "plain" }},
		{"no method is plain", []string{"code_challenge", challenge}, func(a model.Authorization) bool { return a.Method == "plain" }},
		{"a public client without PKCE", []string{"client_id", "spa"}, func(a model.Authorization) bool { return a.Challenge == "" }},
		{"unknown scopes are dropped", []string{"audience", expenses, "scope", "openid read:expenses fly"}, func(a model.Authorization) bool {
			return strings.Join(a.Scope, " ") == "openid read:expenses" && len(a.Requested) == 3
		}},
		{"an API's scopes without the API are dropped", []string{"scope", "openid read:expenses"}, func(a model.Authorization) bool { return strings.Join(a.Scope, " ") == "openid" }},
		{"offline_access stays, whatever the API", []string{"audience", reports, "scope", "offline_access"}, func(a model.Authorization) bool { return strings.Join(a.Scope, " ") == "offline_access" }},
		{"no scope", []string{"scope", ""}, func(a model.Authorization) bool { return len(a.Scope) == 0 }},
		{"the nonce", []string{"nonce", "n-0S6_WzA2Mj"}, func(a model.Authorization) bool { return a.Nonce == "n-0S6_WzA2Mj" }},
		{"a redirect_uri is remembered as given", nil, func(a model.Authorization) bool { return a.RedirectGiven }},
		{"a huge max_age", []string{"max_age", "99999999999"}, func(a model.Authorization) bool { return a.MaxAge != nil }},
		{"parameters that nobody knows", []string{"ext-color", "mauve", "auth0Client", "e30"}, func(a model.Authorization) bool { return a.State == "OPAQUE" }},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := open(t, s)
			if got := codeOf(t, s, wantCode(t, b.logIn(b.authorize(row.params...), "user@example.com"))); !row.want(got.Authorization) {
				t.Errorf("the code is for %+v", got.Authorization)
			}
		})
	}
	t.Run("no redirect_uri: the first that is registered", func(t *testing.T) {
		b := open(t, s)
		p := b.logIn(b.authorize("redirect_uri", ""), "user@example.com")
		if !strings.HasPrefix(p.url.String(), "http://localhost:3000/callback?code=") {
			t.Fatalf("went to %s", p.url)
		}
		if codeOf(t, s, p.url.Query().Get("code")).Authorization.RedirectGiven {
			t.Error("the code asks for a redirect_uri that was not given")
		}
	})
	t.Run("any port of loopback for a native app", func(t *testing.T) {
		b := open(t, s)
		p := b.logIn(b.authorize("client_id", "mobile-app", "redirect_uri", "http://127.0.0.1:49152/callback"), "user@example.com")
		if !strings.HasPrefix(p.url.String(), "http://127.0.0.1:49152/callback?code=") {
			t.Fatalf("went to %s", p.url)
		}
	})
	t.Run("the policy's audience when there is none", func(t *testing.T) {
		policy(t, s, func(p *model.Policy) { p.DefaultAudience = expenses })
		b := open(t, s)
		if got := codeOf(t, s, wantCode(t, b.logIn(b.authorize(), "user@example.com"))).Authorization.Audience; got != expenses {
			t.Errorf("audience %q", got)
		}
	})
	t.Run("a form by POST", func(t *testing.T) {
		b := open(t, s)
		wantCode(t, b.logIn(b.do(http.MethodPost, "/authorize", request()), "user@example.com"))
	})
}

func TestTheStandardsWantARedirectURI(t *testing.T) {
	s := enginetest.New(t)
	policy(t, s, func(p *model.Policy) { p.Dialect = model.DialectOIDC })
	wantPage(t, open(t, s).authorize("redirect_uri", ""), 400, "The request is missing a required parameter: redirect_uri")
	wantError(t, open(t, s).authorize("response_type", ""), "invalid_request", "Missing required parameter: response_type")
}

// TestThePageSaysWhatMendsIt: a developer copies the command, and the same
// address works.
func TestThePageSaysWhatMendsIt(t *testing.T) {
	s := enginetest.New(t)
	const other = "http://localhost:3000/other"
	p := open(t, s).authorize("redirect_uri", other)
	want := "curl -X PATCH '" + s.URL + "/sandbox/clients/web-app'"
	if text := html.UnescapeString(p.text); p.status != 403 || !strings.Contains(text, want) || !strings.Contains(text, other) {
		t.Errorf("%d %s", p.status, text)
	}
	if p := open(t, s).authorize("client_id", "nobody"); strings.Contains(p.text, "curl -X PATCH") {
		t.Error("a command is offered where none would help")
	}
}

// A refused request object is read for the state and the way back alone, and
// what stands in the request itself comes first.
func TestTheRefusalOfARequestObjectTravelsAsItAsks(t *testing.T) {
	s := enginetest.New(t)
	object := func(claims string) string {
		return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + "."
	}
	for _, row := range []struct {
		name, claims string
		params       []string
		state        string
		fragment     bool
	}{
		{"both", `{"state":"inside","response_mode":"fragment"}`, []string{"state", ""}, "inside", true},
		{"outside first", `{"state":"inside","response_mode":"fragment"}`, []string{"state", "outside", "response_mode", "query"}, "outside", false},
		{"numbers", `{"state":5,"response_mode":{}}`, []string{"state", ""}, "", false},
		{"an unknown mode", `{"response_mode":"smoke"}`, []string{"state", ""}, "", false},
		{"no object", `"text"`, []string{"state", ""}, "", false},
		{"an address of its own", `{"redirect_uri":"https://evil.example/","state":"inside"}`, []string{"state", ""}, "inside", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := open(t, s).authorize(append(row.params, "request", object(row.claims))...)
			got := p.back(t)
			if row.fragment {
				got, _ = url.ParseQuery(p.url.EscapedFragment())
			}
			if got.Get("error") != "request_not_supported" || got.Get("state") != row.state {
				t.Errorf("the answer goes to %s", p.url)
			}
		})
	}
}
