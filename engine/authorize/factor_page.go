package authorize

import (
	"net/http"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// actionOther is the value of the button "Try another way".
const actionOther = "other"

// factorRoutes are the pages of all factors, and the one that lists them.
func factorRoutes() []step.Route {
	routes := []step.Route{
		{Pattern: "GET " + factorsPath, Endpoint: endpoint(show(factorsPath))},
		{Pattern: "POST " + factorsPath, Endpoint: endpoint(pickFactor)},
	}
	for _, f := range factors {
		routes = append(routes,
			step.Route{Pattern: "GET " + f.path, Endpoint: endpoint(show(f.path))},
			step.Route{Pattern: "POST " + f.path, Endpoint: endpoint(takeFactor(f))},
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

// takeFactor answers the form of a factor's page.
func takeFactor(f factor) func(*step.Step) (*step.Answer, error) {
	return func(s *step.Step) (*step.Answer, error) {
		v, err := resume(s)
		if err != nil {
			return nil, err
		}
		u, err := v.user()
		if err != nil {
			return nil, err
		}
		if u == nil || !v.login.MFATime.IsZero() {
			return v.next()
		}
		if s.Params.Get("action") == actionOther {
			return v.redirect(factorsPath), nil
		}
		if err := v.goesOn(); err != nil {
			return nil, err
		}
		typed := strings.Join(strings.Fields(s.Params.Get("code")), "")
		instead, err := f.verify(s, u, typed)
		if err != nil {
			return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
				return v.factorPage(wrongStatus(r), f, u, f.said(r)), nil
			})
		}
		v.login.MFATime = s.Now
		if instead == "" {
			return v.next()
		}
		if err := v.keep(); err != nil {
			return nil, err
		}
		return hosted.NewCode{Path: f.path, State: v.login.ID, App: v.client.Name, User: u.Email, Code: instead}.Answer(), nil
	}
}

// said is what the page says of a refusal: how many attempts there are is not
// the factor's business.
func (f factor) said(r *check.Refusal) string {
	if r.Answer.Status == http.StatusTooManyRequests {
		return r.Answer.Description
	}
	return f.wrong
}

func wrongStatus(r *check.Refusal) int {
	if r.Answer.Status == http.StatusTooManyRequests {
		return r.Answer.Status
	}
	return http.StatusBadRequest
}

// pickFactor answers the page that lists the factors.
func pickFactor(s *step.Step) (*step.Answer, error) {
	v, err := resume(s)
	if err != nil {
		return nil, err
	}
	if err := v.goesOn(); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(factors, func(f factor) bool { return f.kind == s.Params.Get("factor") })
	if i < 0 {
		return v.next()
	}
	return v.redirect(factors[i].path), nil
}

// factorPage renders the page of one factor.
func (v *visit) factorPage(status int, f factor, u *model.User, alert string) *step.Answer {
	page := f.page
	page.Path, page.State, page.App, page.User, page.Alert = f.path, v.login.ID, v.client.Name, u.Email, alert
	return page.Answer(status)
}

// factorsPage renders the list of the user's factors.
func (v *visit) factorsPage(u *model.User, need mfa.Requirement) *step.Answer {
	page := hosted.Factors{
		Path: factorsPath, State: v.login.ID, App: v.client.Name, User: u.Email, Enroll: len(need.Challenge) == 0,
	}
	for _, kind := range need.Challenge {
		i := slices.IndexFunc(factors, func(f factor) bool { return f.kind == kind })
		if i < 0 {
			page.Unable = append(page.Unable, kind)
			continue
		}
		page.Able = append(page.Able, hosted.Choice{Value: kind, Name: factors[i].name})
	}
	return page.Answer(http.StatusOK)
}
