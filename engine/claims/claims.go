// Package claims says which claims about a user each scope stands for.
package claims

import (
	"cmp"
	"maps"
	"net/url"
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
	if standard {
		further(c, u, scopes)
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

// further adds the claims that Auth0 has no field for. They are kept to the
// oidc dialect, so that the other's tokens are those of a tenant.
func further(c map[string]any, u *model.User, scopes []string) {
	k := u.Claims
	if k == (model.StandardClaims{}) {
		k = sample(u)
	}
	if slices.Contains(scopes, scope.Profile) {
		put(c, map[string]string{"picture": cmp.Or(u.Picture, k.Picture)})
		put(c, map[string]string{
			"middle_name": k.MiddleName, "preferred_username": k.PreferredUsername, "profile": k.Profile,
			"website": k.Website, "gender": k.Gender, "birthdate": k.Birthdate, "zoneinfo": k.Zoneinfo, "locale": k.Locale,
		})
	}
	if slices.Contains(scopes, scope.Address) && k.Address != (model.Address{}) {
		c["address"] = k.Address
	}
	if slices.Contains(scopes, scope.Phone) && u.PhoneNumber == "" && k.PhoneNumber != "" {
		c["phone_number"] = k.PhoneNumber
		c["phone_number_verified"] = false
	}
}

// sample is what is told of a user about whom nothing of it was set, so that an
// app sees each claim that there can be. Nobody's number is among those of
// fiction, from 555-0100 to 555-0199.
func sample(u *model.User) model.StandardClaims {
	handle := url.PathEscape(cmp.Or(u.Nickname, u.UserID))
	return model.StandardClaims{
		MiddleName: "Quinn", PreferredUsername: cmp.Or(u.Nickname, u.UserID), Gender: "unspecified", Birthdate: "1990-05-17",
		Profile: "https://people.example/" + handle, Picture: "https://people.example/" + handle + ".png",
		Website: "https://people.example/", Zoneinfo: "Europe/Lisbon", Locale: "en-GB", PhoneNumber: "+15555550142",
		Address: model.Address{
			Formatted: "1 Sandbox Street, 1000 Playton, Portugal", StreetAddress: "1 Sandbox Street",
			Locality: "Playton", PostalCode: "1000", Country: "Portugal",
		},
	}
}

// put adds the texts that are not empty.
func put(c map[string]any, texts map[string]string) {
	for name, value := range texts {
		if value != "" {
			c[name] = value
		}
	}
}

func profile(u *model.User, standard bool) map[string]any {
	c := map[string]any{}
	put(c, map[string]string{
		"name": u.Name, "nickname": u.Nickname, "given_name": u.GivenName,
		"family_name": u.FamilyName, "picture": u.Picture,
	})
	if standard {
		c["updated_at"] = u.UpdatedAt.Unix()
	} else {
		c["updated_at"] = u.UpdatedAt.UTC().Format(time.RFC3339Nano)
	}
	return c
}
