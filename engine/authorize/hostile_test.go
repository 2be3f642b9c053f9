package authorize_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
)

// TestNothingThatWasSentBecomesMarkup puts markup wherever a page repeats
// something.
func TestNothingThatWasSentBecomesMarkup(t *testing.T) {
	const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`
	s := enginetest.New(t)
	client(t, s, "partner-app", func(c *model.Client) { c.Name = attack })
	b := open(t, s)
	pages := map[string]page{}
	for _, name := range []string{
		"client_id", "redirect_uri", "response_type", "scope", "audience", "state", "nonce", "prompt", "max_age", "login_hint",
		"acr_values", "response_mode", "code_challenge", "code_challenge_method", "request", attack,
	} {
		pages[name+" by redirect"] = b.authorize(name, attack)
		pages[name+" by form"] = b.authorize(name, attack, "response_mode", "form_post")
		pages[name+" twice"] = b.get("/authorize?" + request(name, attack).Encode() + "&" + url.QueryEscape(name) + "=2")
	}
	pages["the login's state"] = b.get("/u/login?state=" + url.QueryEscape(attack))
	login := b.authorize(partner()...)
	pages["the client's name"] = login
	pages["the username"] = b.submit(login, "username", attack, "password", "x")
	pages["the consent"] = b.logIn(login, "user@example.com")
	for name, p := range pages {
		if p.status >= 500 {
			t.Errorf("%s: %d", name, p.status)
		}
		text := strings.Replace(p.text, "<script>document.forms[0].submit();</script>", "", 1)
		if strings.Contains(text, "<script") || strings.Contains(text, "<img") {
			t.Errorf("%s is markup:\n%s", name, p.text)
		}
	}
}

func TestPagesAreHeadedForSafety(t *testing.T) {
	s := enginetest.New(t)
	b := open(t, s)
	for name, p := range map[string]page{
		"login": b.authorize(), "wrong": b.submit(b.authorize(), "username", "x"), "problem": b.authorize("client_id", "x"), "over": b.get("/u/login"),
	} {
		csp := p.header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "script-src") ||
			p.header.Get("Cache-Control") != "no-store" || p.header.Get("Referrer-Policy") != "same-origin" || p.header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %v", name, p.header)
		}
	}
}

func TestCookies(t *testing.T) {
	s := enginetest.New(t)
	answer := s.Do(http.MethodGet, "/authorize?"+request().Encode(), "")
	cookies, err := http.ParseSetCookie(answer.Header.Get("Set-Cookie"))
	if err != nil || cookies.Name != "playgrant_browser" || !cookies.HttpOnly || cookies.SameSite != http.SameSiteLaxMode || cookies.Path != "/" || cookies.Secure {
		t.Errorf("%v, %v", cookies, err)
	}
}

// FuzzAuthorize sends whatever to /authorize: nothing makes the server fail,
// and no answer goes to an address that is not registered.
func FuzzAuthorize(f *testing.F) {
	for _, params := range [][]string{
		nil, {"response_type", ""}, {"prompt", "none login"}, {"max_age", "-1"}, {"redirect_uri", "https://evil.example"}, {"redirect_uri", ""},
		{"client_id", "mobile-app", "redirect_uri", "http://127.0.0.1:5/callback"}, {"response_mode", "fragment", "prompt", "none"},
		{"response_mode", "form_post", "prompt", "none"}, {"code_challenge", challenge}, {"audience", "x"}, {"state", "\x00"}, {"scope", "é"},
	} {
		f.Add(request(params...).Encode())
	}
	f.Add("client_id=web-app&client_id=spa")
	f.Add("%zz;&=")
	s := enginetest.New(f)
	f.Fuzz(func(t *testing.T, query string) {
		form, err := url.ParseQuery(query)
		req, broken := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/authorize", strings.NewReader(query))
		if broken != nil {
			t.Fatal(broken)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, broken := http.DefaultTransport.RoundTrip(req)
		if broken != nil {
			t.Fatal(broken)
		}
		answer.Body.Close()
		if answer.StatusCode >= 500 {
			t.Fatalf("status %d", answer.StatusCode)
		}
		to := answer.Header.Get("Location")
		if to == "" || strings.HasPrefix(to, "/u/login?state=") {
			return
		}
		address, rest, _ := strings.Cut(to, "?")
		if form.Get("response_mode") == "fragment" && strings.Contains(to, "#") {
			address, rest, _ = strings.Cut(to, "#")
		}
		if err != nil || !registered(address) {
			t.Fatalf("sent to %s", to)
		}
		if got, err := url.ParseQuery(rest); err != nil || got.Get("state") != form.Get("state") || !got.Has("error") {
			t.Fatalf("the app got %v", rest)
		}
	})
}

func registered(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Hostname() == "127.0.0.1" && u.Path == "/callback" || slices.Contains([]string{
		"http://localhost:3000/callback", "http://localhost:3000/auth/callback", "http://localhost:3000/api/auth/callback",
		"http://localhost:3000", "http://localhost:5173", callback,
	}, address))
}

// A browser repeats the form, password and all, at the address of a 307 or 308
// (RFC 9700 §4.12).
func TestAPasswordIsNotSentOnByARedirect(t *testing.T) {
	b := open(t, enginetest.New(t))
	p := b.logIn(b.authorize(), "user@example.com")
	wantCode(t, p)
	if p.status != http.StatusFound && p.status != http.StatusSeeOther {
		t.Errorf("the login was answered with %d, want 302 or 303", p.status)
	}
}
