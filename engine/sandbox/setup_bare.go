package sandbox

import (
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/sign"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// bare takes every secret out of a setup, and what only a user's device knows
// or was used already. Factors stay as names, to be found again.
func bare(setup *model.Setup) {
	setup.WithoutSecrets = true
	for i := range setup.Clients {
		setup.Clients[i].ClientSecret = ""
	}
	for i := range setup.APIs {
		setup.APIs[i].SigningSecret = ""
	}
	for i := range setup.Users {
		u := &setup.Users[i]
		u.PasswordHash = ""
		for j := range u.Factors {
			a := &u.Factors[j]
			a.Secret, a.CodeHash, a.Passkey, a.LastStep = "", "", nil, 0
		}
	}
}

// fill gives a setup that came without secrets those that are known of the same
// client, API, user and factor. A client or an API that is new gets a new one;
// a user that is new has no password, and loses the factors that are nothing
// without a secret. A secret that was written into the file is taken. It is nil
// for a setup that holds its secrets.
func fill(s *step.Step, setup *model.Setup) (*model.Taken, error) {
	if !setup.WithoutSecrets {
		return nil, nil //nolint:nilnil // nothing was left out
	}
	setup.WithoutSecrets = false
	old, err := readSetup(s.Tx)
	if err != nil {
		return nil, err
	}
	taken := &model.Taken{NewSecrets: []string{}, NoPassword: []string{}, LeftOut: []model.TakenFactor{}}
	for i := range setup.Clients {
		if err := fillClient(s, &setup.Clients[i], old, taken); err != nil {
			return nil, err
		}
	}
	for i := range setup.APIs {
		api := &setup.APIs[i]
		if j := slices.IndexFunc(old.APIs, func(o model.API) bool { return o.Identifier == api.Identifier }); j >= 0 && api.SigningSecret == "" {
			api.SigningSecret = old.APIs[j].SigningSecret
		}
		had := api.SigningSecret
		if err := secretFor(s, api); err != nil {
			return nil, err
		}
		if api.SigningSecret != had {
			taken.NewSecrets = append(taken.NewSecrets, api.Identifier)
		}
	}
	for i := range setup.Users {
		fillUser(&setup.Users[i], old, taken)
	}
	return taken, nil
}

func fillClient(s *step.Step, c *model.Client, old *model.Setup, taken *model.Taken) (err error) {
	if j := slices.IndexFunc(old.Clients, func(o model.Client) bool { return o.ClientID == c.ClientID }); j >= 0 && c.ClientSecret == "" {
		c.ClientSecret = old.Clients[j].ClientSecret
	}
	needs := !c.Public() && (!c.ByKey() || c.JWTConfiguration.Alg == sign.HS256)
	if c.ClientSecret != "" || !needs {
		return nil
	}
	if c.ClientSecret, err = secret.New(s.Rand, 64); err == nil {
		taken.NewSecrets = append(taken.NewSecrets, c.ClientID)
	}
	return err
}

func fillUser(u *model.SetupUser, old *model.Setup, taken *model.Taken) {
	var known model.SetupUser
	if j := slices.IndexFunc(old.Users, func(o model.SetupUser) bool { return store.NormalEmail(o.Email) == store.NormalEmail(u.Email) }); j >= 0 {
		known = old.Users[j]
	}
	if u.PasswordHash == "" {
		u.PasswordHash = known.PasswordHash
	}
	if u.PasswordHash == "" {
		taken.NoPassword = append(taken.NoPassword, u.Email)
	}
	gone := map[string]bool{}
	for i := range u.Factors {
		a := &u.Factors[i]
		j := slices.IndexFunc(known.Factors, func(o model.Authenticator) bool { return o.ID == a.ID && o.Kind == a.Kind })
		if bareFactor(a) && j >= 0 {
			o := known.Factors[j]
			a.Secret, a.CodeHash, a.Passkey, a.LastStep = o.Secret, o.CodeHash, o.Passkey, o.LastStep
		}
		if bareFactor(a) {
			gone[a.ID] = true
			taken.LeftOut = append(taken.LeftOut, model.TakenFactor{User: u.Email, ID: a.ID})
		}
	}
	u.Factors = slices.DeleteFunc(u.Factors, func(a model.Authenticator) bool { return gone[a.ID] })
	for i := range u.Factors {
		if gone[u.Factors[i].Pair] {
			u.Factors[i].Pair = ""
		}
	}
}

// bareFactor reports whether a factor lacks what it is checked by.
func bareFactor(a *model.Authenticator) bool {
	switch a.Kind {
	case model.KindTOTP:
		return a.Secret == ""
	case model.KindRecoveryCode:
		return a.CodeHash == ""
	}
	return model.IsPasskey(a.Kind) && a.Active && a.Passkey == nil
}
