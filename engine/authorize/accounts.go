package authorize

import (
	"errors"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const accountsPath = "/u/accounts"

var ruleAccount = check.Rule{
	ID: "authorize.account.chosen", Says: "The user has said which account it is to be", Param: "prompt",
	Ref: "OpenID Connect Core §3.1.2.1, select_account", Fix: "The page asks for it: the account of this browser's session, or another.",
}

// choosing reports whether the app wants the user asked which account it is to
// be. With prompt=login besides, they type it anyway.
func (v *visit) choosing() bool {
	prompt := v.login.Authorization.Prompt
	return has(prompt, promptSelectAccount) && !has(prompt, promptLogin)
}

// offered is the session that the page asks about, and its user; nil: it ended
// meanwhile, and there is nothing to choose.
func (v *visit) offered() (*model.Session, *model.User, error) {
	if v.login.Choice == "" {
		return nil, nil, nil
	}
	sess, err := session.Current(v.Step)
	if err != nil || sess == nil || sess.SID != v.login.Choice {
		return nil, nil, err
	}
	u, err := store.Users.Get(v.Tx, sess.UserID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, nil
	}
	return sess, u, err
}

// accountsPage asks whether it is to be u's account.
func (v *visit) accountsPage(u *model.User) (*step.Answer, error) {
	return hosted.Accounts{
		Path: accountsPath, State: v.login.ID, App: v.client.Name, Name: or(u.Name, u.UserID), Email: or(u.Email, u.PhoneNumber),
	}.Answer(), nil
}

func showAccounts(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	v.here = accountsPath
	return v.next()
}

// takeAccount answers the page. A session that does for the app goes on; one
// that does not, since it is too old, asks for the password of its user.
func takeAccount(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	if err := v.goesOn(); err != nil {
		return nil, err
	}
	sess, u, err := v.offered()
	if err != nil {
		return nil, err
	}
	same := u != nil && s.Params.Get("action") != actionOther
	v.login.Choice, v.picked = "", same
	if !s.Note(ruleAccount, same, "the account of the session", got(same, "", "another")) {
		v.login.Authorization.LoginHint = ""
		return v.goTo(loginPath)
	}
	if !v.enough(sess) {
		v.login.Authorization.LoginHint = u.Email
		return v.next()
	}
	v.goBy(sess)
	if err := session.Touch(s, sess); err != nil {
		return nil, err
	}
	return v.next()
}

// goBy logs the session's user in.
func (v *visit) goBy(sess *model.Session) {
	l := v.login
	l.UserID, l.AuthTime, l.MFATime, l.SID = sess.UserID, sess.AuthTime, sess.MFATime, sess.SID
}

// goTo keeps the login and sends the browser to one of its pages.
func (v *visit) goTo(path string) (*step.Answer, error) {
	if err := v.keep(); err != nil {
		return nil, err
	}
	return v.answer(v.redirect(path)), nil
}
