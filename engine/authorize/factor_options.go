package authorize

import (
	"net/http"
	"slices"

	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// optionsPath is the page that lists the user's factors.
const optionsPath = "/u/mfa-options"

// optionsPage renders the list of the user's factors.
func (v *visit) optionsPage(u *model.User, ways []way) *step.Answer {
	page := hosted.Factors{Frame: v.frame(optionsPath, u, "")}
	for _, w := range ways {
		page.Able = append(page.Able, hosted.Choice{Value: w.value(), Name: w.name(w.authenticator)})
	}
	return page.Answer(http.StatusOK)
}

// pickFactor answers the page that lists the factors.
func pickFactor(s *step.Step) (*step.Answer, error) {
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
	i := slices.IndexFunc(ways, func(w way) bool { return w.value() == s.Params.Get("factor") })
	if i < 0 {
		return v.next()
	}
	v.login.Factor.Picked = ways[i].value()
	return v.redirect(ways[i].path), v.keep()
}
