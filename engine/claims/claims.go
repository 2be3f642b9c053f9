// Package claims says which claims about a user each scope stands for.
package claims

import (
	"maps"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
)

// User returns the claims about the user that the scopes stand for (OpenID
// Connect Core §5.4). Auth0 gives updated_at as an ISO 8601 string, the
// standard as seconds since 1970.
func User(u *model.User, scopes []string, standard bool) map[string]any {
	c := map[string]any{}
	if slices.Contains(scopes, scope.Profile) {
		maps.Copy(c, profile(u, standard))
	}
	if slices.Contains(scopes, scope.Email) {
		c["email"] = u.Email
		c["email_verified"] = u.EmailVerified
	}
	if slices.Contains(scopes, scope.Phone) && u.PhoneNumber != "" {
		c["phone_number"] = u.PhoneNumber
		c["phone_number_verified"] = true
	}
	return c
}

// Named returns the claims about the user with the given names, whatever the
// scope (OpenID Connect Core §5.5). Those that there are not are left out.
func Named(u *model.User, names []string, standard bool) map[string]any {
	if len(names) == 0 {
		return nil
	}
	all := User(u, scope.Standard, standard)
	maps.DeleteFunc(all, func(name string, _ any) bool { return !slices.Contains(names, name) })
	return all
}

func profile(u *model.User, standard bool) map[string]any {
	c := map[string]any{}
	for name, value := range map[string]string{
		"name": u.Name, "nickname": u.Nickname, "given_name": u.GivenName,
		"family_name": u.FamilyName, "picture": u.Picture,
	} {
		if value != "" {
			c[name] = value
		}
	}
	if standard {
		c["updated_at"] = u.UpdatedAt.Unix()
	} else {
		c["updated_at"] = u.UpdatedAt.UTC().Format(time.RFC3339Nano)
	}
	return c
}
