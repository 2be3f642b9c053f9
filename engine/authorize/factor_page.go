package authorize

import (
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
)

// What the buttons of a factor's page send besides default and deny.
const (
	actionOther  = "other"  // Try another way
	actionResend = "resend" // send another code, or ask the phone again
)

// factorRoutes are the pages of all factors, and the one that lists them.
func factorRoutes() []step.Route {
	routes := []step.Route{
		{Pattern: "GET " + optionsPath, Endpoint: endpoint(show(optionsPath))},
		{Pattern: "POST " + optionsPath, Endpoint: endpoint(pickFactor)},
	}
	for _, f := range factors {
		routes = append(routes,
			step.Route{Pattern: "GET " + f.path, Endpoint: endpoint(show(f.path))},
			step.Route{Pattern: "POST " + f.path, Endpoint: endpoint(takeFactor(f.path))},
		)
	}
	return routes
}

// show shows a page if it is the one that is due, and sends the browser to
// that otherwise.
func show(path string) func(*step.Step) (*step.Answer, error) {
	return func(s *step.Step) (*step.Answer, error) {
		v, err := resume(s)
		if err != nil {
			return nil, err
		}
		v.here = path
		return v.next()
	}
}

// factorPage shows a factor's page, and sends what is to be answered unless
// that was done.
func (v *visit) factorPage(u *model.User, w way) (*step.Answer, error) {
	frame := v.factorFrame(u, w.factor)
	if w.ready != nil {
		if err := w.ready(v, u); err != nil {
			return nil, err
		}
	}
	if w.sent {
		sent, err := v.underWay(w.authenticator)
		if err != nil {
			return nil, err
		}
		if !sent {
			if err := v.send(u, w.authenticator); err != nil {
				return nil, v.toldOn(err, u, w.factor, frame, w.authenticator)
			}
		}
	}
	return v.asItIs(w.page(v, frame, w.authenticator))
}

func (v *visit) factorFrame(u *model.User, f factor) hosted.Frame {
	frame := v.frame(f.path, u, "")
	frame.Remember = v.mayRemember && f.lasting
	return frame
}

// toldOn tells the user of err, if it is a refusal, on the factor's page.
func (v *visit) toldOn(err error, u *model.User, f factor, frame hosted.Frame, a *model.Authenticator) error {
	return onPage(err, func(r *check.Refusal) (*step.Answer, error) { return v.refusedPage(r, u, f, frame, a) })
}

// takeFactor answers the form of a factor's page.
func takeFactor(path string) func(*step.Step) (*step.Answer, error) {
	return func(s *step.Step) (*step.Answer, error) {
		v, u, need, err := answering(s)
		if err != nil {
			return nil, err
		}
		if u == nil {
			return v.next()
		}
		ways, err := v.ways(u, need)
		if err != nil {
			return nil, err
		}
		if len(ways) == 0 {
			return v.next()
		}
		w := v.due(ways, path)
		if w.path != path {
			return v.next()
		}
		switch s.Params.Get("action") {
		case actionOther:
			return v.redirect(optionsPath), nil
		case actionResend:
			return v.resend(u, w.factor, w.authenticator)
		}
		return v.verify(u, w)
	}
}

// resend sends another code, or asks the phone again.
func (v *visit) resend(u *model.User, f factor, a *model.Authenticator) (*step.Answer, error) {
	if f.sent {
		if err := v.send(u, a); err != nil {
			return nil, v.toldOn(err, u, f, v.factorFrame(u, f), a)
		}
	}
	return v.redirect(f.path), nil
}

// verify settles the second factor, if what came is right.
func (v *visit) verify(u *model.User, w way) (*step.Answer, error) {
	instead, err := w.verify(v, u, v.typed())
	if err != nil {
		return nil, v.toldOn(err, u, w.factor, v.factorFrame(u, w.factor), w.authenticator)
	}
	if v.mayRemember && w.lasting && v.Params.Has("remember") {
		cookie, err := session.Remember(v.Step, u.UserID)
		if err != nil {
			return nil, err
		}
		v.cookies = append(v.cookies, cookie)
	}
	v.given()
	return v.after(u, w.path, instead, false)
}

// after goes on when the second factor was given, by way of a recovery code
// that is shown once if there is one.
func (v *visit) after(u *model.User, path, code string, first bool) (*step.Answer, error) {
	if code == "" {
		return v.next()
	}
	if err := v.keep(); err != nil {
		return nil, err
	}
	return v.answer(hosted.NewCode{Frame: v.frame(path, u, ""), Code: code, First: first}.Answer()), nil
}

// typed is the code as it was typed: people put spaces into it.
func (v *visit) typed() string { return strings.Join(strings.Fields(v.Params.Get("code")), "") }
