package authorize

import (
	"slices"

	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// page is what hosted has for a factor.
type page interface{ Answer(status int) *step.Answer }

// factor is a way to give a second factor on a page. One more is one more
// value in factors, in a file of its own.
type factor struct {
	kind string // as in model.Authenticator.Kind
	path string
	// name is on the button that picks an authenticator.
	name func(a *model.Authenticator) string
	// sent is true if something goes to the user first, to be answered.
	sent bool
	// lasting is true if a browser can be remembered by it.
	lasting bool
	// page is what to show.
	page func(v *visit, f hosted.Frame, a *model.Authenticator) page
	// ready is done before the page is shown, if it takes anything.
	ready func(v *visit, u *model.User) error
	// verify checks what was typed, or what the phone says. It refuses as
	// mfa.VerifyOTP does. A factor that is used up by this returns what the
	// user gets in its place.
	verify func(v *visit, u *model.User, typed string) (instead string, err error)
	wrong  string // what the page says when it is not right
}

// factors are those that can be given on a page, the handiest first: that is
// the one asked for unless the user picks another. Auth0 takes push before the
// others too; the rest of the order is Playgrant's choice.
var factors = []factor{factorPush, factorOTP, factorSMS, factorVoice, factorEmail, factorPlatform, factorRoaming, factorRecoveryCode}

// way is a factor with the user's authenticator for it.
type way struct {
	factor
	authenticator *model.Authenticator
}

// value picks the way on a form. All apps share a page, since a code tells
// them apart.
func (w way) value() string {
	if w.sent {
		return w.authenticator.ID
	}
	return w.authenticator.Factor()
}

// ways are those that the user has and that will do, the handiest first.
func (v *visit) ways(u *model.User, need mfa.Requirement) ([]way, error) {
	list, err := mfa.Usable(v.Step, u)
	if err != nil {
		return nil, err
	}
	var out []way
	for _, f := range factors {
		for _, a := range list {
			if a.Kind != f.kind || !slices.Contains(need.Challenge, a.Factor()) {
				continue
			}
			if out = append(out, way{f, a}); !f.sent {
				break
			}
		}
	}
	return out, nil
}

// due is the way whose page has the given path, or else the one that the user
// picked, or else the first.
func (v *visit) due(ways []way, path string) way {
	picked := slices.IndexFunc(ways, func(w way) bool { return w.value() == v.login.Factor.Picked })
	if picked >= 0 && ways[picked].path == path {
		return ways[picked]
	}
	if i := slices.IndexFunc(ways, func(w way) bool { return w.path == path }); i >= 0 {
		return ways[i]
	}
	return ways[max(picked, 0)]
}

// frame is what all pages for a second factor show.
func (v *visit) frame(path string, u *model.User, alert string) hosted.Frame {
	return hosted.Frame{Path: path, State: v.login.ID, App: v.client.Name, User: u.Email, Alert: alert}
}
