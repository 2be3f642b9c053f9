package authorize_test

import (
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/store"
)

// edit changes what the sandbox holds.
func edit(t testing.TB, s *enginetest.Server, change func(store.Tx) error) {
	t.Helper()
	if err := s.Store.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

// policy changes the sandbox's policy.
func policy(t testing.TB, s *enginetest.Server, change func(*model.Policy)) {
	t.Helper()
	edit(t, s, func(tx store.Tx) error {
		p, err := store.PolicySetting.Get(tx)
		if err != nil {
			return err
		}
		change(&p)
		return store.PolicySetting.Put(tx, p)
	})
}

// user changes a user of the sandbox.
func user(t testing.TB, s *enginetest.Server, email string, change func(*model.User)) {
	t.Helper()
	edit(t, s, func(tx store.Tx) error {
		u, err := store.UserWithEmail(tx, email)
		if err != nil {
			return err
		}
		change(u)
		return store.Users.Put(tx, u)
	})
}

// client changes a client of the sandbox.
func client(t testing.TB, s *enginetest.Server, id string, change func(*model.Client)) {
	t.Helper()
	edit(t, s, func(tx store.Tx) error {
		c, err := store.Clients.Get(tx, id)
		if err != nil {
			return err
		}
		change(c)
		return store.Clients.Put(tx, c)
	})
}

// codeOf is what the sandbox keeps of a code.
func codeOf(t testing.TB, s *enginetest.Server, code string) *model.Code {
	t.Helper()
	var kept *model.Code
	err := s.Store.View(t.Context(), func(r store.Reader) (err error) {
		kept, err = store.Codes.Get(r, secret.Hash(code))
		return err
	})
	if err != nil {
		t.Fatalf("no code is kept: %v", err)
	}
	return kept
}
