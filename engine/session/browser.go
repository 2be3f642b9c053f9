package session

import (
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
)

// browserLife is long, since the cookie stands for nothing but the browser.
const browserLife = 365 * 24 * time.Hour

// Browser returns what is kept of the browser's cookie. A browser without one
// gets the cookie returned beside it, which is nil otherwise.
func Browser(s *step.Step) (hash string, set *http.Cookie, err error) {
	if hash := Sent(s); hash != "" {
		return hash, nil, nil
	}
	set, hash, err = issue(s, browserCookie, browserLife)
	return hash, set, err
}

// FromOwnPage reports whether a form that was posted can be one of the server's
// own pages: those of foreign pages come without the browser's cookie.
func FromOwnPage(s *step.Step) bool {
	return read(s, browserCookie) != ""
}

// SameBrowser reports whether the request comes from the browser of which hash
// was kept.
func SameBrowser(s *step.Step, hash string) bool {
	value := read(s, browserCookie)
	return value != "" && secret.Equal(secret.Hash(value), hash)
}

// Sent is the hash of the browser's cookie, if the request brought one; empty:
// it did not.
func Sent(s *step.Step) string {
	value := read(s, browserCookie)
	if value == "" {
		return ""
	}
	return secret.Hash(value)
}
