package authorize

import (
	"net/http"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// acrMultiFactor asks for a second factor, in acr_values
// (auth0.com/docs/secure/multi-factor-authentication/step-up-authentication).
const acrMultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

// factorsPath is the page that lists the user's factors.
const factorsPath = "/u/mfa-options"

// factor is a way to give a second factor on a page. One more is one more
// value in factors, in a file of its own.
type factor struct {
	kind string // as in model.Authenticator.Factor
	name string // on the button that picks it
	path string
	// page is what to show, but for what all pages share.
	page hosted.Factor
	// verify checks what was typed. It refuses as mfa.VerifyOTP does. A
	// factor that is used up by this returns what the user gets in its place.
	verify func(s *step.Step, u *model.User, typed string) (instead string, err error)
	wrong  string // what the page says when it is not right
}

// factors are those that can be given on a page, the likeliest first.
var factors = []factor{factorOTP, factorRecoveryCode}

var (
	ruleFactorGiven = check.Rule{
		ID: "authorize.mfa.given", Says: "The second factor was given",
		Ref: "Auth0 Multi-factor Authentication; OpenID Connect Core §3.1.2.6", Param: "prompt",
		Fix:    "A page asks for it; with prompt=none there is no page, so send the user to /authorize again without it.",
		Answer: check.Answer{Status: http.StatusBadRequest, Code: "login_required", Description: "Multifactor authentication required"},
	}
	ruleFactorRemembered = check.Rule{
		ID: "authorize.mfa.remembered", Says: "The login has a second factor already",
		Ref: "Playgrant",
	}
)

// secondFactor decides whether one has to be given. A session remembers it.
func (v *visit) secondFactor(u *model.User) (mfa.Requirement, error) {
	need, err := v.requirement(u)
	if err != nil || !need.Needed {
		return mfa.Requirement{}, err
	}
	if given := v.login.MFATime; !given.IsZero() {
		v.Note(ruleFactorRemembered, true, "", "given at "+given.Format(time.DateTime)+" UTC")
		return mfa.Requirement{}, nil
	}
	return need, nil
}

func (v *visit) requirement(u *model.User) (mfa.Requirement, error) {
	a := v.login.Authorization
	if a.Audience == a.Issuer+"mfa/" {
		if need, err := mfa.ToManage(v.Step, u); err != nil || need.Needed {
			return need, err
		}
	}
	if slices.Contains(a.ACRValues, acrMultiFactor) {
		if need, err := mfa.StepUp(v.Step, u); err != nil || need.Needed {
			return need, err
		}
	}
	return mfa.Required(v.Step, u, model.FlowAuthorize)
}

// askFactor has the user give a second factor: on the page that they picked,
// or else on that of their first. Where there is no page for any, they are
// told so; nobody gets past this without one.
func (v *visit) askFactor(u *model.User, need mfa.Requirement) (*step.Answer, error) {
	able := usable(need)
	pick := slices.IndexFunc(able, func(f factor) bool { return f.path == v.here })
	if v.here == factorsPath || len(able) == 0 {
		return v.missing(ruleFactorGiven, "a second factor", factorsPath, func() (*step.Answer, error) { return v.factorsPage(u, need), nil })
	}
	f := able[max(pick, 0)]
	return v.missing(ruleFactorGiven, "a second factor", f.path, func() (*step.Answer, error) {
		return v.factorPage(http.StatusOK, f, u, ""), nil
	})
}

// usable are the factors that the user has and that have a page.
func usable(need mfa.Requirement) []factor {
	return slices.DeleteFunc(slices.Clone(factors), func(f factor) bool { return !slices.Contains(need.Challenge, f.kind) })
}
