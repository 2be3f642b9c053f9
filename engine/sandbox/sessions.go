package sandbox

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// listSessions shows the login sessions at the hosted pages, of one user or of
// all, the newest first. A sandbox has few of them: they end after a week and
// are swept.
func listSessions(s *step.Step) (*step.Answer, error) {
	var userID string
	if email := s.Request.URL.Query().Get("user"); email != "" {
		user, err := userNamed(s, email)
		if err != nil {
			return nil, err
		}
		userID = user.UserID
	}
	views := []model.SessionView{}
	for kept, err := range store.Sessions.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		if userID != "" && kept.UserID != userID {
			continue
		}
		v, err := sessionView(s, kept)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b model.SessionView) int {
		return cmp.Or(b.AuthTime.Compare(a.AuthTime), strings.Compare(a.ID, b.ID))
	})
	return step.JSON(views), nil
}

func sessionView(s *step.Step, kept *model.Session) (model.SessionView, error) {
	v := model.SessionView{
		ID: kept.SID, User: kept.UserID, AuthTime: kept.AuthTime, MFATime: timeOrNull(kept.MFATime), LastSeen: kept.LastSeen,
		ExpiresAt: kept.ExpiresAt, IdleExpiresAt: kept.LastSeen.Add(model.SessionIdleLifetime), State: model.StateActive,
	}
	if !kept.Live(s.Now) {
		v.State = model.StateExpired
	}
	user, err := store.Users.Get(s.Tx, kept.UserID)
	if err != nil {
		if errors.Is(err, store.ErrNotFound) { // one who is gone is shown by id
			return v, nil
		}
		return v, err
	}
	v.User = user.Email
	return v, nil
}
