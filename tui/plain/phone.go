package plain

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
)

// messages lists what reached the simulated phones; a push is answered here.
func (s *session) messages(ctx context.Context, user string) error {
	return s.choose(ctx, func() ([]string, []choice) { return s.phone(ctx, &user) })
}

func (s *session) phone(ctx context.Context, user *string) (about []string, choices []choice) {
	whose := "everybody's phones"
	if *user != "" {
		whose = "the phone of " + *user
	}
	list, err := s.remote.Inbox(ctx, *user)
	switch {
	case err != nil:
		about = []string{"", "The messages could not be read: " + ended(err.Error())}
	case len(list) == 0:
		about = []string{"", "No message has come yet to " + whose + ". The demos on MFA send some."}
	default:
		about = []string{"", counted(len(list), "message") + " on " + whose + ", the newest first."}
	}
	for _, m := range list[:min(len(list), shown)] {
		choices = append(choices, choice{"", fmt.Sprintf("%s to %s, %s.", m.Channel, m.To, m.State), func(ctx context.Context) error {
			s.say("", m.Body)
			if m.Channel != "push" || m.State != "pending" {
				return nil
			}
			return s.push(ctx, m)
		}})
	}
	return about, append(choices,
		choice{"a", "Hear what the authenticator apps show. Also a.", func(ctx context.Context) error { s.apps(ctx, *user); return nil }},
		choice{"p", "Another user's phone. Also p.", func(ctx context.Context) error { return s.whose(ctx, user) }},
		choice{"r", "Look for what is new. Also r.", stay}, toBack)
}

// apps says the running codes of the authenticator apps.
func (s *session) apps(ctx context.Context, user string) {
	known, err := s.remote.Sandbox(ctx)
	if err != nil {
		s.say("The apps could not be read: " + ended(err.Error()))
		return
	}
	n := 0
	for _, u := range known.Users {
		app := slices.ContainsFunc(u.Factors, func(f model.FactorView) bool { return f.Type == model.FactorOTP })
		if !app || user != "" && u.Email != user || n == shown {
			continue
		}
		view, err := s.remote.TOTP(ctx, u.Email)
		if errors.Is(err, remote.ErrNotFound) {
			continue
		}
		if n++; err != nil {
			s.say("The app of " + u.Email + " could not be read: " + ended(err.Error()))
			continue
		}
		s.say(fmt.Sprintf("The app of %s shows %s, for %s more.", u.Email, view.Code, counted(view.SecondsLeft, "second")))
	}
	if n == 0 {
		s.say("There is no authenticator app here. A user is given one in the sandbox, or enrols it.")
	}
}

func (s *session) whose(ctx context.Context, user *string) error {
	known, err := s.remote.Sandbox(ctx)
	if err != nil {
		s.say("The users could not be read: " + ended(err.Error()))
		return nil
	}
	choices := []choice{{"", "Everybody's.", func(context.Context) error { *user = ""; return errLeave }}}
	for _, u := range known.Users {
		choices = append(choices, choice{u.Email, ended(u.Email), func(context.Context) error { *user = u.Email; return errLeave }})
	}
	return s.list(ctx, "Whose phone?", append(choices, toBack))
}

func (s *session) push(ctx context.Context, m model.Message) error {
	answer := func(approve bool) func(context.Context) error {
		return func(ctx context.Context) error {
			answered, err := s.remote.AnswerPush(ctx, m.ID, approve)
			if err != nil {
				s.say("It could not be answered: " + ended(err.Error()))
				return nil
			}
			s.say("It is " + answered.State + " now.")
			return errLeave
		}
	}
	return s.list(ctx, "It waits for an answer.", []choice{{"a", "Approve. Also a.", answer(true)}, {"d", "Deny. Also d.", answer(false)}, toBack})
}
