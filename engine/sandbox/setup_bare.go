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
// or was used already.
func bare(setup *model.Setup) {
	setup.WithoutSecrets = true
	for i := range setup.Clients {
		setup.Clients[i].ClientSecret = ""
	}
	for i := range setup.APIs {
		setup.APIs[i].SigningSecret = ""
	}
	for i := range setup.Users {
		setup.Users[i].PasswordHash = ""
	}
	bareFactors(setup)
}

// bareFactors takes what proves a factor out of a setup. The factors stay as
// names, to be found again.
func bareFactors(setup *model.Setup) {
	for i := range setup.Users {
		for j := range setup.Users[i].Factors {
			a := &setup.Users[i].Factors[j]
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
	whole, factors := setup.WithoutSecrets, setup.WithoutFactorSecrets
	if !whole && !factors {
		return nil, nil //nolint:nilnil // nothing was left out
	}
	setup.WithoutSecrets, setup.WithoutFactorSecrets = false, false
	old, err := readSetup(s.Tx)
	if err != nil {
		return nil, err
	}
	taken := &model.Taken{NewSecrets: []string{}, NoPassword: []string{}, LeftOut: []model.TakenFactor{}}
	for i := range setup.Users {
		if whole {
			fillPassword(&setup.Users[i], old, taken)
		}
		fillFactors(&setup.Users[i], old, taken)
	}
	if !whole {
		return taken, nil
	}
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

// knownUser is the user of that email as they were; the zero value if new.
func knownUser(email string, old *model.Setup) model.SetupUser {
	for _, o := range old.Users {
		if store.NormalEmail(o.Email) == store.NormalEmail(email) {
			return o
		}
	}
	return model.SetupUser{}
}

func fillPassword(u *model.SetupUser, old *model.Setup, taken *model.Taken) {
	if u.PasswordHash == "" {
		u.PasswordHash = knownUser(u.Email, old).PasswordHash
	}
	if u.PasswordHash == "" {
		taken.NoPassword = append(taken.NoPassword, u.Email)
	}
}

func fillFactors(u *model.SetupUser, old *model.Setup, taken *model.Taken) {
	known := knownUser(u.Email, old)
	gone, found := map[string]bool{}, map[string]bool{}
	for i := range u.Factors {
		a := &u.Factors[i]
		if o := sameFactor(a, u.Factors, known.Factors); bareFactor(a) && o != nil && !found[o.ID] {
			found[o.ID] = true
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

// sameFactor is the user's factor that another one of a file is: of the same
// id, or else of the same kind and name, where the file does not name it
// besides. Ids are made anew in each sandbox, for the same users too.
func sameFactor(a *model.Authenticator, file, known []model.Authenticator) *model.Authenticator {
	var alike *model.Authenticator
	for i := range known {
		o := &known[i]
		switch {
		case o.Kind != a.Kind:
		case o.ID == a.ID:
			return o
		case alike == nil && o.Name == a.Name && !slices.ContainsFunc(file, func(f model.Authenticator) bool { return f.ID == o.ID }):
			alike = o
		}
	}
	return alike
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
