package doctor

import (
	"net/url"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/near"
	"github.com/playgrant/playgrant/engine/store"
)

// audience names the API that was probably meant, or makes one of the name
// that was sent.
func audience(v *visit) []check.Mend {
	asked := v.param("audience")
	var known []string
	for a, err := range store.APIs.All(v.reader) {
		if err != nil {
			return nil
		}
		if !a.IsSystem {
			known = append(known, a.Identifier)
		}
	}
	if asked == "" {
		return send("audience", v.usual(known), "")
	}
	nearest := near.Nearest(known, asked)
	out := send("audience", nearest, difference(nearest, asked))
	if !plain(asked) || len(asked) > 255 {
		return out
	}
	return append(out, v.change("Add an API "+asked, "POST", "/sandbox/apis", map[string]string{"identifier": asked, "name": asked})...)
}

// usual is the API that the client most likely means when it names none: one
// that it was granted for itself, or else the first there is.
func (v *visit) usual(known []string) string {
	for g, err := range store.ClientGrants.All(v.reader) {
		if err == nil && v.client != nil && g.ClientID == v.client.ClientID && slices.Contains(known, g.Audience) {
			return g.Audience
		}
	}
	if len(known) == 0 {
		return ""
	}
	return known[0]
}

// asForm tells of a JSON body that came under the type of a form, as cURL's
// --data sends it. Anything else is told by the rule itself.
func asForm(v *visit) []check.Mend {
	if v.names == nil {
		return nil
	}
	for _, name := range v.names() {
		if strings.HasPrefix(name, "{") {
			return []check.Mend{{Title: "Send Content-Type: application/json with it: the body is JSON, and came as a form"}}
		}
	}
	return nil
}

// offline lets an API give refresh tokens.
func offline(v *visit) []check.Mend {
	api, err := store.APIs.Get(v.reader, v.result.Got)
	if err != nil || api.IsSystem {
		return nil
	}
	return v.change("Allow Offline Access for "+api.Identifier, "PATCH", apiPath(api), map[string]bool{"allow_offline_access": true})
}

func apiPath(a *model.API) string { return "/sandbox/apis/" + url.PathEscape(a.Identifier) }

// scopes adds those that were left out to the API that was asked for.
func scopes(v *visit) []check.Mend {
	api, err := store.APIs.Get(v.reader, v.param("audience"))
	missing, found := strings.CutPrefix(v.result.Got, "left out: ")
	if err != nil || api.IsSystem || !found {
		return nil
	}
	all := slices.Clone(api.Scopes)
	for name := range strings.FieldsSeq(missing) {
		all = append(all, model.APIScope{Value: name, Description: name})
	}
	return v.change("Add "+missing+" to the scopes of "+api.Identifier, "PATCH", apiPath(api), map[string]any{"scopes": all})
}

// clientGrant lets the client use an API for itself, with all its scopes.
func clientGrant(v *visit) []check.Mend {
	api, err := store.APIs.Get(v.reader, v.param("audience"))
	if err != nil || v.client == nil {
		return nil
	}
	all := []string{}
	for _, s := range api.Scopes {
		all = append(all, s.Value)
	}
	return v.change("Let "+v.client.ClientID+" use "+api.Identifier+" for itself", "POST", "/sandbox/client-grants",
		map[string]any{"client_id": v.client.ClientID, "audience": api.Identifier, "scope": all})
}

// sameAddress has the app use one address throughout.
func sameAddress(v *visit) []check.Mend {
	return []check.Mend{{
		Title:   "Use " + v.result.Expected + " throughout" + difference(v.result.Expected, v.result.Got),
		Command: "curl " + quote(v.result.Expected+".well-known/openid-configuration"),
	}}
}

// timeAgain sets a clock back that was moved.
func timeAgain(v *visit) []check.Mend {
	if v.clock == nil {
		return nil
	}
	if state := v.clock.State(); state.OffsetSeconds == 0 && state.FrozenAt.IsZero() {
		return nil
	}
	return v.change("Set the sandbox's clock, which was moved, back to now", "POST", "/sandbox/clock", map[string]bool{"reset": true})
}

func unblock(v *visit) []check.Mend {
	email := v.param("username")
	if email == "" {
		return nil
	}
	return v.change("Unblock "+email, "PATCH", "/sandbox/users/"+url.PathEscape(email), map[string]bool{"blocked": false})
}
