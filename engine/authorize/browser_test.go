package authorize_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
)

const (
	callback = "https://yourapp.example/callback"
	expenses = "https://expenses.example/api"
	reports  = "https://reports.example/api"
)

// browser is a user's browser: it keeps cookies and follows redirects until
// one leads to an app.
type browser struct {
	t      testing.TB
	server *enginetest.Server
	client *http.Client
}

// page is where a browser has got to.
type page struct {
	status int
	url    *url.URL
	header http.Header
	text   string
}

func open(t testing.TB, s *enginetest.Server) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, s, &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if "http://"+r.URL.Host != s.URL {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

// get opens an address of the server.
func (b *browser) get(path string) page {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil)
}

// authorize opens /authorize with the given parameters over those of a usual
// request; an empty value leaves one out.
func (b *browser) authorize(params ...string) page {
	b.t.Helper()
	return b.get("/authorize?" + request(params...).Encode())
}

// request is a usual authorization request with some things changed: names and
// values in turn.
func request(params ...string) url.Values {
	v := url.Values{
		"client_id": {"web-app"}, "response_type": {"code"}, "redirect_uri": {callback},
		"scope": {"openid"}, "state": {"OPAQUE"},
	}
	for i := 0; i < len(params); i += 2 {
		v.Set(params[i], params[i+1])
		if params[i+1] == "" {
			v.Del(params[i])
		}
	}
	return v
}

// submit sends the page's form with its hidden fields and the given ones.
func (b *browser) submit(p page, fields ...string) page {
	b.t.Helper()
	form := p.hidden()
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return b.do(http.MethodPost, p.action(b.t), form)
}

// logIn answers the login page.
func (b *browser) logIn(p page, email string) page {
	b.t.Helper()
	return b.submit(p, "username", email, "password", "opensesame", "action", "default")
}

func (b *browser) do(method, path string, form url.Values) page {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	at := resp.Request.URL
	if to, err := resp.Location(); err == nil {
		at = to
	}
	return page{resp.StatusCode, at, resp.Header, string(text)}
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	formAction  = regexp.MustCompile(`<form method="post" action="([^"]*)"[^>]*>`)
)

func (p page) hidden() url.Values {
	v := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(p.text, -1) {
		v.Set(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return v
}

func (p page) action(t testing.TB) string {
	t.Helper()
	m := formAction.FindStringSubmatch(p.text)
	if m == nil {
		t.Fatalf("no form on the page: %d %s\n%s", p.status, p.url, p.text)
	}
	return html.UnescapeString(m[1])
}

// title is the page's heading.
func (p page) title() string {
	_, rest, _ := strings.Cut(p.text, "<h1>")
	title, _, _ := strings.Cut(rest, "</h1>")
	return html.UnescapeString(title)
}

// back reads the answer that the app gets, which must have been sent to its
// callback.
func (p page) back(t testing.TB) url.Values {
	t.Helper()
	if !strings.HasPrefix(p.url.String(), callback) {
		t.Fatalf("not back at the app but at %d %s: %s", p.status, p.url, p.title())
	}
	return p.url.Query()
}

// wantPage fails the test unless the browser shows the page with that heading.
func wantPage(t testing.TB, p page, status int, title string) {
	t.Helper()
	if p.status != status || p.title() != title {
		t.Fatalf("got %d %q at %s, want %d %q", p.status, p.title(), p.url, status, title)
	}
}

// wantError fails the test unless the app was told of the error.
func wantError(t testing.TB, p page, code, description string) {
	t.Helper()
	got := p.back(t)
	if got.Get("error") != code || got.Get("error_description") != description || got.Get("state") != "OPAQUE" || got.Has("code") {
		t.Fatalf("the app got %v, want the error %s: %s, with the state", got, code, description)
	}
}

// wantCode fails the test unless the app was given a code and its state.
func wantCode(t testing.TB, p page) string {
	t.Helper()
	got := p.back(t)
	if len(got.Get("code")) != 43 || got.Get("state") != "OPAQUE" || got.Has("error") {
		t.Fatalf("the app got %v, want a code and the state", got)
	}
	return got.Get("code")
}
