// Package lockout keeps passwords from being guessed, as Auth0's brute-force
// protection does: ten wrong ones in a row for one user from one address, and
// nobody gets in from there as that user
// (auth0.com/docs/secure/attack-protection/brute-force-protection). It is over
// after 30 days without a wrong one, by the link in the mail that tells the
// user, or with a new password.
package lockout

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/inbox"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	most     = 10
	lifetime = 30 * 24 * time.Hour
)

var rule = check.Rule{
	ID: "lockout", Says: "Fewer than ten wrong passwords in a row came from this address for this user",
	Ref: "Auth0 “Brute-Force Protection”", Fix: "Open the link in the user's mail, set a new password, unblock the user in the sandbox, or let 30 days pass by its clock.",
	// The text is the one that is reported of Auth0. No Retry-After: go-auth0
	// would obey it and hang.
	Answer: check.Answer{
		Status: http.StatusTooManyRequests, Code: "too_many_attempts",
		Description: "Your account has been blocked after multiple consecutive login attempts. We've sent you an email with instructions on how to unblock it.",
	},
}

// Try is one attempt to log in.
type Try struct {
	s     *step.Step
	email string
	from  string
}

// Begin begins an attempt for an email, whether a user has it or not. from is
// the address it comes from; empty: the one that the request came from.
func Begin(s *step.Step, email, from string) (*Try, error) {
	t := &Try{s, email, from}
	if from == "" {
		t.from = remote(s)
	}
	kept, err := t.read()
	if err != nil {
		return nil, err
	}
	return t, s.Require(rule, kept.Spent < most, "fewer than 10", said(kept))
}

// said is how many wrong passwords there were, and when if there were any.
func said(kept *model.Attempts) string {
	if kept.At.IsZero() {
		return "none"
	}
	return fmt.Sprintf("%.0f, the last at %s UTC", kept.Spent, kept.At.UTC().Format(time.DateTime))
}

// Wrong counts the attempt, and keeps what was counted although the step is
// refused. u is the user whose email it is; nil: nobody has it.
func (t *Try) Wrong(u *model.User, refusal error) error {
	kept, err := t.read()
	if err != nil {
		return err
	}
	kept.Spent++
	kept.At = t.s.Now
	if err := store.Attempts.Put(t.s.Tx, kept); err != nil {
		return err
	}
	if u != nil && kept.Spent == most {
		if err := t.tell(u); err != nil {
			return err
		}
	}
	return check.Keep(refusal)
}

// Right forgets the wrong attempts before.
func (t *Try) Right() error {
	kept, err := t.read()
	if err != nil || kept.Spent == 0 {
		return err
	}
	return store.Attempts.Delete(t.s.Tx, t.id())
}

// Forget lets a user in again from everywhere: they have a new password.
func Forget(tx store.Tx, email string) error {
	var ids []string
	prefix := idOf(email)
	for row, err := range store.Attempts.Rows(tx, prefix) {
		if err != nil {
			return err
		}
		if len(row.ID) < len(prefix) || row.ID[:len(prefix)] != prefix {
			break
		}
		ids = append(ids, row.ID)
	}
	for _, id := range ids {
		if err := store.Attempts.Delete(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// idOf begins the names of all that is kept about an email: no user's id, and
// of one length whatever was typed.
func idOf(email string) string { return "\x01" + secret.Hash(store.NormalEmail(email)) + "\x01" }

func (t *Try) id() string { return idOf(t.email) + secret.Hash(t.from) }

// read is what there was of wrong attempts, none if that was long ago.
func (t *Try) read() (*model.Attempts, error) {
	kept, err := store.Attempts.Get(t.s.Tx, t.id())
	if errors.Is(err, store.ErrNotFound) {
		return &model.Attempts{UserID: t.id()}, nil
	}
	if err == nil && t.s.Now.Sub(kept.At) >= lifetime {
		kept.Spent = 0
	}
	return kept, err
}

// tell mails the user what happened, with a link that ends it.
func (t *Try) tell(u *model.User) error {
	ticket, err := secret.New(t.s.Rand, 43)
	if err != nil {
		return err
	}
	err = store.PasswordTicket.Put(t.s.Tx, &model.PasswordTicket{
		Hash: secret.Hash(ticket), UserID: u.UserID, Unblocks: t.id(), ExpiresAt: t.s.Now.Add(lifetime),
	})
	if err != nil {
		return err
	}
	link := t.s.Issuer + unblockPath[1:] + "?" + url.Values{"ticket": {ticket}}.Encode()
	return inbox.Deliver(t.s, &model.Message{
		UserID: u.UserID, Channel: model.ChannelEmail, To: u.Email,
		Body: fmt.Sprintf("Ten wrong passwords in a row came from %s, so nobody can log in as you from there. If that was you, open this to unblock your account: %s If not, do nothing.", t.from, link),
	})
}

// remote is the address that a request came from, without its port.
func remote(s *step.Step) string {
	host, _, err := net.SplitHostPort(s.Request.RemoteAddr)
	if err != nil {
		return s.Request.RemoteAddr
	}
	return host
}

// Forwarded is the address of the user for whom a server asks, by the header
// that Auth0 has for that; empty: the server does not say, or is a public
// client, whom nobody need believe
// (auth0.com/docs/…/resource-owner-password-flow/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection).
func Forwarded(s *step.Step, c *model.Client) string {
	if c.Public() {
		return ""
	}
	address, err := netip.ParseAddr(s.Request.Header.Get("Auth0-Forwarded-For"))
	if err != nil {
		return ""
	}
	return address.Unmap().String()
}
