package sandbox

import (
	"slices"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// endFamilies ends what users have granted to clients that are gone: the
// families of refresh tokens, and the consents. A client that is made again
// under the same id is another one, and inherits nothing.
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
