package sandbox

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/family"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// familiesListed is how many families of all users are listed.
const familiesListed = 200

// listFamilies shows the refresh-token families of a user, or the newest of
// all, newest first, as they are at this very moment of the sandbox's clock.
func listFamilies(s *step.Step) (*step.Answer, error) {
	families, err := familiesAsked(s)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(families, func(a, b *model.Family) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	views := []model.FamilyView{}
	for _, f := range families {
		v, err := familyView(s, f)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return step.JSON(views), nil
}

func familiesAsked(s *step.Step) ([]*model.Family, error) {
	var list []*model.Family
	email := s.Request.URL.Query().Get("user")
	if email == "" {
		for id, err := range store.FamilyByTime.Last(s.Tx) {
			if err != nil || len(list) == familiesListed {
				return list, err
			}
			f, err := store.Families.Get(s.Tx, id)
			if err != nil {
				return nil, err
			}
			list = append(list, f)
		}
		return list, nil
	}
	user, err := userNamed(s, email)
	if err != nil {
		return nil, err
	}
	for id, err := range store.FamilyByUser.Find(s.Tx, user.UserID) {
		if err != nil {
			return nil, err
		}
		f, err := store.Families.Get(s.Tx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func familyView(s *step.Step, f *model.Family) (model.FamilyView, error) {
	v := model.FamilyView{
		ID: f.ID, ClientID: f.ClientID, User: f.Authenticated.UserID, Audience: f.Audience,
		Scope: strings.Join(f.Scope, " "), Rotating: f.Rotating, CreatedAt: f.CreatedAt,
		ExpiresAt: timeOrNull(f.ExpiresAt), State: f.State, Cause: f.Cause, SessionID: f.Authenticated.SID, Tokens: []model.TokenView{},
	}
	user, err := store.Users.Get(s.Tx, f.Authenticated.UserID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	if err == nil { // one who is gone is shown by id
		v.User = user.Email
	}
	client, err := store.Clients.Get(s.Tx, f.ClientID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	if err == nil {
		v.IdleExpiresAt = timeOrNull(f.IdleExpiresAt(client))
		v.LeewaySeconds = client.RefreshToken.Leeway
	} else {
		client = &model.Client{} // it is gone: only what is stamped on the family counts
	}
	if cause := family.Expired(f, client, s.Now); cause != "" && f.State == model.StateActive {
		v.State, v.Cause = model.StateExpired, cause
	}
	for hash, err := range store.TokenByFamily.Find(s.Tx, f.ID) {
		if err != nil {
			return v, err
		}
		t, err := store.RefreshTokens.Get(s.Tx, hash)
		if err != nil {
			return v, err
		}
		v.Tokens = append(v.Tokens, tokenView(t, v))
	}
	slices.SortFunc(v.Tokens, func(a, b model.TokenView) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), len(a.ID)-len(b.ID), strings.Compare(a.ID, b.ID))
	})
	return v, nil
}

// tokenView shows a token, which ends with its family.
func tokenView(t *model.RefreshToken, f model.FamilyView) model.TokenView {
	v := model.TokenView{
		ID: t.ID, Parent: t.Parent, State: t.State, Cause: t.Cause,
		CreatedAt: t.CreatedAt, UsedAt: timeOrNull(t.UsedAt), Exchange: t.Exchange, Superseded: t.Superseded,
	}
	if v.State == model.StateActive && f.State != model.StateActive {
		v.State, v.Cause = f.State, f.Cause
	}
	return v
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
