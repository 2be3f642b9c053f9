package authorize

import (
	"errors"
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// enrollPath is the page on which a user without a second factor chooses one.
const enrollPath = "/u/mfa-enroll"

// enrolment is a factor that can be set up on a page. One more is one more
// value in enrolments.
type enrolment struct {
	kind string // as in model.Authenticator.Kind
	name string // on the button that chooses it
	// number is true if it takes a telephone number before it can begin.
	number bool
	// factor is what confirms it, on a page of its own: for an app, its first
	// code.
	factor
}

var enrolments = []enrolment{
	{kind: model.KindTOTP, name: "Authenticator app", factor: confirmApp},
	{kind: model.KindSMS, name: "Text message", number: true, factor: confirmation(factorSMS, "/u/mfa-enroll-sms")},
	{kind: model.KindVoice, name: "Phone call", number: true, factor: confirmation(factorVoice, "/u/mfa-enroll-voice")},
	{kind: model.KindPush, name: "Notification on a phone", factor: confirmation(factorPush, "/u/mfa-enroll-push")},
	{kind: model.KindPlatform, name: "This device: fingerprint, face or PIN", factor: passkeyEnrolment(factorPlatform, "/u/mfa-enroll-webauthn-platform")},
	{kind: model.KindRoaming, name: "Security key", factor: passkeyEnrolment(factorRoaming, "/u/mfa-enroll-webauthn-roaming")},
}

// confirmation has a factor given for the first time, on a page of its own.
func confirmation(f factor, path string) factor {
	f.path, f.lasting = path, false
	return f
}

func enrolmentRoutes() []step.Route {
	routes := []step.Route{
		{Pattern: "GET " + enrollPath, Endpoint: endpoint(show(enrollPath))},
		{Pattern: "POST " + enrollPath, Endpoint: endpoint(pickEnrolment)},
	}
	for _, e := range enrolments {
		routes = append(routes,
			step.Route{Pattern: "GET " + e.path, Endpoint: endpoint(show(e.path))},
			step.Route{Pattern: "POST " + e.path, Endpoint: endpoint(takeEnrolment(e.kind))},
		)
	}
	return routes
}

// possible are the enrolments that the policy has, for a user who has no
// factor: of one who has, Enroll is empty.
func possible(need mfa.Requirement) []enrolment {
	return slices.DeleteFunc(slices.Clone(enrolments), func(e enrolment) bool {
		return !slices.Contains(need.Enroll, (&model.Authenticator{Kind: e.kind}).Factor())
	})
}

// chosen is the enrolment that the user chose, if it is possible still.
func (v *visit) chosen(need mfa.Requirement) (enrolment, bool) {
	list := possible(need)
	i := slices.IndexFunc(list, func(e enrolment) bool { return e.kind == v.login.Factor.Enrolling })
	if i < 0 {
		return enrolment{}, false
	}
	return list[i], true
}

// begun is the authenticator that waits to be confirmed: the very one that
// this login began, since another's secret is not this user's business. It is
// nil if there is none, or no more.
func (v *visit) begun() (*model.Authenticator, error) {
	a, err := store.Authenticators.Get(v.Tx, v.login.Factor.EnrollID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return a, err
}

// askEnrolment has a user without a second factor set one up.
func (v *visit) askEnrolment(u *model.User, need mfa.Requirement) (*step.Answer, error) {
	path := enrollPath
	e, ok := v.chosen(need)
	var a *model.Authenticator
	if ok {
		var err error
		if a, err = v.begun(); err != nil {
			return nil, err
		}
		ok = a != nil || e.number
	}
	if ok && v.here != enrollPath {
		path = e.path
	}
	return v.missing(ruleFactorGiven, "a second factor", path, func() (*step.Answer, error) {
		switch {
		case path == enrollPath:
			return v.enrollPage(http.StatusOK, u, need, ""), nil
		case a == nil:
			return v.numberPage(http.StatusOK, u, e, ""), nil
		}
		if e.ready != nil {
			if err := e.ready(v, u); err != nil {
				return nil, err
			}
		}
		return v.asItIs(e.page(v, v.frame(path, u, ""), a))
	})
}
