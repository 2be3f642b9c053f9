package session

import (
	"errors"
	"net/http"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// sidLength is the length of the sid claim, in characters.
const sidLength = 32

// Current returns the browser's session, or nil if it has none that still
// holds.
func Current(s *step.Step) (*model.Session, error) {
	kept, err := find(s)
	if err != nil || kept == nil || !kept.Live(s.Now) {
		return nil, err
	}
	return kept, nil
}

func find(s *step.Step) (*model.Session, error) {
	value := read(s, sessionCookie)
	if value == "" {
		return nil, nil
	}
	kept, err := store.Sessions.Get(s.Tx, secret.Hash(value))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return kept, err
}

// Touch restarts the session's idle lifetime.
func Touch(s *step.Step, kept *model.Session) error {
	kept.LastSeen = s.Now
	return store.Sessions.Put(s.Tx, kept)
}

// Proof is what a session is begun with.
type Proof struct {
	UserID   string
	AuthTime time.Time
	MFATime  time.Time // zero if no second factor was given
	// SID goes on with the session of that sid, under a new cookie; empty
	// begins another.
	SID string
}

// Begin starts a session and ends the one the browser had. Its cookie is
// always a new one, so that nobody can plant theirs before the login (session
// fixation), nor keep one from before a second factor.
func Begin(s *step.Step, p Proof) (*model.Session, *http.Cookie, error) {
	before, err := find(s)
	if err != nil {
		return nil, nil, err
	}
	cookie, hash, err := issue(s, sessionCookie, model.SessionLifetime)
	if err != nil {
		return nil, nil, err
	}
	begun := &model.Session{
		Hash: hash, SID: p.SID, UserID: p.UserID, AuthTime: p.AuthTime, MFATime: p.MFATime,
		LastSeen: s.Now, ExpiresAt: p.AuthTime.Add(model.SessionLifetime),
	}
	if begun.SID == "" {
		if begun.SID, err = secret.New(s.Rand, sidLength); err != nil {
			return nil, nil, err
		}
	}
	if before != nil && before.SID == begun.SID {
		begun.Clients = before.Clients
	}
	if before != nil {
		if err := store.Sessions.Delete(s.Tx, before.Hash); err != nil {
			return nil, nil, err
		}
	}
	return begun, cookie, store.Sessions.Put(s.Tx, begun)
}
