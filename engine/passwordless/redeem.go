package passwordless

import (
	"errors"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Browser is the hash of the cookie of the browser that a link was sent for,
// before it is redeemed: opened elsewhere, as mail programs and scanners do, it
// is not used up. Empty: it is bound to none, or is not the link.
func Browser(s *step.Step, clientID, to, code string) (string, error) {
	to = store.NormalEmail(to)
	kept, err := store.Passwordless.Get(s.Tx, ID(clientID, Email, to))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	case kept.CodeHash != Hash(to, code), !s.Now.Before(kept.ExpiresAt), kept.Wrong >= MaxWrong, kept.Issuer != s.Issuer:
		return "", nil // which refuses it by itself
	}
	return kept.BrowserHash, nil
}

// Redeem uses a code up and returns what was sent with it. wrong is the rule
// that is broken by anything else; a wrong code stays counted.
func Redeem(s *step.Step, clientID, connection, to, code string, wrong check.Rule) (*model.Passwordless, error) {
	if connection == Email {
		to = store.NormalEmail(to)
	}
	kept, err := store.Passwordless.Get(s.Tx, ID(clientID, connection, to))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	got := "it matches"
	switch {
	case err != nil:
		got = "none was sent, or it was used"
	case !s.Now.Before(kept.ExpiresAt):
		got = "it was sent more than 3 minutes ago"
	case kept.Wrong >= MaxWrong:
		got = "three wrong ones have used it up"
	case kept.Issuer != s.Issuer:
		got = "it was sent by " + kept.Issuer
	case kept.CodeHash != Hash(to, code):
		got = "another code"
		kept.Wrong++
		if err := store.Passwordless.Put(s.Tx, kept); err != nil {
			return nil, err
		}
	}
	if err := s.Require(wrong, got == "it matches", "the code that was sent last", got); err != nil {
		return nil, check.Keep(err)
	}
	return kept, store.Passwordless.Delete(s.Tx, kept.ID)
}

// User is the one with an address or number; nil if there is none.
func User(s *step.Step, connection, to string) (*model.User, error) {
	if connection == Email {
		u, err := store.UserWithEmail(s.Tx, to)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		return u, err
	}
	for u, err := range store.Users.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		if u.PhoneNumber == to {
			return u, nil
		}
	}
	return nil, nil
}

// UserOf is the user whose address was proved, made if there is none.
func UserOf(s *step.Step, kept *model.Passwordless) (*model.User, error) {
	u, err := User(s, kept.Connection, kept.To)
	if err != nil {
		return nil, err
	}
	if u == nil {
		return newUser(s, kept)
	}
	if kept.Connection == Email && !u.EmailVerified {
		u.EmailVerified, u.UpdatedAt = true, s.Now
		return u, store.Users.Put(s.Tx, u)
	}
	return u, nil
}

func newUser(s *step.Step, kept *model.Passwordless) (*model.User, error) {
	id, err := secret.From(s.Rand, "0123456789abcdef", 24)
	if err != nil {
		return nil, err
	}
	u := &model.User{UserID: kept.Connection + "|" + id, Name: kept.To, CreatedAt: s.Now, UpdatedAt: s.Now}
	if kept.Connection == Email {
		u.Email, u.EmailVerified = kept.To, true
		u.Nickname, _, _ = strings.Cut(kept.To, "@")
	} else {
		u.PhoneNumber, u.Nickname = kept.To, kept.To
	}
	return u, store.AddUser(s.Tx, u)
}
