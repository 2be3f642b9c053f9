package sandbox

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// addClientGrant lets a client act for itself on an API
// (auth0.com/docs/get-started/applications/application-access-to-apis-client-grants).
func addClientGrant(s *step.Step) (*step.Answer, error) {
	g, err := patched(s, model.ClientGrant{}, model.ClientGrant{})
	if err != nil {
		return nil, err
	}
	if g.ID == "" {
		id, err := secret.From(s.Rand, secret.Alphanumeric, 16)
		if err != nil {
			return nil, err
		}
		g.ID = "cgr_" + id
	}
	if err := validClientGrant(s, &g); err != nil {
		return nil, err
	}
	for other, err := range store.ClientGrants.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		taken := other.ID == g.ID || other.ClientID == g.ClientID && other.Audience == g.Audience
		if err := s.Require(ruleFree.On("audience").With("a client grant for that client and API"), !taken, "a client and an API without a grant", "a pair that has one"); err != nil {
			return nil, err
		}
	}
	return &step.Answer{Status: http.StatusCreated, JSON: g}, store.ClientGrants.Put(s.Tx, &g)
}

func patchClientGrant(s *step.Step) (*step.Answer, error) {
	current, err := clientGrantNamed(s)
	if err != nil {
		return nil, err
	}
	g, err := patched(s, *current, model.ClientGrant{ID: current.ID, ClientID: current.ClientID, Audience: current.Audience})
	if err != nil {
		return nil, err
	}
	if err := allOf(s, "",
		want{"id", g.ID == current.ID, "left as it is"},
		want{"client_id", g.ClientID == current.ClientID, "left as it is"},
		want{"audience", g.Audience == current.Audience, "left as it is"},
	); err != nil {
		return nil, err
	}
	if err := validClientGrant(s, &g); err != nil {
		return nil, err
	}
	return step.JSON(g), store.ClientGrants.Put(s.Tx, &g)
}

func deleteClientGrant(s *step.Step) (*step.Answer, error) {
	g, err := clientGrantNamed(s)
	if err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent}, store.ClientGrants.Delete(s.Tx, g.ID)
}

func clientGrantNamed(s *step.Step) (*model.ClientGrant, error) {
	g, err := store.ClientGrants.Get(s.Tx, s.Request.PathValue("id"))
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleFound.On("id").With("client grant with that id"), false, "a client grant of the sandbox", "none")
	}
	return g, err
}

// validClientGrant requires that the grant names a client and an API that
// there are, and scopes that the API has.
func validClientGrant(s *step.Step, g *model.ClientGrant) error {
	notNil(&g.Scope)
	_, clientErr := store.Clients.Get(s.Tx, g.ClientID)
	api, apiErr := store.APIs.Get(s.Tx, g.Audience)
	for _, err := range []error{clientErr, apiErr} {
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	var scopes []string
	if apiErr == nil {
		for _, sc := range api.Scopes {
			scopes = append(scopes, sc.Value)
		}
	}
	return allOf(s, "",
		want{"id", isID(g.ID), mustID},
		want{"client_id", clientErr == nil, "the id of a client of the sandbox"},
		want{"audience", apiErr == nil, "the identifier of an API of the sandbox; POST /sandbox/apis adds one"},
		want{"scope", subset(g.Scope, scopes), "a list, without repeats, of scopes that the API has"},
	)
}
