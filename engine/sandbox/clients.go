package sandbox

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

func addClient(s *step.Step) (*step.Answer, error) {
	fields, err := object(s)
	if err != nil {
		return nil, err
	}
	var appType string
	_ = json.Unmarshal(fields["app_type"], &appType) // a wrong one is refused below
	fresh := newClient("", "", cmp.Or(appType, "regular_web"), defaultGrants(appType))
	c, err := patched(s, fresh, fresh)
	if err != nil {
		return nil, err
	}
	if err := identify(s, &c); err != nil {
		return nil, err
	}
	c.Name = cmp.Or(c.Name, c.ClientID)
	if err := validClient(s, "", &c); err != nil {
		return nil, err
	}
	_, err = store.Clients.Get(s.Tx, c.ClientID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleFree.On("client_id").With("a client with that client_id"), err != nil, "a new client_id", "one in use"); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusCreated, JSON: c}, store.Clients.Put(s.Tx, &c)
}

// identify fills in what the body left to us, in the shapes that Auth0 uses.
func identify(s *step.Step, c *model.Client) (err error) {
	if c.ClientID == "" {
		if c.ClientID, err = secret.From(s.Rand, secret.Alphanumeric, 32); err != nil {
			return err
		}
	}
	settleKeys(c)
	if c.ClientSecret == "" && !c.Public() && !c.ByKey() {
		if c.ClientSecret, err = secret.New(s.Rand, 64); err != nil {
			return err
		}
	}
	return nil
}

// defaultGrants are the grants of a new client that names none.
func defaultGrants(appType string) []string {
	if appType == "non_interactive" {
		return []string{model.GrantClientCredentials}
	}
	return []string{model.GrantAuthorizationCode, model.GrantRefreshToken}
}

func patchClient(s *step.Step) (*step.Answer, error) {
	current, err := clientNamed(s)
	if err != nil {
		return nil, err
	}
	fresh := newClient(current.ClientID, current.Name, current.AppType, defaultGrants(current.AppType))
	c, err := patched(s, *current, fresh)
	if err != nil {
		return nil, err
	}
	if err := field(s, "client_id", c.ClientID == current.ClientID, "left as it is"); err != nil {
		return nil, err
	}
	if err := identify(s, &c); err != nil { // one that was public gets a secret
		return nil, err
	}
	if err := validClient(s, "", &c); err != nil {
		return nil, err
	}
	return step.JSON(c), store.Clients.Put(s.Tx, &c)
}

func (d Deps) deleteClient(s *step.Step) (*step.Answer, error) {
	c, err := clientNamed(s)
	if err != nil {
		return nil, err
	}
	if err := dropGrants(s, func(g *model.ClientGrant) bool { return g.ClientID == c.ClientID }); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent, Finish: func() (any, error) {
		return nil, d.endFamilies(s, c.ClientID)
	}}, store.Clients.Delete(s.Tx, c.ClientID)
}

// dropGrants removes the client grants that belong to what is removed.
func dropGrants(s *step.Step, belongs func(*model.ClientGrant) bool) error {
	for g, err := range store.ClientGrants.All(s.Tx) {
		if err != nil {
			return err
		}
		if belongs(g) {
			if err := store.ClientGrants.Delete(s.Tx, g.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func clientNamed(s *step.Step) (*model.Client, error) {
	id := s.Request.PathValue("client_id")
	c, err := store.Clients.Get(s.Tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleFound.On("client_id").With("client with that client_id"), false, "a client of the sandbox", "none")
	}
	return c, err
}
