package authorize

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/step"
)

var (
	ruleRedirectSent = check.Rule{
		ID: "authorize.redirect.sent", Says: "The request says where to go back to", Param: "redirect_uri",
		Ref: "RFC 6749 §3.1.2.3; OpenID Connect Core §3.1.2.1", Fix: "Add redirect_uri to the authorize URL.",
		Answer: invalid("The request is missing a required parameter: redirect_uri"),
	}
	ruleRedirectAny = check.Rule{
		ID: "authorize.redirect.any", Says: "The app has a callback registered", Param: "redirect_uri",
		Ref: "RFC 6749 §3.1.2.2", Fix: "Add the app's callback to the client's callbacks.",
		Answer: invalid("The client has no callback URL"),
	}
	ruleRedirectRegistered = check.Rule{
		ID: "authorize.redirect.registered", Says: "The redirect_uri is, character by character, one that is registered for the app", Param: "redirect_uri",
		Ref: "RFC 9700 §4.1.3; RFC 6749 §3.1.2.3; Auth0 Allowed Callback URLs",
		Fix: "Send a registered callback exactly, or add this one to the client's callbacks.",
		Answer: check.Answer{
			Status: http.StatusForbidden, Code: "invalid_request", Description: "Callback URL mismatch.",
		},
	}
)

// readRedirect settles where the answer goes. Left out, it is the first
// callback registered; the standards want it said.
func readRedirect(s *step.Step, c *model.Client) (string, error) {
	uri := s.Params.Get("redirect_uri")
	if uri == "" {
		if s.Standard {
			return "", s.Require(ruleRedirectSent, false, "a redirect_uri", "")
		}
		if err := s.Require(ruleRedirectAny, len(c.Callbacks) > 0, "a registered callback", ""); err != nil {
			return "", err
		}
		uri = c.Callbacks[0]
	}
	closest := near.Address(c.Callbacks, uri)
	expected := "a registered callback"
	if closest != "" {
		expected = fmt.Sprintf("one of the client's %d callbacks, of which the nearest is %s", len(c.Callbacks), closest)
	}
	err := s.Require(ruleRedirectRegistered, matches(c, uri), expected, clip(uri))
	return uri, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
		page := problem(s, r)
		page.Nearest, page.Difference = closest, differ(closest, uri)
		return page.Answer(status(r)), nil
	})
}

// matches reports whether the address is one that answers may go to. The
// comparison is of characters, since every cleverer one has let somebody steal
// codes (RFC 9700 §4.1); the one exception is the port of a native app's
// loopback address, which it does not choose itself (RFC 8252 §7.3).
func matches(c *model.Client, uri string) bool {
	// Browsers would move a fragment, and read \ as /, behind our back.
	if uri == "" || strings.ContainsAny(uri, "#\\ ") {
		return false
	}
	if slices.Contains(c.Callbacks, uri) {
		return true
	}
	if c.AppType != "native" {
		return false
	}
	path, ok := loopback(uri)
	return ok && slices.ContainsFunc(c.Callbacks, func(registered string) bool {
		other, ok := loopback(registered)
		return ok && path == other
	})
}

// loopback returns what is left of a loopback address without its port. Only
// the IP literals count: a name like localhost may be made to lead elsewhere
// (RFC 8252 §8.3).
func loopback(uri string) (rest string, ok bool) {
	for _, host := range []string{"http://127.0.0.1", "http://[::1]"} {
		after, found := strings.CutPrefix(uri, host)
		if !found {
			continue
		}
		if port, isPort := strings.CutPrefix(after, ":"); isPort {
			digits := len(port) - len(strings.TrimLeft(port, "0123456789"))
			if digits == 0 || digits > 5 {
				return "", false
			}
			after = port[digits:]
		}
		// Whatever else may follow a host, such as @ or a dot, makes it
		// another host.
		if after != "" && after[0] != '/' && after[0] != '?' {
			return "", false
		}
		return host + after, true
	}
	return "", false
}

// differ names the first part in which an address differs from a registered
// one, in plain words.
func differ(registered, given string) string {
	if registered == "" {
		return "The client has no callback registered."
	}
	r, err := url.Parse(registered)
	if err != nil {
		return ""
	}
	g, err := url.Parse(given)
	if err != nil {
		return "It is not a well-formed URL."
	}
	switch {
	case g.Fragment != "":
		return "A callback must not have a #fragment."
	case !g.IsAbs() || g.Host == "" && r.Host != "":
		return "A callback is a whole URL, with its scheme and host."
	case g.Scheme != r.Scheme:
		return fmt.Sprintf("The scheme is %s and not %s.", g.Scheme, r.Scheme)
	case g.Hostname() != r.Hostname():
		return fmt.Sprintf("The host is %s and not %s.", g.Hostname(), r.Hostname())
	case g.Port() != r.Port():
		return fmt.Sprintf("The port is %s and not %s.", or(g.Port(), "left out"), or(r.Port(), "left out"))
	case strings.TrimSuffix(g.Path, "/") == strings.TrimSuffix(r.Path, "/") && g.Path != r.Path:
		return "Only the slash at the end differs."
	case strings.EqualFold(g.Path, r.Path) && g.Path != r.Path:
		return "Capital and small letters of the path differ."
	case g.Path != r.Path:
		return fmt.Sprintf("The path is %s and not %s.", or(g.Path, "empty"), or(r.Path, "empty"))
	case g.RawQuery != r.RawQuery:
		return "The query, after the ?, differs."
	}
	return "They differ in how they are written."
}
