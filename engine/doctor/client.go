package doctor

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/store"
)

// callback registers the address that the app sent, or has it send the one
// that is registered.
func callback(v *visit) (out []check.Mend) {
	uri := v.param("redirect_uri")
	if v.client == nil {
		return nil
	}
	if u, err := url.Parse(uri); err == nil && plain(uri) && safe(u) {
		out = v.ofClient("Add "+uri+" to the callbacks of "+v.client.ClientID, map[string]any{"callbacks": with(v.client.Callbacks, uri)})
	}
	nearest := near.Address(v.client.Callbacks, uri)
	return append(out, send("redirect_uri", nearest, difference(nearest, uri))...)
}

// safe reports whether a browser may be sent there: never where script runs.
func safe(u *url.URL) bool {
	script := []string{"", "javascript", "data", "vbscript", "blob", "file", "about"}
	web := u.Scheme == "http" || u.Scheme == "https"
	return !slices.Contains(script, u.Scheme) && u.Fragment == "" && u.User == nil && (u.Host != "" || !web)
}

// difference says in what the app's address is not the registered one, where
// that is one thing that is often got wrong.
func difference(registered, sent string) string {
	r, err := url.Parse(registered)
	if err != nil {
		return ""
	}
	s, err := url.Parse(sent)
	if err != nil {
		return ""
	}
	switch {
	case r.Scheme != s.Scheme && r.Host == s.Host:
		return fmt.Sprintf(": use %s and not %s", r.Scheme, s.Scheme)
	case r.Hostname() != s.Hostname() && r.Port() == s.Port():
		return fmt.Sprintf(": use %s and not %s", r.Hostname(), s.Hostname())
	case r.Host != s.Host:
		return ""
	case registered == sent+"/":
		return ": add the slash at the end"
	case sent == registered+"/":
		return ": leave the slash at the end out"
	}
	return ""
}

// redirect has the app say where to go back to.
func redirect(v *visit) []check.Mend {
	if v.client == nil || len(v.client.Callbacks) == 0 {
		return nil
	}
	return send("redirect_uri", v.client.Callbacks[0], "")
}

// unknownClient names the client that was probably meant, or makes one of the
// name that was sent to /authorize.
func unknownClient(v *visit) (out []check.Mend) {
	id := v.param("client_id")
	var ids []string
	for c, err := range store.Clients.All(v.reader) {
		if err != nil {
			return nil
		}
		ids = append(ids, c.ClientID)
	}
	out = send("client_id", near.Likely(ids, id), "")
	uri := v.param("redirect_uri")
	u, err := url.Parse(uri)
	if v.result.ID != "authorize.client.known" || err != nil || !plain(uri) || !safe(u) || !plain(id) || len(id) > 255 {
		return out
	}
	client := map[string]any{"client_id": id, "name": id, "callbacks": []string{uri}, "app_type": "regular_web"}
	if v.param("code_challenge") != "" {
		client["app_type"], client["token_endpoint_auth_method"] = "spa", "none"
	}
	return append(out, v.change("Add a client "+id+" with the callback "+uri, "POST", "/sandbox/clients", client)...)
}

// wrongSecret tells where the secret stands: it is not repeated here. A client
// that sent none can be made one that needs none.
func wrongSecret(v *visit) (out []check.Mend) {
	if v.client == nil {
		return nil
	}
	id := v.client.ClientID
	if v.result.Got == "none" {
		out = v.ofClient("Let "+id+" be public, without a secret", map[string]any{"token_endpoint_auth_method": "none"})
	}
	return append(out, check.Mend{Title: "Send the secret of " + id + ", which the command prints", Command: "playgrant env " + quote(id)})
}

// enable lets the client use a grant.
func (v *visit) enable(grant string) []check.Mend {
	if v.client == nil || grant == "" || v.client.Has(grant) {
		return nil
	}
	return v.ofClient("Let "+v.client.ClientID+" use the grant "+grant, map[string]any{"grant_types": with(v.client.GrantTypes, grant)})
}

func unknownGrant(v *visit) []check.Mend {
	return send("grant_type", near.Likely([]string{
		model.GrantAuthorizationCode, model.GrantRefreshToken, model.GrantPassword, model.GrantClientCredentials,
		model.GrantDeviceCode, model.GrantPasswordRealm, model.GrantPasswordlessOTP, model.GrantMFAOTP, model.GrantMFAOOB, model.GrantMFARecoveryCode,
	}, v.param("grant_type")), "")
}

func rotate(v *visit) []check.Mend {
	if v.client == nil {
		return nil
	}
	return v.ofClient("Let the refresh tokens of "+v.client.ClientID+" rotate", map[string]any{
		"refresh_token": map[string]string{"rotation_type": "rotating", "expiration_type": "expiring"},
	})
}

func withoutPKCE(v *visit) []check.Mend {
	if v.client == nil {
		return nil
	}
	return v.ofClient("Let "+v.client.ClientID+" do without PKCE, to try; an app should send a code_challenge", map[string]any{"require_pkce": false})
}

// allow lets a page's origin in: of the client that asks, or else of the one
// whose origins are the most alike.
func (v *visit) allow(origin string) []check.Mend {
	if u, err := url.Parse(origin); err != nil || !plain(origin) || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	if v.client == nil && !v.likeliest(origin) {
		return nil
	}
	return v.ofClient("Allow the pages of "+origin+" for "+v.client.ClientID, map[string]any{"web_origins": with(v.client.WebOrigins, origin)})
}

// likeliest finds the client that a page belongs to: a single-page app first.
func (v *visit) likeliest(origin string) bool {
	var origins []string
	owner := map[string]*model.Client{}
	for c, err := range store.Clients.All(v.reader) {
		if err != nil {
			return false
		}
		for _, o := range c.WebOrigins {
			if owner[o] == nil {
				origins = append(origins, o)
			}
			if owner[o] == nil || c.AppType == "spa" {
				owner[o] = c
			}
		}
	}
	v.client = owner[near.Nearest(origins, origin)]
	return v.client != nil
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + strings.ToLower(u.Host)
}

// logoutTarget registers the address to go to after a logout, or has the app
// send the one that is registered.
func logoutTarget(v *visit) (out []check.Mend) {
	name := "post_logout_redirect_uri"
	if v.param(name) == "" {
		name = "returnTo"
	}
	uri := v.param(name)
	if v.client == nil {
		return nil
	}
	if u, err := url.Parse(uri); err == nil && plain(uri) && safe(u) {
		out = v.ofClient("Add "+uri+" to the allowed logout URLs of "+v.client.ClientID, map[string]any{"allowed_logout_urls": with(v.client.AllowedLogoutURLs, uri)})
	}
	nearest := near.Address(v.client.AllowedLogoutURLs, uri)
	return append(out, send(name, nearest, difference(nearest, uri))...)
}
