package issue

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/playgrant/playgrant/engine/claims"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
)

// Front makes what an app gets straight from /authorize besides, or instead
// of, a code (OpenID Connect Core §3.2, §3.3): an access token, an ID token,
// or both. Nothing here is ever refreshed. The values are made by the function
// that is returned, after the commit.
func Front(s *step.Step, o Order, token, id bool, code string) (func() (url.Values, error), error) {
	o.Scope = slices.DeleteFunc(slices.Clone(o.Scope), func(sc string) bool { return sc == scope.OfflineAccess })
	if err := permit(s, &o); err != nil {
		return nil, err
	}
	values := url.Values{}
	if code != "" {
		values.Set("code", code)
	}
	var jwt map[string]any
	var res Response
	if token {
		var err error
		lifetime := 0
		if o.API != nil {
			lifetime = o.API.WebLifetime()
		}
		if jwt, err = access(s, &o, lifetime, &res); err != nil {
			return nil, err
		}
		values.Set("token_type", "Bearer")
		values.Set("expires_in", strconv.Itoa(res.ExpiresIn))
		if len(o.Scope) > 0 {
			values.Set("scope", scope.Join(o.Scope))
		}
	}
	var idToken map[string]any
	if id {
		idToken = idClaims(s, &o)
		if !token && code == "" { // there will be no /userinfo (OpenID Connect Core §5.4)
			maps.Copy(idToken, claims.User(o.User, o.Scope, s.Standard))
		}
	}
	return func() (url.Values, error) {
		var err error
		if jwt != nil {
			if res.AccessToken, err = s.Keys.Sign(jwt, accessSpec(s, &o)); err != nil {
				return nil, err
			}
		}
		if token {
			values.Set("access_token", res.AccessToken)
		}
		if idToken == nil {
			return values, nil
		}
		if token {
			idToken["at_hash"] = halfHash(res.AccessToken)
		}
		if code != "" {
			idToken["c_hash"] = halfHash(code)
		}
		signed, err := s.Keys.Sign(idToken, IDSpec(s, o.Client, "JWT"))
		values.Set("id_token", signed)
		return values, err
	}, nil
}

// halfHash binds a token or a code to the ID token beside it: the left half of
// its SHA-256 (OpenID Connect Core §3.1.3.6, §3.3.2.11).
func halfHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
