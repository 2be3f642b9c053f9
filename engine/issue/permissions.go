package issue

import (
	"slices"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/scope"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var rulePermitted = check.Rule{
	ID: "scope.permitted", Says: "Where the API enforces policies, a user is granted only the scopes that they have permission for; others are left out without an error",
	Ref: "Auth0 “Enable Role-Based Access Control for APIs”", Param: "scope",
	Fix: "Give the user the permission or a role that has it, with PATCH /sandbox/users/{email}, or switch off the API's enforce_policies.",
}

// permit takes from the order the API's scopes that its user has no permission
// for, and notes all that they may do there. For a client that acts for itself
// the client grant has decided already.
func permit(s *step.Step, o *Order) error {
	if o.API == nil || !o.API.EnforcePolicies {
		return nil
	}
	if o.User == nil {
		o.permissions = apiScopes(o.API, o.Scope)
		return nil
	}
	held, err := store.PermissionsOf(s.Tx, o.User)
	if err != nil {
		return err
	}
	o.permissions = model.Permitted(o.API, held)
	var left []string
	o.Scope = slices.DeleteFunc(slices.Clone(o.Scope), func(sc string) bool {
		out := o.API.HasScope(sc) && !slices.Contains(o.permissions, sc)
		if out {
			left = append(left, sc)
		}
		return out
	})
	got := "within them"
	if len(left) > 0 {
		got = "left out: " + scope.Join(left)
	}
	s.Note(rulePermitted, len(left) == 0, "permissions of "+o.User.Email+" on "+o.API.Identifier, got)
	return nil
}

// apiScopes are those of the scopes that the API defines.
func apiScopes(api *model.API, scopes []string) []string {
	list := []string{}
	for _, sc := range scopes {
		if api.HasScope(sc) {
			list = append(list, sc)
		}
	}
	return list
}
