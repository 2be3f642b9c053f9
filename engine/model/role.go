package model

import "slices"

// Permission is one thing that may be done on an API: one of its scopes, in the
// field names of Auth0's Management API (/api/v2/users/{id}/permissions).
type Permission struct {
	API  string `json:"resource_server_identifier"`
	Name string `json:"permission_name"`
}

// Role is a set of permissions that users share, in the field names of Auth0's
// Management API (/api/v2/roles). There the permissions have an address of
// their own.
type Role struct {
	ID          string       `json:"id"` // rol_ and 16 alphanumerics
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Permissions []Permission `json:"permissions"`
}

// Permitted are the scopes of the API that are among the permissions, in the
// API's order.
func Permitted(api *API, permissions []Permission) []string {
	list := []string{}
	for _, sc := range api.Scopes {
		if slices.Contains(permissions, Permission{API: api.Identifier, Name: sc.Value}) {
			list = append(list, sc.Value)
		}
	}
	return list
}
