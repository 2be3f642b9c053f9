// Package connect says what an app has to be told to use a client of this
// server: the settings under the names that SDKs read, and for each common SDK
// the few lines that take them.
package connect

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// Setting is one environment variable.
type Setting struct{ Name, Value string }

// App is what an app has to know.
type App struct {
	Client   model.Client
	Issuer   string // with its trailing slash, by the scheme that the app is to use
	Audience string // of the API to ask tokens for; empty: none
	CA       string // path of the certificate that https is trusted by; empty: not known
}

// Bare is the issuer without its slash, as most SDKs want their base address.
func (a App) Bare() string { return strings.TrimSuffix(a.Issuer, "/") }

// Domain is the issuer's host and port.
func (a App) Domain() string {
	_, rest, ok := strings.Cut(a.Bare(), "://")
	if !ok {
		return a.Bare()
	}
	return rest
}

// Callback is the first address that the client may be sent back to.
func (a App) Callback() string {
	if len(a.Client.Callbacks) == 0 {
		return ""
	}
	return a.Client.Callbacks[0]
}

// Origin is where the app itself runs, taken from its callback.
func (a App) Origin() string {
	u, err := url.Parse(a.Callback())
	if err != nil || u.Host == "" {
		return a.Callback()
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}

// Settings names what an app needs as Auth0's SDKs do (nextjs-auth0,
// express-openid-connect, auth0-python and others), then as OpenID Connect
// libraries do. What the client does not have is left out. The error tells of
// an issuer that is no URL.
func (a App) Settings() ([]Setting, error) {
	if _, err := url.Parse(a.Issuer); err != nil {
		return nil, fmt.Errorf("the issuer %q: %w", a.Issuer, err)
	}
	all := []Setting{
		{"AUTH0_DOMAIN", a.Domain()},
		{"AUTH0_ISSUER_BASE_URL", a.Bare()},
		{"AUTH0_CLIENT_ID", a.Client.ClientID},
		{"AUTH0_CLIENT_SECRET", a.Client.ClientSecret},
		{"AUTH0_AUDIENCE", a.Audience},
		{"AUTH0_CALLBACK_URL", a.Callback()},
		{"APP_BASE_URL", a.Origin()},
		{"OIDC_ISSUER", a.Issuer},
		{"OIDC_CLIENT_ID", a.Client.ClientID},
		{"OIDC_CLIENT_SECRET", a.Client.ClientSecret},
		{"OIDC_REDIRECT_URI", a.Callback()},
	}
	kept := all[:0]
	for _, s := range all {
		if s.Value != "" {
			kept = append(kept, s)
		}
	}
	return kept, nil
}

// HTTPS is the same app by https, for SDKs that speak nothing else.
func (a App) HTTPS() App {
	a.Issuer = "https://" + strings.TrimPrefix(strings.TrimPrefix(a.Issuer, "http://"), "https://")
	return a
}

// FirstAudience is that of the first API of the user's own, if there is one.
func FirstAudience(apis []model.API) string {
	for _, api := range apis {
		if !api.IsSystem {
			return api.Identifier
		}
	}
	return ""
}
