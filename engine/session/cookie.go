// Package session knows a browser again: by a cookie that binds the hosted
// pages to the browser that opened them, and by one that stands for a login.
package session

import (
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

const (
	sessionCookie = "playgrant_session"
	browserCookie = "playgrant_browser"
	// length of a cookie's value: 43 characters are 258 bits.
	length = 43
)

// name is the cookie's name on this connection. Browsers keep one jar for the
// http and the https of a host and do not let http overwrite what https has
// set, so the two have names of their own. The prefix keeps other subdomains
// from setting it (RFC 6265bis §4.1.3.2).
func name(s *step.Step, base string) string {
	if s.Secure() {
		return "__Host-" + base
	}
	return base
}

// read returns a cookie's value, or "" if there is none that we can have made.
func read(s *step.Step, base string) string {
	c, err := s.Request.Cookie(name(s, base))
	if err != nil || len(c.Value) != length {
		return ""
	}
	return c.Value
}

// issue makes a fresh cookie and returns it with the hash of its value.
func issue(s *step.Step, base string, life time.Duration) (*http.Cookie, string, error) {
	value, err := secret.New(s.Rand, length)
	if err != nil {
		return nil, "", err
	}
	return &http.Cookie{
		Name: name(s, base), Value: value, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, Secure: s.Secure(), SameSite: sameSite(s, base),
	}, secret.Hash(value), nil
}

// sameSite is how a cookie goes along with what other sites begin.
//
// The browser's own is Lax: it is there when an app sends the browser to
// /authorize, and stays away when a foreign page posts a form, which is why
// every page that does something asks for it (RFC 9700 §4.7). The others go
// everywhere, as Auth0's do: an app renews its tokens in an iframe, and an app
// at http://localhost:3000 is of another site than https://localhost, since
// the scheme counts (RFC 6265bis §5.2). Without https browsers take no such
// cookie, and need none: http://localhost is then of the app's own site.
func sameSite(s *step.Step, base string) http.SameSite {
	if base == browserCookie || !s.Secure() {
		return http.SameSiteLaxMode
	}
	return http.SameSiteNoneMode
}
