package authorize

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const (
	// loginLifetime is how long the pages of one login can be answered. Auth0
	// does not say how long its are; this is Playgrant's.
	loginLifetime = time.Hour
	// idLength is that of a login's name, in characters.
	idLength = 32
)

var (
	ruleLoginKnown = check.Rule{
		ID: "login.known", Says: "The page belongs to a login that is still going on", Param: "state",
		Ref: "Playgrant", Fix: "Go back to the app and log in from there: a login can be finished once, within an hour.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "This login is over"},
	}
	ruleLoginBrowser = check.Rule{
		ID: "login.browser", Says: "The login goes on in the browser in which it began", Param: "state",
		Ref: "RFC 9700 §4.7", Fix: "Start at the app in this browser, with cookies allowed: a link to a login page works nowhere else, so that nobody can log you in as somebody else.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "This login belongs to another browser"},
	}
)

// visit is one request of a browser in the course of a login.
type visit struct {
	*step.Step
	login  *model.Login
	client *model.Client
	// here is the path of the page that the browser asked to see, if it did.
	here    string
	cookies []*http.Cookie
	// session is the one that the login goes by, once it is settled.
	session *model.Session
	// picked is true once the user has said that it is to be the account of
	// the session.
	picked bool
	// mayRemember is true if it would spare the user something to have the
	// browser remembered.
	mayRemember bool
	// options are what the page's script asks a passkey with, and elsewhere
	// the host where the user's passkeys would do, if this one is not it.
	options, elsewhere string
}

// resume finds the login that a page belongs to.
func resume(s *step.Step) (*visit, error) {
	v, err := find(s)
	return v, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
		return hosted.Notice{Title: r.Answer.Description, Text: r.Rule.Fix}.Answer(r.Answer.Status), nil
	})
}

func find(s *step.Step) (*visit, error) {
	v := &visit{Step: s}
	why, err := v.load(s.Params.Get("state"))
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleLoginKnown, why == "", "a login that waits, begun within the last hour", why); err != nil {
		return nil, err
	}
	s.Describe(v.client.ClientID)
	same := session.SameBrowser(s, v.login.BrowserHash)
	return v, s.Require(ruleLoginBrowser, same, "the cookie of the browser in which it began", got(same, "", "another, or none"))
}

// load reads the login and its client, and says what is wrong with them.
func (v *visit) load(id string) (why string, err error) {
	v.login, err = store.Logins.Get(v.Tx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "an unknown state, or that of a login which is done", nil
	case err != nil:
		return "", err
	case !v.Now.Before(v.login.ExpiresAt):
		return "one begun at " + v.login.CreatedAt.Format(time.DateTime) + " UTC", nil
	}
	v.client, err = store.Clients.Get(v.Tx, v.login.Authorization.ClientID)
	if errors.Is(err, store.ErrNotFound) {
		return "one of a client that was removed meanwhile", nil
	}
	return "", err
}

// ask keeps the login and has the user see a page.
func (v *visit) ask(path string, render func() (*step.Answer, error)) (*step.Answer, error) {
	if err := v.keep(); err != nil {
		return nil, err
	}
	if v.here == path {
		page, err := render()
		return v.answer(page), err
	}
	return v.answer(v.redirect(path)), nil
}

// redirect sends the browser to a page of the login.
func (v *visit) redirect(path string) *step.Answer {
	return step.Redirect(path+"?"+url.Values{"state": {v.login.ID}}.Encode()).Set("Cache-Control", "no-store")
}

// keep writes the login, giving it its name and its browser when it is new.
func (v *visit) keep() error {
	l := v.login
	if l.ID == "" {
		hash, set, err := session.Browser(v.Step)
		if err != nil {
			return err
		}
		if set != nil {
			v.cookies = append(v.cookies, set)
		}
		l.BrowserHash = hash
		if l.ID, err = secret.New(v.Rand, idLength); err != nil {
			return err
		}
	}
	return store.Logins.Put(v.Tx, l)
}

// end forgets the login: each gives one answer.
func (v *visit) end() error {
	if v.login.ID == "" {
		return nil
	}
	return store.Logins.Delete(v.Tx, v.login.ID)
}

// answer adds the cookies that the visit has set.
func (v *visit) answer(a *step.Answer) *step.Answer {
	if a == nil {
		return nil
	}
	for _, c := range v.cookies {
		a.Set("Set-Cookie", c.String())
	}
	return a
}

// leave ends the login with an error that the app tells.
func (v *visit) leave(err error) error {
	if _, ok := check.AsRefusal(err); !ok {
		return err
	}
	if fault := v.end(); fault != nil {
		return fault
	}
	return toApp(&v.login.Authorization, check.Keep(err))
}
