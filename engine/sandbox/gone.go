package sandbox

import (
	"slices"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// endFamilies ends what users have granted to clients that are gone: the
// families of refresh tokens, the consents, and what was only begun. A client
// that is made again under the same id is another one, and inherits nothing.
//
// It comes after the transaction that removed the clients, in one for each
// user: what all users have granted may be more than one transaction can hold.
func (d Deps) endFamilies(s *step.Step, clients ...string) error {
	if len(clients) == 0 {
		return nil
	}
	granted := map[[2]string][]string{} // by user and client: the ids of consents
	err := d.Store.View(s.Ctx, func(r store.Reader) error {
		for f, err := range store.Families.All(r) {
			if err != nil {
				return err
			}
			if f.State == model.StateActive && slices.Contains(clients, f.ClientID) {
				granted[[2]string{f.Authenticated.UserID, f.ClientID}] = nil
			}
		}
		for g, err := range store.Grants.All(r) {
			if err != nil {
				return err
			}
			if slices.Contains(clients, g.ClientID) {
				at := [2]string{g.UserID, g.ClientID}
				granted[at] = append(granted[at], model.GrantID(g.UserID, g.ClientID, g.Audience))
			}
		}
		return nil
	})
	if err == nil {
		err = d.dropBegun(s, clients)
	}
	for at, consents := range granted {
		if err != nil {
			return err
		}
		err = d.Store.Update(s.Ctx, func(tx store.Tx) error {
			for _, id := range consents {
				if err := store.Grants.Delete(tx, id); err != nil {
					return err
				}
			}
			own := &step.Step{Ctx: s.Ctx, Request: s.Request, Now: s.Now, Trail: s.Trail, Tx: tx}
			return family.EndGrant(own, at[0], at[1], "", true, model.CauseClient)
		})
	}
	return err
}

// begun finds what clients have begun and not ended, and how it is dropped.
var begun = []func(r store.Reader, clients []string) ([]drop, error){
	dropping(store.Codes, func(v *model.Code) (string, string) { return v.Hash, v.Authorization.ClientID }),
	dropping(store.Logins, func(v *model.Login) (string, string) { return v.ID, v.Authorization.ClientID }),
	dropping(store.Pushed, func(v *model.PushedRequest) (string, string) { return v.Hash, v.ClientID }),
	dropping(store.DeviceCodes, func(v *model.DeviceCode) (string, string) { return v.Hash, v.ClientID }),
	dropping(store.MFAs, func(v *model.MFATransaction) (string, string) { return v.Hash, v.ClientID }),
}

type drop func(store.Tx) error

// dropping finds the records of a table that belong to the clients; names
// gives a record's id and its client.
func dropping[T any](t store.Table[T], names func(*T) (id, client string)) func(store.Reader, []string) ([]drop, error) {
	return func(r store.Reader, clients []string) ([]drop, error) {
		var out []drop
		for v, err := range t.All(r) {
			if err != nil {
				return nil, err
			}
			if id, client := names(v); slices.Contains(clients, client) {
				out = append(out, func(tx store.Tx) error { return t.Delete(tx, id) })
			}
		}
		return out, nil
	}
}

// dropBegun drops the codes, the logins and whatever else waits for its client.
func (d Deps) dropBegun(s *step.Step, clients []string) error {
	var all []drop
	err := d.Store.View(s.Ctx, func(r store.Reader) error {
		for _, find := range begun {
			some, err := find(r, clients)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	const most = 1000 // in one transaction
	for some := range slices.Chunk(all, most) {
		err := d.Store.Update(s.Ctx, func(tx store.Tx) error {
			for _, do := range some {
				if err := do(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
