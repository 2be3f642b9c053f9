package authorize

import (
	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// enrollPage renders the list of what can be set up.
func (v *visit) enrollPage(status int, u *model.User, need mfa.Requirement, alert string) *step.Answer {
	page := hosted.Factors{Frame: v.frame(enrollPath, u, alert), Enroll: true}
	for _, e := range possible(need) {
		page.Able = append(page.Able, hosted.Choice{Value: e.kind, Name: e.name})
	}
	return page.Answer(status)
}

// pickEnrolment answers the page that lists what can be set up. What needs
// nothing more begins at once.
func pickEnrolment(s *step.Step) (*step.Answer, error) {
	v, u, need, err := answering(s)
	if err != nil {
		return nil, err
	}
	if u == nil {
		return v.next()
	}
	before := v.login.Factor
	v.login.Factor = model.LoginFactor{Enrolling: s.Params.Get("factor")}
	e, ok := v.chosen(need)
	if !ok {
		v.login.Factor = before
		return v.next()
	}
	if e.kind == before.Enrolling && !e.number {
		// Coming back to it goes on with what was begun: the app may have
		// scanned it already.
		v.login.Factor = before
		if a, err := v.begun(); err != nil || a != nil {
			return v.redirect(e.path), err
		}
	}
	if !e.number {
		if err := v.begin(u, e, ""); err != nil {
			return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
				return v.enrollPage(r.Answer.Status, u, need, r.Answer.Description), nil
			})
		}
	}
	return v.redirect(e.path), v.keep()
}

// begin begins an enrolment; number is that of a telephone.
func (v *visit) begin(u *model.User, e enrolment, number string) error {
	waits, err := mfa.Enroll(v.Step, u, e.kind, number, v.purpose())
	if err != nil {
		return err
	}
	v.login.Factor = model.LoginFactor{Enrolling: e.kind, EnrollID: waits.ID}
	if waits.OOB != nil {
		v.login.Factor.OOBHash = waits.OOB.Hash
	}
	return v.keep()
}
