package sandbox

import (
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// show answers with all that is set up, without what lets one pass for a user.
func show(s *step.Step) (*step.Answer, error) {
	setup, err := readSetup(s.Tx)
	if err != nil {
		return nil, err
	}
	keys, err := KeysSetting.Get(s.Tx)
	if err != nil {
		return nil, err
	}
	view := model.Sandbox{
		SigningKeys: shownKeys(keys, false),
		Clients:     setup.Clients, APIs: setup.APIs, ClientGrants: setup.ClientGrants,
		Users: []model.UserView{}, Roles: setup.Roles, Policy: setup.Policy,
	}
	for i := range view.APIs {
		if rest, ok := strings.CutPrefix(view.APIs[i].Identifier, store.IssuerPlaceholder); ok {
			view.APIs[i].Identifier = s.Issuer + rest
		}
	}
	for _, u := range setup.Users {
		view.Users = append(view.Users, viewOf(u))
	}
	return step.JSON(view), nil
}

// viewOf is a user with their factors, without password and TOTP secrets.
func viewOf(u model.SetupUser) model.UserView {
	view := model.UserView{User: u.User, Factors: []model.FactorView{}}
	view.PasswordHash = ""
	for _, a := range u.Factors {
		view.Factors = append(view.Factors, model.FactorView{ID: a.ID, Type: a.Factor(), Name: a.Name, Active: a.Active})
	}
	return view
}

// showSetup answers with all that is set up, whole, without secrets, or without
// those of the users' factors.
func showSetup(s *step.Step) (*step.Answer, error) {
	setup, err := readSetup(s.Tx)
	if err != nil {
		return nil, err
	}
	switch s.Request.URL.Query().Get("without_secrets") {
	case "true":
		bare(setup)
	case "factors":
		setup.WithoutFactorSecrets = true
		bareFactors(setup)
	}
	return step.JSON(setup), nil
}

func readSetup(r store.Reader) (*model.Setup, error) {
	setup := &model.Setup{Clients: []model.Client{}, APIs: []model.API{}, ClientGrants: []model.ClientGrant{}, Users: []model.SetupUser{}, Roles: []model.Role{}}
	for c, err := range store.Clients.All(r) {
		if err != nil {
			return nil, err
		}
		setup.Clients = append(setup.Clients, *c)
	}
	for api, err := range store.APIs.All(r) {
		if err != nil {
			return nil, err
		}
		setup.APIs = append(setup.APIs, *api)
	}
	for grant, err := range store.ClientGrants.All(r) {
		if err != nil {
			return nil, err
		}
		setup.ClientGrants = append(setup.ClientGrants, *grant)
	}
	for role, err := range store.Roles.All(r) {
		if err != nil {
			return nil, err
		}
		setup.Roles = append(setup.Roles, *role)
	}
	for u, err := range store.Users.All(r) {
		if err != nil {
			return nil, err
		}
		user, err := withFactors(r, u)
		if err != nil {
			return nil, err
		}
		setup.Users = append(setup.Users, user)
	}
	var err error
	setup.Policy, err = store.PolicySetting.Get(r)
	return setup, err
}

func withFactors(r store.Reader, u *model.User) (model.SetupUser, error) {
	user := model.SetupUser{User: *u, Factors: []model.Authenticator{}}
	factors, err := store.AuthenticatorsOf(r, u.UserID)
	for _, a := range factors {
		user.Factors = append(user.Factors, *a)
	}
	return user, err
}
