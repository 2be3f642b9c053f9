package sandbox

import (
	"errors"
	"net/http"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/mfa"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// messagesListed is how many messages are listed at most.
const messagesListed = 100

var (
	ruleMessage = check.Rule{
		ID: "inbox.message", Says: "The message is in the inbox",
		Ref: "Playgrant", Fix: "GET /sandbox/inbox lists the messages.", Param: "id",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "There is no message with that id"},
	}
	rulePending = check.Rule{
		ID: "inbox.pending", Says: "Only a push that waits can be answered, and once",
		Ref: "Playgrant", Fix: "Ask for a new push.", Param: "id",
		Answer: check.Answer{Status: http.StatusConflict, Code: "conflict", Description: "This message does not wait for an answer"},
	}
)

// listInbox is the simulated phone and mailbox: of one user, of one address,
// or of all, newest first.
func listInbox(s *step.Step) (*step.Answer, error) {
	query := s.Request.URL.Query()
	var userID string
	if email := query.Get("user"); email != "" {
		user, err := userNamed(s, email)
		if err != nil {
			return nil, err
		}
		userID = user.UserID
	}
	to := query.Get("to")
	list := []model.Message{}
	for m, err := range store.Messages.Newest(s.Tx, "") {
		if err != nil {
			return nil, err
		}
		if userID != "" && m.UserID != userID || to != "" && m.To != to {
			continue
		}
		m.UserID, m.State = "", stateNow(s, m)
		if list = append(list, *m); len(list) == messagesListed {
			break
		}
	}
	return step.JSON(list), nil
}

// answerPush is the user's thumb on the phone.
func answerPush(s *step.Step) (*step.Answer, error) {
	var body struct {
		Action string `json:"action"`
	}
	if err := decode(s, s.Body, &body); err != nil {
		return nil, err
	}
	if err := field(s, "action", body.Action == "approve" || body.Action == "deny", "approve or deny"); err != nil {
		return nil, err
	}
	m, err := store.Messages.Get(s.Tx, s.Request.PathValue("id"))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err := s.Require(ruleMessage, err == nil, "a message", "none"); err != nil {
		return nil, err
	}
	state := stateNow(s, m)
	if err := s.Require(rulePending, state == model.MessagePending, model.MessagePending, state); err != nil {
		return nil, err
	}
	m.State = model.MessageDenied
	if body.Action == "approve" {
		m.State = model.MessageApproved
	}
	if err := store.Messages.Put(s.Tx, m); err != nil {
		return nil, err
	}
	m.UserID = ""
	return step.JSON(m), nil
}

// stateNow is a message's state at the time of the step: a push can no longer
// be answered when its challenge cannot.
func stateNow(s *step.Step, m *model.Message) string {
	if m.State == model.MessagePending && !s.Now.Before(m.At.Add(mfa.ChallengeLifetime)) {
		return model.MessageExpired
	}
	return m.State
}
