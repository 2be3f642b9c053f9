package session

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// End ends the browser's session and returns the cookie that takes its own
// away; the session is nil if there was none.
func End(s *step.Step) (*model.Session, *http.Cookie, error) {
	gone := &http.Cookie{
		Name: name(s, sessionCookie), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: s.Secure(), SameSite: sameSite(s, sessionCookie),
	}
	ended, err := find(s)
	if err != nil || ended == nil {
		return nil, gone, err
	}
	return ended, gone, store.Sessions.Delete(s.Tx, ended.Hash)
}

// EndAll ends all sessions of a user, in whatever browser, and counts them.
func EndAll(tx store.Tx, userID string) (int, error) {
	var hashes []string
	for kept, err := range store.Sessions.All(tx) {
		if err != nil {
			return 0, err
		}
		if kept.UserID == userID {
			hashes = append(hashes, kept.Hash)
		}
	}
	for _, hash := range hashes {
		if err := store.Sessions.Delete(tx, hash); err != nil {
			return 0, err
		}
	}
	return len(hashes), nil
}

// UsedBy remembers that a client's users log in by the session, so that the
// client can be told of its end (OpenID Connect Back-Channel Logout §2).
func UsedBy(s *step.Step, kept *model.Session, clientID string) error {
	if kept == nil || slices.Contains(kept.Clients, clientID) {
		return nil
	}
	kept.Clients = append(kept.Clients, clientID)
	return store.Sessions.Put(s.Tx, kept)
}
