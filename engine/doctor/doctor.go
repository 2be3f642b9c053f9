// Package doctor finds the one change that makes a refused request pass: of
// the sandbox, exact enough to be made by one key or one command, or of what
// the app sends. It decides nothing: what failed was decided by a check.
package doctor

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/clock"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// visit is one failed check of one request.
type visit struct {
	reader store.Reader
	issuer string
	param  func(string) string
	names  func() []string // of the parameters; nil: not known
	origin string
	client *model.Client // nil: it is not known which
	result *check.Result
	clock  *clock.Clock
}

// remedies are what mends each rule, one line each.
var remedies = map[string]func(*visit) []check.Mend{
	"authorize.redirect.registered": callback,
	"authorize.redirect.sent":       redirect,
	"authorize.client.known":        unknownClient,
	"client.known":                  unknownClient,
	"client.secret":                 wrongSecret,
	"authorize.client.grant":        func(v *visit) []check.Mend { return v.enable(model.GrantAuthorizationCode) },
	"grant.allowed":                 func(v *visit) []check.Mend { return v.enable(v.param("grant_type")) },
	"authorize.client.implicit":     func(v *visit) []check.Mend { return v.enable(model.GrantImplicit) },
	"logout.target":                 logoutTarget,
	"grant.named":                   asForm,
	"grant.known":                   unknownGrant,
	"refresh.client":                func(v *visit) []check.Mend { return v.enable(model.GrantRefreshToken) },
	"refresh.api":                   offline,
	"refresh.spa":                   rotate,
	"authorize.audience.known":      audience,
	"audience.known":                audience,
	"client-credentials.audience":   audience,
	"client-credentials.grant":      clientGrant,
	"scope.known":                   scopes,
	"scope.permitted":               permissions,
	"sender.api":                    takeProofs,
	"sender.bound":                  takeProofs,
	"sender.proof":                  withoutProof,
	"dpop.fresh":                    timeAgain,
	"authorize.pkce.required":       withoutPKCE,
	"authorize.response-type.sent":  func(*visit) []check.Mend { return send("response_type", "code", "") },
	"authorize.response-type.code":  func(*visit) []check.Mend { return send("response_type", "code", "") },
	"authorize.web-message.origin":  func(v *visit) []check.Mend { return v.allow(originOf(v.param("redirect_uri"))) },
	"request.origin":                func(v *visit) []check.Mend { return v.allow(v.origin) },
	"code.redirect_uri": func(v *visit) []check.Mend {
		return send("redirect_uri", v.result.Expected, ", as it went to /authorize")
	},
	"code.issuer":                sameAddress,
	"refresh.issuer":             sameAddress,
	"code.fresh":                 timeAgain,
	"refresh.absolute":           timeAgain,
	"refresh.idle":               timeAgain,
	"password.realm":             func(*visit) []check.Mend { return send("realm", model.Connection, "") },
	"user.unblocked":             unblock,
	"authorize.user.not-blocked": unblock,
	"login.user.not-blocked":     unblock,
	"lockout":                    unblock,
}

// Examine adds to each failed check of a step what mends it.
func Examine(s *step.Step, c *clock.Clock) error {
	return examine(s.Trail, func() (*visit, error) {
		v := &visit{reader: s.Tx, issuer: s.Issuer, origin: s.Request.Header.Get("Origin"), clock: c, param: s.Params.Get, names: s.Params.Names}
		err := v.find(s.ClientID())
		return v, err
	})
}

// Origin adds to the check of a page's origin what lets the page in.
func Origin(r store.Reader, issuer, origin, clientID string, t *check.Trail) error {
	return examine(t, func() (*visit, error) {
		v := &visit{reader: r, issuer: issuer, origin: origin, param: func(string) string { return "" }}
		err := v.find(clientID)
		return v, err
	})
}

// examine makes a visit only where something failed that there is a remedy
// for.
func examine(t *check.Trail, begin func() (*visit, error)) (err error) {
	var v *visit
	t.Each(func(r *check.Result) {
		remedy := remedies[r.ID]
		if r.OK || remedy == nil || r.Mend != nil || err != nil {
			return
		}
		if v == nil {
			if v, err = begin(); err != nil {
				return
			}
		}
		v.result = r
		r.Mend = remedy(v)
	})
	return err
}

func (v *visit) find(clientID string) error {
	if clientID == "" {
		return nil
	}
	c, err := store.Clients.Get(v.reader, clientID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	v.client = c
	return err
}

// change is a mend of the sandbox, with the command that makes it.
func (v *visit) change(title, method, path string, body any) []check.Mend {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil
	}
	command := fmt.Sprintf("curl -X %s %s -H 'content-type: application/json' -d %s",
		method, quote(strings.TrimSuffix(v.issuer, "/")+path), quote(string(raw)))
	return []check.Mend{{Title: title, Method: method, Path: path, Body: raw, Command: command}}
}

// ofClient is a change of the client that asks.
func (v *visit) ofClient(title string, body any) []check.Mend {
	return v.change(title, "PATCH", "/sandbox/clients/"+url.PathEscape(v.client.ClientID), body)
}

// send is a mend of what the app sends.
func send(param, value, why string) []check.Mend {
	if value == "" {
		return nil
	}
	return []check.Mend{{Title: "Send " + param + "=" + value + why, Param: param, Value: value}}
}

// with adds to a list, which stays as it is.
func with(list []string, value string) []string { return append(slices.Clone(list), value) }

// quote makes one word of a text in a POSIX shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// longest is how long a value can be that is worth registering, in bytes.
const longest = 2048

// plain reports whether a value can be registered as it stands.
func plain(s string) bool {
	return s != "" && len(s) <= longest && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' })
}
