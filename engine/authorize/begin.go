package authorize

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/par"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

var (
	ruleSession = check.Rule{
		ID: "authorize.session.live", Says: "The browser has a session: the user is logged in already",
		Ref: "Playgrant", Fix: "Log in. A session lives 7 days, 3 days idle.",
	}
	ruleSessionEnough = check.Rule{
		ID: "authorize.session.enough", Says: "The session is enough for this app: it does not ask for a new login",
		Ref: "OpenID Connect Core §3.1.2.1", Fix: "Log in again. Without prompt=login, or with a longer max_age, the session would do.",
	}
	rulePushed = check.Rule{
		ID: "authorize.pushed", Says: "The app has pushed its request, as its client has to", Param: "request_uri",
		Ref: "RFC 9126 §6; Auth0 “Pushed Authorization Requests”", Fix: "Send the request to /oauth/par first, or switch require_pushed_authorization_requests off.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "This client requires pushed authorization requests"},
	}
	ruleAutoLogin = check.Rule{
		ID: "authorize.auto-login", Says: "The sandbox logs a user in without a page",
		Ref: "Playgrant", Fix: "Set the policy's auto_login to the email of a user there is.",
	}
)

// begin answers /authorize.
func begin(s *step.Step) (*step.Answer, error) {
	pushed := par.Pushed(s)
	if pushed {
		if err := par.Take(s); err != nil {
			return nil, err
		}
	}
	c, a, err := readClient(s)
	if err != nil {
		return nil, err
	}
	if c.RequirePushedAuthorizationRequests {
		if err := s.Require(rulePushed, pushed, "a request that was pushed", got(pushed, "", "one from the browser")); err != nil {
			return nil, toApp(a, err)
		}
	}
	if err := readRest(s, c, a); err != nil {
		return nil, toApp(a, err)
	}
	v := &visit{Step: s, client: c, login: &model.Login{
		Authorization: *a, CreatedAt: s.Now, ExpiresAt: s.Now.Add(loginLifetime),
	}}
	if err := v.recognize(); err != nil {
		return nil, err
	}
	return v.next()
}

// Validate holds a request that is pushed against the rules of /authorize
// (RFC 9126 §2.1). Whatever is wrong is told to the app that pushes it.
func Validate(s *step.Step) error {
	c, a, err := readClient(s)
	if err != nil {
		return plain(err)
	}
	return plain(readRest(s, c, a))
}

// plain is the refusal without the page that a browser would get.
func plain(err error) error {
	if r, ok := check.AsRefusal(err); ok {
		alone := *r
		alone.Answer.Status = http.StatusBadRequest
		return &alone
	}
	return err
}

// recognize fills in who the user is, if a session or the policy says so.
func (v *visit) recognize() error {
	sess, err := session.Current(v.Step)
	if err != nil {
		return err
	}
	auto, err := v.autoLogin()
	if err != nil {
		return err
	}
	live := v.Note(ruleSession, sess != nil, "a session", got(sess != nil, "", "none that holds"))
	enough := live && v.enough(sess)
	switch {
	case enough && (auto == nil || auto.UserID == sess.UserID):
		v.goBy(sess)
		return session.Touch(v.Step, sess)
	case auto != nil:
		v.login.UserID, v.login.AuthTime = auto.UserID, v.Now
	case live && v.choosing():
		v.login.Choice = sess.SID
	}
	return nil
}

// enough reports whether a session that holds spares the user a login.
func (v *visit) enough(sess *model.Session) bool {
	a := v.login.Authorization
	for _, p := range []string{promptLogin, promptSelectAccount} {
		if slices.Contains(a.Prompt, p) && (p != promptSelectAccount || !v.picked) {
			return v.Note(ruleSessionEnough, false, "no prompt for a login", "prompt="+p)
		}
	}
	if a.Subject != "" && a.Subject != sess.UserID {
		return v.Note(ruleSessionEnough, false, "a session of the user of the id_token_hint", "another user's")
	}
	age := v.Now.Sub(sess.AuthTime)
	if a.MaxAge == nil {
		return v.Note(ruleSessionEnough, true, "no prompt for a login", "")
	}
	most := time.Duration(*a.MaxAge) * time.Second
	// Zero asks for a login whatever the clock says.
	return v.Note(ruleSessionEnough, most > 0 && age <= most,
		fmt.Sprintf("a login no older than max_age=%d seconds", *a.MaxAge), fmt.Sprintf("one %d seconds old", int(age/time.Second)))
}

// autoLogin returns the user whom the policy logs in, or nil.
func (v *visit) autoLogin() (*model.User, error) {
	email := v.Policy.AutoLogin
	if email == "" {
		return nil, nil
	}
	u, err := store.UserWithEmail(v.Tx, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	v.Note(ruleAutoLogin, u != nil, "a user there is", email)
	return u, nil
}

func got(ok bool, yes, no string) string {
	if ok {
		return yes
	}
	return no
}
