package grant_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

func codeForm(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"web-app"}, "client_secret": {"web-app-secret"},
		"code": {code}, "redirect_uri": {callback},
	}
}

const (
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" // RFC 7636 Appendix B
)

func TestCodeGivesTokens(t *testing.T) {
	pkce := func(c *model.Code) { c.Authorization.Challenge, c.Authorization.Method = challenge, "S256" }
	public := func(c *model.Code) { pkce(c); c.Authorization.ClientID = "spa" }
	rows := []struct {
		name string
		code func(*model.Code)
		form []string
		edit func(*http.Request)
	}{
		{name: "secret in the body"},
		{name: "secret by Basic", form: []string{"client_id", "", "client_secret", ""}, edit: basic("web-app", "web-app-secret")},
		{name: "Basic with client_id in the body too", form: []string{"client_secret", ""}, edit: basic("web-app", "web-app-secret")},
		{name: "PKCE with a secret", code: pkce, form: []string{"code_verifier", verifier}},
		{name: "PKCE without a secret", code: public, form: []string{"client_id", "spa", "client_secret", "", "code_verifier", verifier}},
		{name: "plain PKCE", code: func(c *model.Code) { c.Authorization.Challenge, c.Authorization.Method = verifier, "plain" }, form: []string{"code_verifier", verifier}},
		{name: "public without PKCE", code: func(c *model.Code) { c.Authorization.ClientID = "mobile-app" }, form: []string{"client_id", "mobile-app", "client_secret", ""}},
		{name: "redirect_uri left out on both sides", code: func(c *model.Code) { c.Authorization.RedirectGiven = false }, form: []string{"redirect_uri", ""}},
		{name: "unknown parameters are ignored", form: []string{"audience", "https://elsewhere.example", "colour", "green"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			edits := []func(*http.Request){}
			if row.edit != nil {
				edits = append(edits, row.edit)
			}
			a := s.post(with(codeForm(s.code(row.code)), row.form...), edits...)
			if a.status != http.StatusOK || a.text("token_type") != "Bearer" || a.body["expires_in"] != 86400.0 {
				t.Fatalf("got %d %v", a.status, a.body)
			}
			if a.text("scope") != "openid profile email offline_access read:expenses" {
				t.Errorf("scope %q", a.text("scope"))
			}
			if !strings.HasPrefix(a.text("refresh_token"), "v1.M") || len(a.text("refresh_token")) != 68 {
				t.Errorf("refresh token %q", a.text("refresh_token"))
			}
			if a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("tokens may be cached: %v", a.header)
			}
		})
	}
}

func TestCodeIsRefused(t *testing.T) {
	pkce := func(c *model.Code) { c.Authorization.Challenge, c.Authorization.Method = challenge, "S256" }
	rows := []struct {
		name   string
		code   func(*model.Code)
		form   []string
		edit   func(*http.Request)
		before func(*server)
		status int
		err    string
		text   string
	}{
		{name: "unknown code", form: []string{"code", "guessed"}, status: 403, err: "invalid_grant", text: "Invalid authorization code"},
		{name: "no code", form: []string{"code", ""}, status: 400, err: "invalid_request", text: "Missing required parameter: code"},
		{name: "no grant_type", form: []string{"grant_type", ""}, status: 400, err: "invalid_request", text: "Missing required parameter: grant_type"},
		{name: "unknown grant_type", form: []string{"grant_type", "magic"}, status: 400, err: "unsupported_grant_type", text: "Unsupported grant type: magic"},
		{name: "no client_id", form: []string{"client_id", ""}, status: 400, err: "invalid_request", text: "Missing required parameter: client_id"},
		{name: "unknown client", form: []string{"client_id", "nobody"}, status: 401, err: "access_denied", text: "Unauthorized"},
		{name: "wrong secret", form: []string{"client_secret", "web-app-secre"}, status: 401, err: "access_denied", text: "Unauthorized"},
		{name: "no secret", form: []string{"client_secret", ""}, status: 401, err: "access_denied", text: "Unauthorized"},
		{name: "wrong secret by Basic", form: []string{"client_secret", ""}, edit: basic("web-app", "no"), status: 401, err: "access_denied", text: "Unauthorized"},
		{name: "two secrets", edit: basic("web-app", "web-app-secret"), status: 400, err: "invalid_request", text: "The client must not use more than one authentication method"},
		{name: "two clients", form: []string{"client_secret", "", "client_id", "spa"}, edit: basic("web-app", "web-app-secret"), status: 400, err: "invalid_request", text: "The client must not use more than one authentication method"},
		{name: "Bearer instead of Basic", edit: header("Authorization", "Bearer web-app-secret"), status: 401, err: "access_denied", text: "Unauthorized"},
		{name: "client without the grant", form: []string{"client_id", "backend", "client_secret", "backend-secret"}, status: 403, err: "unauthorized_client", text: "Grant type 'authorization_code' not allowed for the client."},
		{name: "foreign client", form: []string{"client_id", "partner-app", "client_secret", "partner-app-secret"}, status: 403, err: "invalid_grant", text: "Invalid authorization code"},
		{name: "expired", before: func(s *server) { s.advance(10 * time.Minute) }, status: 403, err: "invalid_grant", text: "Invalid authorization code"},
		{name: "another redirect_uri", form: []string{"redirect_uri", callback + "/"}, status: 403, err: "unauthorized_client", text: "The redirect URI is wrong. You sent " + callback + "/, and we expected " + callback},
		{name: "no redirect_uri", form: []string{"redirect_uri", ""}, status: 403, err: "unauthorized_client", text: "The redirect URI is wrong. You sent , and we expected " + callback},
		{name: "wrong verifier", code: pkce, form: []string{"code_verifier", strings.Replace(verifier, "d", "e", 1)}, status: 403, err: "invalid_grant", text: "Failed to verify code verifier"},
		{name: "no verifier", code: pkce, status: 403, err: "invalid_grant", text: "Failed to verify code verifier"},
		{name: "the challenge as verifier", code: pkce, form: []string{"code_verifier", challenge}, status: 403, err: "invalid_grant", text: "Failed to verify code verifier"},
		{name: "short verifier", code: pkce, form: []string{"code_verifier", verifier[:42]}, status: 403, err: "invalid_grant", text: "Failed to verify code verifier"},
		{name: "verifier without a challenge", form: []string{"code_verifier", verifier}, status: 403, err: "invalid_grant", text: "Failed to verify code verifier"},
		{name: "another issuer", code: func(c *model.Code) { c.Authorization.Issuer = "https://localhost:2884/" }, status: 403, err: "invalid_grant", text: "Invalid authorization code"},
		{name: "blocked meanwhile", before: func(s *server) { s.user("user@example.com", func(u *model.User) { u.Blocked = true }) }, status: 403, err: "unauthorized", text: "user is blocked"},
		{name: "user gone", code: func(c *model.Code) { c.Authenticated.UserID = "auth0|gone" }, status: 403, err: "invalid_grant", text: "Invalid authorization code"},
		{name: "API gone", code: func(c *model.Code) { c.Authorization.Audience = "https://gone.example" }, status: 403, err: "access_denied", text: "Service not enabled within domain: https://gone.example"},
		{name: "form with bad escapes", edit: body("application/x-www-form-urlencoded", "code=%zz"), status: 400, err: "invalid_request", text: "The request is malformed"},
		{name: "parameter twice", edit: body("application/x-www-form-urlencoded", "code=a&code=b"), status: 400, err: "invalid_request", text: `The parameter "code" is included more than once`},
		{name: "broken JSON", edit: body("application/json", `{"code":`), status: 400, err: "invalid_request", text: "The request is malformed"},
		{name: "JSON that is no object", edit: body("application/json", `["code"]`), status: 400, err: "invalid_request", text: "The request is malformed"},
		{name: "JSON null", edit: body("application/json", `null`), status: 400, err: "invalid_request", text: "The request is malformed"},
		{name: "XML", edit: body("text/xml", `<code/>`), status: 400, err: "invalid_request", text: "The Content-Type must be application/x-www-form-urlencoded or application/json"},
		{name: "empty", edit: body("application/x-www-form-urlencoded", ""), status: 400, err: "invalid_request", text: "Missing required parameter: grant_type"},
		{name: "NUL in a parameter", edit: body("application/x-www-form-urlencoded", "grant_type=a%00b"), status: 400, err: "invalid_request", text: `The parameter "grant_type" has characters that are not allowed`},
		{name: "10 MB of noise", edit: body("application/x-www-form-urlencoded", "code="+strings.Repeat("x", 10<<20)), status: 413, err: "invalid_request", text: "The request body is too large"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newServer(t)
			form := with(codeForm(s.code(row.code)), row.form...)
			if row.before != nil {
				row.before(s)
			}
			edits := []func(*http.Request){}
			if row.edit != nil {
				edits = append(edits, row.edit)
			}
			a := s.post(form, edits...)
			if a.status != row.status || a.text("error") != row.err || a.text("error_description") != row.text {
				t.Errorf("got %d %v, want %d %s %q", a.status, a.body, row.status, row.err, row.text)
			}
			if a.header.Get("WWW-Authenticate") != "" {
				t.Error("WWW-Authenticate hides the error from SDKs")
			}
		})
	}
}

func TestCodeIsSpentOnce(t *testing.T) {
	s := newServer(t)
	form := codeForm(s.code(nil))
	const racers = 64
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		won  int
		lost int
	)
	for range racers {
		wg.Go(func() {
			a := s.post(form)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case a.status == http.StatusOK:
				won++
			case a.text("error") == "invalid_grant":
				lost++
			default:
				t.Errorf("got %d %v", a.status, a.body)
			}
		})
	}
	wg.Wait()
	if won != 1 || lost != racers-1 {
		t.Errorf("%d won and %d lost", won, lost)
	}
}

func TestWrongVerifierBurnsTheCode(t *testing.T) {
	s := newServer(t)
	form := codeForm(s.code(func(c *model.Code) { c.Authorization.Challenge, c.Authorization.Method = challenge, "S256" }))
	if a := s.post(with(form, "code_verifier", strings.Repeat("x", 43))); a.status != http.StatusForbidden {
		t.Fatalf("got %d %v", a.status, a.body)
	}
	if a := s.post(with(form, "code_verifier", verifier)); a.text("error") != "invalid_grant" {
		t.Errorf("the right verifier came after a wrong one, and got %d %v", a.status, a.body)
	}
}

func TestRefusalsLeaveTheCodeGood(t *testing.T) {
	s := newServer(t)
	form := codeForm(s.code(nil))
	for _, wrong := range [][]string{{"client_secret", "x"}, {"redirect_uri", "https://evil.example"}, {"client_id", "partner-app", "client_secret", "partner-app-secret"}} {
		if a := s.post(with(form, wrong...)); a.status == http.StatusOK {
			t.Fatalf("%v got tokens", wrong)
		}
	}
	if a := s.post(form); a.status != http.StatusOK {
		t.Errorf("got %d %v", a.status, a.body)
	}
}

// Only the standard says what a code used twice does to the tokens that it
// gave (RFC 6749 §4.1.2), so only the oidc dialect does it.
func TestCodeReuseRevokesInTheStandardDialect(t *testing.T) {
	for _, dialect := range []string{model.DialectAuth0, model.DialectOIDC} {
		t.Run(dialect, func(t *testing.T) {
			s := newServer(t)
			s.policy(func(p *model.Policy) { p.Dialect = dialect })
			form := codeForm(s.code(nil))
			first := s.post(form)
			again := s.post(form)
			refreshed := s.post(refreshForm(first.text("refresh_token")))
			wantAgain, wantRefresh := http.StatusForbidden, http.StatusOK
			if dialect == model.DialectOIDC {
				wantAgain, wantRefresh = http.StatusBadRequest, http.StatusBadRequest
			}
			if again.status != wantAgain || refreshed.status != wantRefresh {
				t.Errorf("again %d %v, refresh %d %v", again.status, again.body, refreshed.status, refreshed.body)
			}
			s.update(func(tx store.Tx) error {
				for f, err := range store.Families.All(tx) {
					if err != nil || (f.Cause == model.CauseCodeReuse) != (dialect == model.DialectOIDC) {
						t.Errorf("family %+v, %v", f, err)
					}
				}
				return nil
			})
		})
	}
}

func TestClientFailuresInTheStandardDialect(t *testing.T) {
	s := newServer(t)
	s.policy(func(p *model.Policy) { p.Dialect = model.DialectOIDC })
	form := with(codeForm(s.code(nil)), "client_secret", "")
	if a := s.post(form, basic("web-app", "no")); a.status != 401 || a.text("error") != "invalid_client" || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("by Basic: %d %v %v", a.status, a.body, a.header)
	}
	if a := s.post(with(form, "client_secret", "no")); a.status != 401 || a.text("error") != "invalid_client" || a.header.Get("WWW-Authenticate") != "" {
		t.Errorf("in the body: %d %v %v", a.status, a.body, a.header)
	}
}

func basic(user, password string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(user, password) }
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func body(contentType, text string) func(*http.Request) {
	return func(r *http.Request) {
		*r = *httptest.NewRequest(http.MethodPost, r.URL.String(), strings.NewReader(text))
		r.Header.Set("Content-Type", contentType)
	}
}
