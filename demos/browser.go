package demos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxRedirects is how many of the server's own redirects are followed.
const maxRedirects = 10

// browser is the user's: it holds cookies, follows the server's redirects and
// never opens the client's callback.
type browser struct {
	cookies []Cookie
	at      string // the page it shows or is about to open; empty: none
	page    *page  // nil until opened
}

// opens reports whether a browser asks for an address, rather than the app.
func opens(path string) bool {
	switch path {
	case "/authorize", "/activate", "/v2/logout", "/oidc/logout":
		return true
	}
	return strings.HasPrefix(path, "/u/")
}

// attach adds the cookies that belong to the request.
func (b *browser) attach(req *http.Request) {
	var pairs []string
	for _, c := range b.cookies {
		if c.Path == "/" || req.URL.Path == c.Path || strings.HasPrefix(req.URL.Path, strings.TrimSuffix(c.Path, "/")+"/") {
			pairs = append(pairs, c.Name+"="+c.Value)
		}
	}
	if len(pairs) > 0 {
		req.Header.Set("Cookie", strings.Join(pairs, "; "))
	}
}

// take keeps an answer's cookies and goes where the answer leads.
func (b *browser) take(a *answer, w Wire) {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		path := c.Path
		if !strings.HasPrefix(path, "/") {
			path = "/"
		}
		b.cookies = slices.DeleteFunc(b.cookies, func(old Cookie) bool { return old.Name == c.Name && old.Path == path })
		if c.MaxAge >= 0 && c.Value != "" {
			b.cookies = append(b.cookies, Cookie{Name: c.Name, Value: c.Value, Path: path})
		}
	}
	to := a.redirect()
	switch {
	case to != nil && w.own(to):
		b.at, b.page = to.String(), nil
	case to != nil:
		b.at, b.page = "", nil
	default:
		b.at, b.page = a.url.String(), readPage(a)
		if b.page == nil {
			b.page = &page{text: a.summary() + ", and no page"}
		}
	}
}

// browse sends a request from the browser.
func (k *walk) browse(req *http.Request, o *Outcome) error {
	req.Header.Set("Accept", "text/html")
	k.browser.attach(req)
	if err := k.exchange(req, o); err != nil {
		return err
	}
	k.browser.take(k.last, k.wire)
	return nil
}

// open follows redirects until the browser shows a page or has left for the
// client.
func (k *walk) open(ctx context.Context, o *Outcome) error {
	for range maxRedirects {
		if k.browser.at == "" || k.browser.page != nil {
			return nil
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, k.browser.at, nil)
		if err != nil {
			return err
		}
		if err := k.browse(req, o); err != nil {
			return err
		}
	}
	return fmt.Errorf("the server redirects in a circle: %d times in a row", maxRedirects)
}

var errNoPage = errors.New("no page of the server is open in the browser: it was sent back to the app, or the step that asks for authorization has not been done")

// submit fills the open page's form and presses its button of that value, then
// follows where it leads.
func (k *walk) submit(ctx context.Context, o *Outcome, button string, fill map[string]string) error {
	if err := k.open(ctx, o); err != nil {
		return err
	}
	if k.browser.page == nil {
		return errNoPage
	}
	form, err := k.browser.page.form(button, fill)
	if err != nil {
		return err
	}
	at, err := url.Parse(k.browser.at)
	if err != nil {
		return err
	}
	to, err := at.Parse(form.action)
	if err != nil || !k.wire.own(to) {
		where, _, _ := strings.Cut(form.action, "?") // what follows may be secret
		return fmt.Errorf("the page's form leads away from the server, to %s", clip(where))
	}
	encoded := form.encode(button, fill)
	var req *http.Request
	if form.method == http.MethodGet {
		to.RawQuery = encoded
		req, err = http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	} else {
		req, err = http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(encoded))
	}
	if err != nil {
		return err
	}
	if form.method != http.MethodGet {
		req.Header.Set("Content-Type", formType)
		req.Header.Set("Origin", k.wire.Base) // as browsers do
	}
	if err := k.browse(req, o); err != nil {
		return err
	}
	return k.open(ctx, o)
}
