package authorize

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
)

// answered is a refusal that knows how its reader is told: on the page they
// are on, or by the app that sent them.
type answered struct {
	error
	// render makes the answer. It is called once the doctor has looked at what
	// failed, still in the step's transaction.
	render func(*check.Refusal) (*step.Answer, error)
}

func (a *answered) Unwrap() error { return a.error }

// toApp lets the app tell the user of err, if it is a refusal: its redirect_uri
// was found to be registered.
func toApp(a *model.Authorization, err error) error {
	return onPage(err, func(r *check.Refusal) (*step.Answer, error) { return deliver(a, errorValues(r)), nil })
}

// onPage tells the user of err, if it is a refusal, on the page that render
// makes of it.
func onPage(err error, render func(*check.Refusal) (*step.Answer, error)) error {
	if _, ok := check.AsRefusal(err); ok {
		return &answered{err, render}
	}
	return err
}

// refuse answers as the refusal says or, where it was refused before it was
// known where to tell it, on a page of its own, which explains it to the
// developer of the app.
func refuse(s *step.Step, err error, r *check.Refusal) *step.Answer {
	if told, ok := errors.AsType[*answered](err); ok {
		if answer, fault := told.render(r); fault == nil {
			return answer
		}
	}
	return problem(s, r).Answer(status(r))
}

// problem explains a refusal to the developer of the app.
func problem(s *step.Step, r *check.Refusal) hosted.Problem {
	p := hosted.Explain(s.Trail, r)
	p.Lead = "The app that sent you here made a request that Playgrant cannot follow. Nothing was sent back to it."
	return p
}

func status(r *check.Refusal) int {
	if r.Answer.Status == 0 {
		return http.StatusBadRequest
	}
	return r.Answer.Status
}
