package main

import (
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// browser walks the hosted pages as a person without JavaScript would.
type browser struct {
	t      testing.TB
	client *http.Client
}

func newBrowser(t testing.TB) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// page is where a browser is.
type page struct {
	at     *url.URL
	status int
	text   string
}

// open goes to an address and follows redirects up to the callback, which is
// another's server and is not asked.
func (b *browser) open(address, callback string) page {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.follow(req, callback)
}

// submit fills in the page's form and presses Continue.
func (b *browser) submit(p page, callback string, fields url.Values) page {
	b.t.Helper()
	action, hidden := form(p.text)
	if hidden == nil {
		b.t.Fatalf("%s answered %d and has no form: %s", p.at, p.status, p.text)
	}
	maps.Copy(hidden, fields)
	hidden.Set("action", "default")
	to, err := p.at.Parse(action)
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, to.String(), strings.NewReader(hidden.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.follow(req, callback)
}

func (b *browser) follow(req *http.Request, callback string) page {
	b.t.Helper()
	for range 10 {
		resp, err := b.client.Do(req)
		if err != nil {
			b.t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			b.t.Fatal(err)
		}
		to, err := resp.Location()
		if err != nil {
			return page{req.URL, resp.StatusCode, string(text)}
		}
		if strings.HasPrefix(to.String(), callback+"?") {
			return page{at: to}
		}
		if req, err = http.NewRequestWithContext(b.t.Context(), http.MethodGet, to.String(), nil); err != nil {
			b.t.Fatal(err)
		}
	}
	b.t.Fatal("more than ten redirects")
	return page{}
}

// logIn opens an authorization request, logs the user in, and returns what
// comes back to the callback.
func (b *browser) logIn(address, callback, user string) url.Values {
	b.t.Helper()
	back := b.submit(b.open(address, callback), callback, url.Values{"username": {user}, "password": {"opensesame"}})
	if back.status != 0 {
		b.t.Fatalf("logging in as %s ended at %s with %d: %s", user, back.at, back.status, back.text)
	}
	return back.at.Query()
}

var (
	formTag  = regexp.MustCompile(`(?s)<form\b[^>]*>.*?</form>`)
	inputTag = regexp.MustCompile(`<input\b[^>]*type="hidden"[^>]*>`)
)

func form(text string) (action string, hidden url.Values) {
	f := formTag.FindString(text)
	if f == "" {
		return "", nil
	}
	hidden = url.Values{}
	for _, tag := range inputTag.FindAllString(f, -1) {
		hidden.Set(attribute(tag, "name"), attribute(tag, "value"))
	}
	return attribute(f[:strings.Index(f, ">")+1], "action"), hidden
}

func attribute(tag, name string) string {
	match := regexp.MustCompile(`\b` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if match == nil {
		return ""
	}
	return html.UnescapeString(match[1])
}
