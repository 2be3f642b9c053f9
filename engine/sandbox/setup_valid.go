package sandbox

import (
	"fmt"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// validSetup requires that every field can be what it says. It reads nothing
// from the store, so that a bad file is refused before anything is written.
func validSetup(s *step.Step, setup *model.Setup) error {
	ids := unique{}
	for i := range setup.Clients {
		at := fmt.Sprintf("clients[%d].", i)
		if err := field(s, at+"client_id", ids.add(setup.Clients[i].ClientID), mustBeUnique); err != nil {
			return err
		}
		if err := validClient(s, at, &setup.Clients[i]); err != nil {
			return err
		}
	}
	ids = unique{}
	for i := range setup.APIs {
		at := fmt.Sprintf("apis[%d].", i)
		if err := field(s, at+"identifier", ids.add(setup.APIs[i].Identifier), mustBeUnique); err != nil {
			return err
		}
		if err := validAPI(s, at, &setup.APIs[i]); err != nil {
			return err
		}
	}
	ids = unique{}
	for i := range setup.ClientGrants {
		g, at := &setup.ClientGrants[i], fmt.Sprintf("client_grants[%d].", i)
		if err := allOf(s, at,
			want{"id", isID(g.ID) && ids.add(g.ID), mustID + ", " + mustBeUnique},
			want{"client_id", isID(g.ClientID), mustID},
			want{"audience", isID(g.Audience), mustID},
		); err != nil {
			return err
		}
	}
	if err := validRoles(s, setup.Roles); err != nil {
		return err
	}
	if err := validUsers(s, setup.Users); err != nil {
		return err
	}
	return validPolicy(s, "policy.", &setup.Policy)
}

// unique collects what must not come twice.
type unique map[string]bool

func (u unique) add(s string) bool {
	seen := u[s]
	u[s] = true
	return !seen
}

// validRoles holds the roles against one another. What their permissions name
// is looked at once the APIs are there.
func validRoles(s *step.Step, roles []model.Role) error {
	ids, names := unique{}, unique{}
	for i := range roles {
		role := &roles[i]
		if role.Permissions == nil {
			role.Permissions = []model.Permission{}
		}
		if err := allOf(s, fmt.Sprintf("roles[%d].", i),
			want{"id", isID(role.ID) && ids.add(role.ID), mustID + ", " + mustBeUnique},
			want{"name", isID(role.Name) && names.add(role.Name), mustID + ", " + mustBeUnique},
			want{"description", plain(role.Description, maxName), mustText},
		); err != nil {
			return err
		}
	}
	return nil
}
