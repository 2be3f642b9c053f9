package authorize

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	saidExpired = "That took more than five minutes. Ask for another one."
	saidNothing = "There is no code on its way now."
	saidPending = "The phone has not answered yet. Approve it there, then press Continue."
)

// purpose binds a challenge to this login: no other, and no mfa_token, can be
// finished with it.
func (v *visit) purpose() mfa.Purpose {
	return mfa.Purpose{ClientID: v.client.ClientID, For: v.login.ID}
}

// challenge is the one that the login waits for.
func (v *visit) challenge(u *model.User) (*model.Challenge, error) {
	return mfa.FindOOB(v.Step, u, v.login.Factor.OOBHash, v.purpose())
}

// send challenges an authenticator anew. An older challenge of this login is
// worth nothing from then on.
func (v *visit) send(u *model.User, a *model.Authenticator) error {
	oob, err := mfa.BeginOOB(v.Step, u, a, v.purpose())
	if err != nil {
		return err
	}
	v.login.Factor.OOBHash = oob.Hash
	return v.keep()
}

// underWay reports whether the authenticator was challenged for this login and
// can still answer, so that a page that is only looked at again sends nothing.
func (v *visit) underWay(a *model.Authenticator) (bool, error) {
	c, err := store.Challenges.Get(v.Tx, v.login.Factor.OOBHash)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return c.AuthenticatorID == a.ID && c.SpentAt.IsZero() && v.Now.Before(c.ExpiresAt), nil
}

// asItIs is a factor's page as of now: a push that was denied says so to
// whoever comes back to it, and sends no other unasked.
func (v *visit) asItIs(p page) (*step.Answer, error) {
	push, ok := p.(hosted.Push)
	if !ok {
		return p.Answer(http.StatusOK), nil
	}
	c, err := store.Challenges.Get(v.Tx, v.login.Factor.OOBHash)
	if err != nil {
		return nil, err
	}
	m, err := store.Messages.Get(v.Tx, c.MessageID)
	if err != nil {
		return nil, err
	}
	if m.State == model.MessageDenied {
		push.Denied = true
		return push.Answer(http.StatusForbidden), nil
	}
	return push.Answer(http.StatusOK), nil
}

// refusedPage is a factor's page after a refusal, in words for the user.
func (v *visit) refusedPage(r *check.Refusal, u *model.User, f factor, frame hosted.Frame, a *model.Authenticator) (*step.Answer, error) {
	frame.Alert = f.wrong
	status := http.StatusBadRequest
	switch {
	case r.Answer.Status == http.StatusTooManyRequests:
		frame.Alert, status = r.Answer.Description, r.Answer.Status
	case mfa.Expired(r):
		frame.Alert = saidExpired
	}
	sent, err := v.underWay(a)
	if err != nil {
		return nil, err
	}
	if f.ready != nil {
		if err := f.ready(v, u); err != nil {
			return nil, err
		}
	}
	switch p := f.page(v, frame, a).(type) {
	case hosted.Push:
		p.Sent = sent
		switch {
		case mfa.PushPending(r):
			p.Alert, p.Status, status = "", saidPending, http.StatusOK
		case mfa.PushDenied(r):
			p.Alert, p.Denied, status = "", true, http.StatusForbidden
		}
		return p.Answer(status), nil
	case hosted.Factor:
		if f.sent && !sent {
			p.Lead = saidNothing
		}
		return p.Answer(status), nil
	default:
		return p.Answer(status), nil
	}
}
