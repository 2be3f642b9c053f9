package authorize

import (
	"net/http"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/session"
	"github.com/playgrant/playgrant/engine/step"
)

// acrMultiFactor asks for a second factor, in acr_values
// (auth0.com/docs/secure/multi-factor-authentication/step-up-authentication).
const acrMultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

var (
	ruleFactorGiven = check.Rule{
		ID: "authorize.mfa.given", Says: "The second factor was given",
		Ref: "Auth0 Multi-factor Authentication; OpenID Connect Core §3.1.2.6", Param: "prompt",
		Fix:    "A page asks for it; with prompt=none there is no page, so send the user to /authorize again without it.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "login_required", Description: "Multifactor authentication required"},
	}
	ruleFactorKnown = check.Rule{
		ID: "authorize.mfa.session", Says: "The login has a second factor already",
		Ref: "Playgrant",
	}
	ruleFactorRemembered = check.Rule{
		ID: "authorize.mfa.remembered", Says: "The browser is remembered: the user ticked the box within the last 30 days",
		Ref: "Auth0 allowRememberBrowser; Playgrant", Fix: "The page asks for a second factor, and offers to remember the browser.",
	}
)

// secondFactor decides whether one has to be given.
//
// What the session knows settles it, but not when the app asks for one with
// acr_values: then it is given anew, so that the ID token can truly say so.
// Whoever ticked "Remember this browser" is spared what the policy asks for,
// but neither a step-up nor a token for the MFA API. Auth0 documents the last;
// the rest is Playgrant's choice.
func (v *visit) secondFactor(u *model.User) (mfa.Requirement, error) {
	a := v.login.Authorization
	if slices.Contains(a.ACRValues, acrMultiFactor) {
		if need, err := mfa.StepUp(v.Step, u); err != nil || need.Needed {
			return v.unless(v.login.MFAHere, need), err
		}
	}
	given := !v.login.MFATime.IsZero()
	if a.Audience == a.Issuer+"mfa/" {
		if need, err := mfa.ToManage(v.Step, u); err != nil || need.Needed {
			return v.unless(given, need), err
		}
	}
	need, err := mfa.Required(v.Step, u, model.FlowAuthorize)
	if err != nil || !need.Needed || given || len(need.Challenge) == 0 {
		return v.unless(given, need), err
	}
	v.mayRemember = true
	until, err := session.Remembered(v.Step, u.UserID)
	if err != nil {
		return need, err
	}
	remembered := !until.IsZero()
	if v.Note(ruleFactorRemembered, remembered, "a browser that is remembered for this user", got(remembered, "until "+until.Format(time.DateTime)+" UTC", "one that is not")) {
		return mfa.Requirement{}, nil
	}
	return need, nil
}

// unless drops a requirement that is met already.
func (v *visit) unless(given bool, need mfa.Requirement) mfa.Requirement {
	if !need.Needed || !given {
		return need
	}
	v.Note(ruleFactorKnown, true, "", "given at "+v.login.MFATime.Format(time.DateTime)+" UTC")
	return mfa.Requirement{}
}

// waiting returns the user and the second factor that they have to give now.
// It is what every page for one goes by, so that none can be answered out of
// turn; with nil there is none to give, and [visit.next] says what is.
func (v *visit) waiting() (*model.User, mfa.Requirement, error) {
	var none mfa.Requirement
	if _, err := v.sessionUsed(); err != nil {
		return nil, none, err
	}
	u, err := v.user()
	if err != nil || u == nil || u.Blocked {
		return nil, none, err
	}
	need, err := v.secondFactor(u)
	if err != nil || !need.Needed {
		return nil, none, err
	}
	return u, need, nil
}

// answering is what every form for a second factor begins with: whose login it
// is, unless the user gave it up, and what they have to give now. The user is
// nil if that is nothing.
func answering(s *step.Step) (*visit, *model.User, mfa.Requirement, error) {
	v, err := resume(s)
	if err != nil {
		return nil, nil, mfa.Requirement{}, err
	}
	if err := v.goesOn(); err != nil {
		return nil, nil, mfa.Requirement{}, err
	}
	u, need, err := v.waiting()
	return v, u, need, err
}

// given notes that the second factor was given, and goes on.
func (v *visit) given() {
	l := v.login
	l.MFATime, l.MFAHere, l.Factor, l.Challenge = v.Now, true, model.LoginFactor{}, ""
}

// askFactor has the user give a second factor, or set one up. Where nothing
// can be done on a page, they are told so; nobody gets past this without one.
func (v *visit) askFactor(u *model.User, need mfa.Requirement) (*step.Answer, error) {
	if len(need.Challenge) == 0 {
		return v.askEnrolment(u, need)
	}
	ways, err := v.ways(u, need)
	if err != nil {
		return nil, err
	}
	if v.here == optionsPath {
		return v.missing(ruleFactorGiven, "a second factor", optionsPath, func() (*step.Answer, error) { return v.optionsPage(u, ways), nil })
	}
	w := v.due(ways, v.here)
	return v.missing(ruleFactorGiven, "a second factor", w.path, func() (*step.Answer, error) { return v.factorPage(u, w) })
}
