package authorize

import (
	"net/http"
	"strings"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

var ruleNumber = check.Rule{
	ID: "enroll.phone", Says: "The telephone number is one, with its country's code", Param: "phone_number",
	Ref: "ITU-T E.164", Fix: "Type it with its country's code, such as +15555550123.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "That is no telephone number. Type it with its country’s code, such as +15555550123."},
}

// takeEnrolment answers the page on which a factor is set up. It looks again
// whether the user has none: an enrolment begun in time must not get anybody
// past a factor that was enrolled since.
func takeEnrolment(kind string) func(*step.Step) (*step.Answer, error) {
	return func(s *step.Step) (*step.Answer, error) {
		v, u, need, err := answering(s)
		if err != nil {
			return nil, err
		}
		e, chosen := v.chosen(need)
		if u == nil || !chosen || e.kind != kind {
			return v.next()
		}
		if s.Params.Get("action") == actionOther {
			return v.redirect(enrollPath), nil
		}
		a, err := v.begun()
		switch {
		case err != nil:
			return nil, err
		case a != nil && s.Params.Get("action") == actionResend:
			return v.resend(u, e.factor, a)
		case a != nil:
			return v.confirm(u, e, a)
		case e.number:
			return v.takeNumber(u, e)
		}
		return v.next()
	}
}

// takeNumber begins an enrolment with the number that was typed.
func (v *visit) takeNumber(u *model.User, e enrolment) (*step.Answer, error) {
	number := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "").Replace(v.Params.Get("phone_number"))
	ok := model.IsPhoneNumber(number)
	err := v.Require(ruleNumber, ok, "a number such as +15555550123", got(ok, "", "something else"))
	if err == nil {
		err = v.begin(u, e, number)
	}
	if err != nil {
		return nil, onPage(err, func(r *check.Refusal) (*step.Answer, error) {
			return v.numberPage(r.Answer.Status, u, e, r.Answer.Description), nil
		})
	}
	return v.redirect(e.path), nil
}

func (v *visit) numberPage(status int, u *model.User, e enrolment, alert string) *step.Answer {
	return hosted.Factor{
		Frame: v.frame(e.path, u, alert), Title: "Your telephone number", Lead: "You will get a code there whenever you log in. Any number will do: nothing leaves the sandbox.",
		Field: "phone_number", Label: "Number with its country’s code", Type: "tel", InputMode: "tel", Autocomplete: "tel", Placeholder: "+15555550123",
	}.Answer(status)
}

// confirm makes the enrolment whole, if what came is right. That gives the
// second factor of this login, too.
func (v *visit) confirm(u *model.User, e enrolment, a *model.Authenticator) (*step.Answer, error) {
	code, err := mfa.FirstRecoveryCode(v.Step, u, func() error {
		_, err := e.verify(v, u, v.typed())
		return err
	})
	if err != nil {
		return nil, v.toldOn(err, u, e.factor, v.frame(e.path, u, ""), a)
	}
	v.given()
	return v.after(u, e.path, code, true)
}
