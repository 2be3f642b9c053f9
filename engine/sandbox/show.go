package sandbox

import (
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
	view := model.Sandbox{
		Clients: setup.Clients, APIs: setup.APIs, ClientGrants: setup.ClientGrants,
		Users: []model.UserView{}, Policy: setup.Policy,
	}
	for _, u := range setup.Users {
		user := model.UserView{User: u.User, Factors: []model.FactorView{}}
		user.PasswordHash = ""
		for _, a := range u.Factors {
			user.Factors = append(user.Factors, model.FactorView{ID: a.ID, Type: a.Factor(), Name: a.Name, Active: a.Active})
		}
		view.Users = append(view.Users, user)
	}
	return step.JSON(view), nil
}

// showSetup answers with all that is set up, whole.
func showSetup(s *step.Step) (*step.Answer, error) {
	setup, err := readSetup(s.Tx)
	return step.JSON(setup), err
}

func readSetup(r store.Reader) (*model.Setup, error) {
	setup := &model.Setup{Clients: []model.Client{}, APIs: []model.API{}, ClientGrants: []model.ClientGrant{}, Users: []model.SetupUser{}}
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
	for u, err := range store.Users.All(r) {
		if err != nil {
			return nil, err
		}
		user := model.SetupUser{User: *u, Factors: []model.Authenticator{}}
		factors, err := store.AuthenticatorsOf(r, u.UserID)
		if err != nil {
			return nil, err
		}
		for _, a := range factors {
			user.Factors = append(user.Factors, *a)
		}
		setup.Users = append(setup.Users, user)
	}
	var err error
	setup.Policy, err = store.PolicySetting.Get(r)
	return setup, err
}
