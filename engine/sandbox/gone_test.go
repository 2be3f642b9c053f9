package sandbox_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/store"
)

const again = `{"client_id": "trusted-app", "client_secret": "trusted-app-secret", "app_type": "regular_web",
	"grant_types": ["password", "refresh_token"]}`

// A client that is made again under an id that was free inherits nothing of
// the one that had it before.
func TestARemovedClientsFamiliesEnd(t *testing.T) {
	for name, remove := range map[string]func(*testing.T, *enginetest.Server){
		"removed": func(t *testing.T, s *enginetest.Server) {
			if got := s.Do("DELETE", "/sandbox/clients/trusted-app", ""); got.Status != http.StatusNoContent || got.Text != "" {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
		},
		"left out of an import": func(t *testing.T, s *enginetest.Server) {
			without := s.Do("GET", "/sandbox/setup", "").Object()
			clients, _ := without["clients"].([]any)
			for i, c := range clients {
				if c.(map[string]any)["client_id"] == "trusted-app" {
					without["clients"] = append(append([]any{}, clients[:i]...), clients[i+1:]...)
				}
			}
			body, err := json.Marshal(without)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Do("PUT", "/sandbox/setup", string(body)); got.Status != http.StatusNoContent {
				t.Fatalf("%d %s", got.Status, got.Text)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := enginetest.New(t)
			token := family(t, s)
			consent := &model.Grant{UserID: "auth0|someone", ClientID: "trusted-app", Audience: "https://reports.example/api"}
			kept := &model.Grant{UserID: consent.UserID, ClientID: "partner-app"}
			write(t, s, consent, kept)
			remove(t, s)
			if f := only(t, s); f["state"] != "revoked" || f["cause"] != "client_removed" {
				t.Errorf("the family is %v (%v)", f["state"], f["cause"])
			}
			if got := s.Do("POST", "/sandbox/clients", again); got.Status != http.StatusCreated {
				t.Fatal(got.Text)
			}
			if got := refresh(s, token); got.Status != http.StatusForbidden || got.Object()["error"] != "invalid_grant" {
				t.Errorf("the new client refreshes with the old one's token: %d %s", got.Status, got.Text)
			}
			if has(t, s, consent) || !has(t, s, kept) {
				t.Error("the consent to the old client counts for the new one, or another client's is gone")
			}
		})
	}
}

// What a client has only begun goes with it: its codes, the logins on their
// way to its pages, pushed requests, device codes and second factors.
func TestARemovedClientLeavesNothingBegun(t *testing.T) {
	s := enginetest.New(t)
	both := []string{"mobile-app", "web-app"}
	count := func() (n [2]int) {
		err := s.Store.View(t.Context(), func(r store.Reader) error {
			for i, c := range both {
				n[i] += countOf(r, store.Codes, func(v *model.Code) string { return v.Authorization.ClientID }, c)
				n[i] += countOf(r, store.Logins, func(v *model.Login) string { return v.Authorization.ClientID }, c)
				n[i] += countOf(r, store.Pushed, func(v *model.PushedRequest) string { return v.ClientID }, c)
				n[i] += countOf(r, store.DeviceCodes, func(v *model.DeviceCode) string { return v.ClientID }, c)
				n[i] += countOf(r, store.MFAs, func(v *model.MFATransaction) string { return v.ClientID }, c)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	err := s.Store.Update(t.Context(), func(tx store.Tx) error {
		for _, c := range both {
			a := model.Authorization{ClientID: c}
			if err := errors.Join(
				store.Codes.Put(tx, &model.Code{Hash: c, Authorization: a}), store.Logins.Put(tx, &model.Login{ID: c, Authorization: a}),
				store.Pushed.Put(tx, &model.PushedRequest{Hash: c, ClientID: c}), store.DeviceCodes.Put(tx, &model.DeviceCode{Hash: c, ClientID: c}),
				store.MFAs.Put(tx, &model.MFATransaction{Hash: c, ClientID: c}),
			); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(); n != [2]int{5, 5} {
		t.Fatalf("begun: %v", n)
	}
	if got := s.Do("DELETE", "/sandbox/clients/mobile-app", ""); got.Status != http.StatusNoContent {
		t.Fatal(got.Text)
	}
	if n := count(); n != [2]int{0, 5} {
		t.Errorf("left of the client that is gone, and of the other: %v", n)
	}
}

// countOf counts the records of a client in a table.
func countOf[T any](r store.Reader, t store.Table[T], of func(*T) string, client string) (n int) {
	for v, err := range t.All(r) {
		if err == nil && of(v) == client {
			n++
		}
	}
	return n
}

// An import that keeps the client keeps what it has.
func TestAnImportKeepsTheFamiliesOfItsClients(t *testing.T) {
	s := enginetest.New(t)
	token := family(t, s)
	if got := s.Do("PUT", "/sandbox/setup", s.Do("GET", "/sandbox/setup", "").Text); got.Status != http.StatusNoContent {
		t.Fatal(got.Text)
	}
	if got := refresh(s, token); got.Status != http.StatusOK {
		t.Errorf("%d %s", got.Status, got.Text)
	}
}

func write(t *testing.T, s *enginetest.Server, grants ...*model.Grant) {
	t.Helper()
	err := s.Store.Update(t.Context(), func(tx store.Tx) error {
		for _, g := range grants {
			if err := store.Grants.Put(tx, g); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, s *enginetest.Server, g *model.Grant) (found bool) {
	t.Helper()
	err := s.Store.View(t.Context(), func(r store.Reader) error {
		_, err := store.Grants.Get(r, model.GrantID(g.UserID, g.ClientID, g.Audience))
		found = err == nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
