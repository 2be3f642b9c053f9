package sandbox

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// newAccessLifetime is how long the access tokens of a new API live, in seconds
// (auth0.com/docs/get-started/apis/api-settings).
const newAccessLifetime = 86400

var ruleNotSystem = check.Rule{
	ID: "api.own", Says: "The API is not one of the server's own",
	Ref: "Auth0 “APIs”: system APIs", Fix: "Change one of your own APIs, or add one with POST /sandbox/apis.", Param: "identifier",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "The server's own API cannot be changed"},
}

func newAPI(identifier, name string) model.API {
	return model.API{
		Identifier: identifier, Name: name, Scopes: []model.APIScope{},
		SigningAlg: "RS256", TokenLifetime: newAccessLifetime, TokenDialect: model.DialectAccessToken,
	}
}

func addAPI(s *step.Step) (*step.Answer, error) {
	api, err := patched(s, newAPI("", ""), newAPI("", ""))
	if err != nil {
		return nil, err
	}
	api.Name = cmp.Or(api.Name, api.Identifier)
	if err := secretFor(s, &api); err != nil {
		return nil, err
	}
	if err := validAPI(s, "", &api); err != nil {
		return nil, err
	}
	if err := field(s, "is_system", !api.IsSystem, "false"); err != nil {
		return nil, err
	}
	_, err = store.RegisteredAPI(s.Tx, s.Issuer, api.Identifier)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleFree.On("identifier").With("an API with that identifier"), err != nil, "a new identifier", "one in use"); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusCreated, JSON: api}, store.APIs.Put(s.Tx, &api)
}

// secretFor makes the secret of an API that signs with one and was given none.
func secretFor(s *step.Step, api *model.API) (err error) {
	if api.SigningAlg == sign.HS256 && api.SigningSecret == "" {
		api.SigningSecret, err = secret.New(s.Rand, 32)
	}
	return err
}

func patchAPI(s *step.Step) (*step.Answer, error) {
	current, err := ownAPI(s)
	if err != nil {
		return nil, err
	}
	api, err := patched(s, *current, newAPI(current.Identifier, current.Name))
	if err != nil {
		return nil, err
	}
	if err := allOf(s, "",
		want{"identifier", api.Identifier == current.Identifier, "left as it is"},
		want{"is_system", !api.IsSystem, "false"},
	); err != nil {
		return nil, err
	}
	if err := secretFor(s, &api); err != nil {
		return nil, err
	}
	if err := validAPI(s, "", &api); err != nil {
		return nil, err
	}
	if err := dropPermissions(s, api.Identifier, &api); err != nil {
		return nil, err
	}
	return step.JSON(api), store.APIs.Put(s.Tx, &api)
}

func deleteAPI(s *step.Step) (*step.Answer, error) {
	api, err := ownAPI(s)
	if err != nil {
		return nil, err
	}
	if err := dropGrants(s, func(g *model.ClientGrant) bool { return g.Audience == api.Identifier }); err != nil {
		return nil, err
	}
	if err := dropPermissions(s, api.Identifier, nil); err != nil {
		return nil, err
	}
	if err := forget(s, func(p *model.Policy) *string { return &p.DefaultAudience }, api.Identifier); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent}, store.APIs.Delete(s.Tx, api.Identifier)
}

// ownAPI finds the API that a request is about, which must not be the
// server's own.
func ownAPI(s *step.Step) (*model.API, error) {
	api, err := store.RegisteredAPI(s.Tx, s.Issuer, s.Request.PathValue("identifier"))
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleFound.On("identifier").With("API with that identifier"), false, "an API of the sandbox", "none")
	}
	if err != nil {
		return nil, err
	}
	return api, s.Require(ruleNotSystem, !api.IsSystem, "an API of yours", "a system API")
}
