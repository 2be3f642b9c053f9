package lockout

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/hosted"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/secret"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

const unblockPath = "/u/unblock"

var ruleTicket = check.Rule{
	ID: "lockout.link", Says: "The link to unblock an account is younger than 30 days, and was not used", Param: "ticket",
	Ref: "Playgrant", Fix: "Log in. If the account is blocked, set a new password.",
	Answer: check.Answer{Status: http.StatusBadRequest, Code: "invalid_request", Description: "This link is over"},
}

// Routes is the page that unblocks an account. Opening it does nothing by
// itself: mail programs open links too.
func Routes() []step.Route {
	return []step.Route{
		{Pattern: "GET " + unblockPath, Endpoint: step.Endpoint{Do: show, Refuse: refuse}},
		{Pattern: "POST " + unblockPath, Endpoint: step.Endpoint{Do: unblock, Refuse: refuse}},
	}
}

func show(s *step.Step) (*step.Answer, error) {
	_, u, err := holder(s)
	if err != nil {
		return nil, err
	}
	return hosted.Unblock{Path: unblockPath, Ticket: s.Params.Get("ticket"), User: u.Email}.Answer(), nil
}

func unblock(s *step.Step) (*step.Answer, error) {
	ticket, _, err := holder(s)
	if err != nil {
		return nil, err
	}
	if err := store.Attempts.Delete(s.Tx, ticket.Unblocks); err != nil {
		return nil, err
	}
	if err := store.PasswordTicket.Delete(s.Tx, ticket.Hash); err != nil {
		return nil, err
	}
	return hosted.Notice{Title: "Your account is unblocked", Text: "Go back to the app, and log in."}.Answer(http.StatusOK), nil
}

// holder is the link that was opened, and whose account it unblocks.
func holder(s *step.Step) (*model.PasswordTicket, *model.User, error) {
	ticket, err := store.PasswordTicket.Get(s.Tx, secret.Hash(s.Params.Get("ticket")))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, nil, err
	}
	good := err == nil && ticket.Unblocks != "" && s.Now.Before(ticket.ExpiresAt)
	var u *model.User
	if good {
		u, err = store.Users.Get(s.Tx, ticket.UserID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, nil, err
		}
		good = err == nil
	}
	return ticket, u, s.Require(ruleTicket, good, "a link that holds", "one that is over, or none")
}

func refuse(_ *step.Step, _ error, r *check.Refusal) *step.Answer {
	return hosted.Notice{Title: r.Answer.Description, Text: r.Rule.Fix}.Answer(r.Answer.Status)
}
