package authorize

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	// codeLength is that of a code, in characters: 258 bits.
	codeLength = 43
	// codeLifetime is the most that RFC 6749 §4.1.2 allows. Auth0 does not
	// say how long its codes live; this is Playgrant's.
	codeLifetime = 10 * time.Minute
)

var (
	ruleLoggedIn = check.Rule{
		ID: "authorize.logged-in", Says: "The user is logged in", Param: "prompt",
		Ref: "OpenID Connect Core §3.1.2.6", Fix: "The login page asks for it; with prompt=none there is no page, so send the user to /authorize again without it.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "login_required", Description: "Login required"},
	}
	ruleNotBlocked = check.Rule{
		ID: "authorize.user.not-blocked", Says: "The user is not blocked",
		Ref: "Playgrant", Fix: "Unblock the user in the sandbox, or log in as another with prompt=login.",
		Answer: check.Answer{Status: http.StatusForbidden, Code: "unauthorized", Description: "user is blocked"},
		// RFC 6749 §4.1.2.1 knows no "unauthorized".
		Standard: check.Answer{Code: "access_denied"},
	}
	ruleCodeIssued = check.Rule{
		ID: "authorize.code", Says: "Everything is there: the app gets a code, good once and for ten minutes",
		Ref: "RFC 6749 §4.1.2",
	}
)

// next does what there is left to do for the login: it asks the user on the
// first page that is needed, or else gives the app its code. Every way through
// a login is this one.
func (v *visit) next() (*step.Answer, error) {
	sess, err := v.sessionUsed()
	if err != nil {
		return nil, err
	}
	u, err := v.user()
	if err != nil {
		return nil, err
	}
	if u == nil {
		return v.whoAreYou()
	}
	if err := v.Require(ruleNotBlocked, !u.Blocked, "a user who may log in", got(!u.Blocked, "", "a blocked one")); err != nil {
		return nil, v.leave(err)
	}
	if err := v.hinted(u); err != nil {
		return nil, err
	}
	if need, err := v.secondFactor(u); err != nil {
		return nil, err
	} else if need.Needed {
		return v.askFactor(u, need)
	}
	if err := v.haveSession(sess); err != nil {
		return nil, err
	}
	if err := v.essential(); err != nil {
		return nil, err
	}
	if v.login.Authorization.Device != "" {
		return v.connect(u)
	}
	if need, err := v.consentNeeded(u); err != nil {
		return nil, err
	} else if need {
		return v.missing(ruleConsented, "the user's consent", consentPath, func() (*step.Answer, error) { return v.consentPage(u) })
	}
	return v.issue(u)
}

// whoAreYou has the user choose an account, sign up or log in.
func (v *visit) whoAreYou() (*step.Answer, error) {
	_, offered, err := v.offered()
	if err != nil {
		return nil, err
	}
	path, render := loginPath, func() (*step.Answer, error) {
		return v.loginPage(http.StatusOK, "", v.login.Authorization.LoginHint)
	}
	switch {
	case offered != nil:
		v.Note(ruleAccount, false, "an account", "nothing yet: the page "+accountsPath+" asks for it")
		path, render = accountsPath, func() (*step.Answer, error) { return v.accountsPage(offered) }
	case v.login.Authorization.SignUp:
		path, render = signUpPath, func() (*step.Answer, error) { return v.signUpPage(http.StatusOK, "", v.login.Authorization.LoginHint) }
	}
	return v.missing(ruleLoggedIn, "a user who is logged in", path, render)
}

// missing asks for what is missing on a page or, when the app wants none
// shown, tells it what is missing (OpenID Connect Core §3.1.2.1).
func (v *visit) missing(rule check.Rule, want, path string, render func() (*step.Answer, error)) (*step.Answer, error) {
	if slices.Contains(v.login.Authorization.Prompt, promptNone) {
		return nil, toApp(&v.login.Authorization, v.Require(rule, false, want, "nothing, and prompt=none"))
	}
	v.Note(rule, false, want, "nothing yet: the page "+path+" asks for it")
	return v.ask(path, render)
}

// sessionUsed returns the session that the login goes by, or nil if it has
// none yet. A login whose session ended meanwhile, or was replaced by another
// user's, has to begin again.
func (v *visit) sessionUsed() (*model.Session, error) {
	l := v.login
	if l.SID == "" {
		return nil, nil
	}
	sess, err := session.Current(v.Step)
	if err != nil || sess != nil && sess.SID == l.SID {
		return sess, err
	}
	v.forgetUser()
	return nil, nil
}

func isMissing(err error) bool { return errors.Is(err, store.ErrNotFound) }

// forgetUser takes the login back to where nobody was logged in.
func (v *visit) forgetUser() {
	l := v.login
	l.UserID, l.SID, l.AuthTime, l.Consented = "", "", time.Time{}, false
	l.MFATime, l.MFAHere, l.Factor, l.Challenge = time.Time{}, false, model.LoginFactor{}, ""
}

// user returns who is logging in, or nil as long as that is not known.
func (v *visit) user() (*model.User, error) {
	if v.login.UserID == "" {
		return nil, nil
	}
	u, err := store.Users.Get(v.Tx, v.login.UserID)
	if errors.Is(err, store.ErrNotFound) {
		v.forgetUser() // they were deleted meanwhile
		return nil, nil
	}
	return u, err
}

// haveSession makes sure that the browser's session says what was proved.
func (v *visit) haveSession(sess *model.Session) error {
	l := v.login
	if sess != nil && sess.MFATime.Equal(l.MFATime) {
		v.session = sess
		return nil
	}
	begun, cookie, err := session.Begin(v.Step, session.Proof{
		UserID: l.UserID, AuthTime: l.AuthTime, MFATime: l.MFATime, SID: l.SID,
	})
	if err != nil {
		return err
	}
	l.SID, v.session = begun.SID, begun
	v.cookies = append(v.cookies, cookie)
	return nil
}

// issue gives the app what it asked for: its code, in most cases.
func (v *visit) issue(u *model.User) (*step.Answer, error) {
	a := &v.login.Authorization
	code := ""
	if slices.Contains(a.Types, typeCode) {
		var err error
		if code, err = v.code(); err != nil {
			return nil, err
		}
	}
	if err := session.UsedBy(v.Step, v.session, a.ClientID); err != nil {
		return nil, err
	}
	if err := v.end(); err != nil {
		return nil, err
	}
	if front(a) {
		return v.withTokens(u, code)
	}
	return v.answer(deliver(a, url.Values{"code": {code}})), nil
}

// code makes a code and keeps what it stands for.
func (v *visit) code() (string, error) {
	code, err := secret.New(v.Rand, codeLength)
	if err != nil {
		return "", err
	}
	l := v.login
	v.Note(ruleCodeIssued, true, "", "good until "+v.Now.Add(codeLifetime).Format(time.TimeOnly)+" UTC")
	return code, store.Codes.Put(v.Tx, &model.Code{
		Hash: secret.Hash(code), Authorization: l.Authorization,
		Authenticated: model.Authenticated{UserID: l.UserID, SID: l.SID, AuthTime: l.AuthTime, MFA: l.MFAHere},
		CreatedAt:     v.Now, ExpiresAt: v.Now.Add(codeLifetime),
	})
}

// api is the one that the tokens are for; nil: none was named.
func (v *visit) api() (*model.API, error) {
	audience := v.login.Authorization.Audience
	if audience == "" {
		return nil, nil
	}
	api, err := store.APIWithAudience(v.Tx, v.Issuer, audience)
	if err != nil && !isMissing(err) {
		return nil, err
	}
	// It may have been removed while the user logged in.
	known := v.Require(ruleAudienceKnown.With(clip(audience)), err == nil, "a registered API", clip(audience))
	return api, toApp(&v.login.Authorization, known)
}
