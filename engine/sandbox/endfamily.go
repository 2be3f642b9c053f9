package sandbox

import (
	"errors"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// endFamily does to a family what a tenant's administrator can do by Auth0's
// Management API: DELETE /api/v2/refresh-tokens/{id}, or DELETE
// /api/v2/grants/{id} with all the grant's tokens.
func endFamily(s *step.Step) (*step.Answer, error) {
	var body struct {
		Action string `json:"action"`
	}
	if err := decode(s, s.Body, &body); err != nil {
		return nil, err
	}
	grant := body.Action == "revoke_grant"
	if err := field(s, "action", grant || body.Action == "revoke", "revoke or revoke_grant"); err != nil {
		return nil, err
	}
	f, err := store.Families.Get(s.Tx, s.Request.PathValue("id"))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleFound.With("family of that id"), err == nil, "a family", "none"); err != nil {
		return nil, err
	}
	if grant {
		err = family.EndGrant(s, f.Authenticated.UserID, f.ClientID, f.Audience, false, model.CauseGrantRevoked)
	} else if f.State == model.StateActive {
		err = family.End(s, f, model.CauseRevoked)
	}
	if err != nil {
		return nil, err
	}
	if f, err = store.Families.Get(s.Tx, f.ID); err != nil {
		return nil, err
	}
	v, err := familyView(s, f)
	return step.JSON(v), err
}
