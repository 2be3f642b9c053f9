package sandbox

import (
	"errors"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

func patchPolicy(s *step.Step) (*step.Answer, error) {
	// The step's own policy was read before its transaction began.
	current, err := store.PolicySetting.Get(s.Tx)
	if err != nil {
		return nil, err
	}
	p, err := patched(s, current, fixturePolicy())
	if err != nil {
		return nil, err
	}
	if err := validPolicy(s, "", &p); err != nil {
		return nil, err
	}
	if err := knownToPolicy(s, "", &p); err != nil {
		return nil, err
	}
	return step.JSON(p), store.PolicySetting.Put(s.Tx, p)
}

// knownToPolicy checks that what the policy names is in the sandbox.
func knownToPolicy(s *step.Step, at string, p *model.Policy) error {
	user, err := isThere(p.AutoLogin, func() error { _, err := store.UserWithEmail(s.Tx, p.AutoLogin); return err })
	if err != nil {
		return err
	}
	api, err := isThere(p.DefaultAudience, func() error {
		_, err := store.APIWithAudience(s.Tx, s.Issuer, p.DefaultAudience)
		return err
	})
	if err != nil {
		return err
	}
	return allOf(s, at,
		want{"default_audience", api, "empty, or the identifier of an API of the sandbox"},
		want{"auto_login", user, "empty, or the email of a user of the sandbox"},
	)
}

// isThere reports whether a name is left empty or is that of something that
// can be found.
func isThere(name string, find func() error) (bool, error) {
	if name == "" {
		return true, nil
	}
	err := find()
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// forget changes the policy when something that it names is removed.
func forget(s *step.Step, names func(*model.Policy) *string, gone string) error {
	p, err := store.PolicySetting.Get(s.Tx)
	if err != nil {
		return err
	}
	if name := names(&p); *name == gone {
		*name = ""
		return store.PolicySetting.Put(s.Tx, p)
	}
	return nil
}
