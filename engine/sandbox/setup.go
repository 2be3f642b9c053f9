package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// putSetup replaces all that is set up, or nothing if anything is wrong with
// the new. Sessions and tokens of clients and users that stay live on; the
// families of clients that do not stay end.
func (d Deps) putSetup(s *step.Step) (*step.Answer, error) {
	var setup model.Setup
	if err := decode(s, s.Body, &setup); err != nil {
		return nil, err
	}
	taken, err := fill(s, &setup)
	if err != nil {
		return nil, err
	}
	if err := validSetup(s, &setup); err != nil {
		return nil, err
	}
	old, err := readSetup(s.Tx)
	if err != nil {
		return nil, err
	}
	if err := removeSetup(s.Tx, old); err != nil {
		return nil, err
	}
	if err := writeSetup(s, &setup); err != nil {
		return nil, err
	}
	a := &step.Answer{Status: http.StatusNoContent}
	if taken != nil {
		a = step.JSON(taken)
	}
	shown, gone := a.JSON, goneClients(old, &setup)
	a.Finish = func() (any, error) { return shown, d.endFamilies(s, gone...) }
	return a, nil
}

// goneClients are the clients that the new setup does without.
func goneClients(old, fresh *model.Setup) []string {
	var gone []string
	for i := range old.Clients {
		id := old.Clients[i].ClientID
		if !slices.ContainsFunc(fresh.Clients, func(c model.Client) bool { return c.ClientID == id }) {
			gone = append(gone, id)
		}
	}
	return gone
}

func removeSetup(tx store.Tx, old *model.Setup) error {
	for i := range old.Clients {
		if err := store.Clients.Delete(tx, old.Clients[i].ClientID); err != nil {
			return err
		}
	}
	for i := range old.APIs {
		if err := store.APIs.Delete(tx, old.APIs[i].Identifier); err != nil {
			return err
		}
	}
	for i := range old.ClientGrants {
		if err := store.ClientGrants.Delete(tx, old.ClientGrants[i].ID); err != nil {
			return err
		}
	}
	for i := range old.Roles {
		if err := store.Roles.Delete(tx, old.Roles[i].ID); err != nil {
			return err
		}
	}
	for i := range old.Users {
		if err := removeUser(tx, &old.Users[i]); err != nil {
			return err
		}
	}
	return nil
}

func removeUser(tx store.Tx, u *model.SetupUser) error {
	for i := range u.Factors {
		if err := store.RemoveAuthenticator(tx, &u.Factors[i]); err != nil {
			return err
		}
	}
	return store.RemoveUser(tx, &u.User)
}

func writeSetup(s *step.Step, setup *model.Setup) error {
	for i := range setup.Clients {
		if err := store.Clients.Put(s.Tx, &setup.Clients[i]); err != nil {
			return err
		}
	}
	for i := range setup.APIs {
		if err := store.APIs.Put(s.Tx, &setup.APIs[i]); err != nil {
			return err
		}
	}
	for i := range setup.ClientGrants {
		if err := store.ClientGrants.Put(s.Tx, &setup.ClientGrants[i]); err != nil {
			return err
		}
	}
	if err := writeRoles(s, setup); err != nil {
		return err
	}
	for i := range setup.Users {
		if err := writeUser(s, fmt.Sprintf("users[%d].", i), &setup.Users[i]); err != nil {
			return err
		}
	}
	if err := knownToPolicy(s, "policy.", &setup.Policy); err != nil {
		return err
	}
	return store.PolicySetting.Put(s.Tx, setup.Policy)
}

// writeRoles needs the APIs to be there, whose scopes the roles name.
func writeRoles(s *step.Step, setup *model.Setup) error {
	for i := range setup.Roles {
		at, role := fmt.Sprintf("roles[%d].", i), &setup.Roles[i]
		if err := knownPermissions(s, at, role.Permissions); err != nil {
			return err
		}
		if err := store.Roles.Put(s.Tx, role); err != nil {
			return err
		}
	}
	return nil
}

// writeUser needs the APIs and roles to be there.
func writeUser(s *step.Step, at string, u *model.SetupUser) error {
	if err := allowances(s, at, &u.User); err != nil {
		return err
	}
	err := store.AddUser(s.Tx, &u.User)
	if err := s.Require(ruleFree.On("users").With("a user with that email"), !errors.Is(err, store.ErrTaken), "an email of their own", "one that another user has"); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	for i := range u.Factors {
		if err := store.AddAuthenticator(s.Tx, &u.Factors[i]); err != nil {
			return err
		}
	}
	return nil
}
