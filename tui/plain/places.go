package plain

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/lines"
	"github.com/playgrant/playgrant/tui/ui"
)

var toBack = choice{"b", "Back. Also b.", leave}

// list offers choices that stay as they are.
func (s *session) list(ctx context.Context, about string, choices []choice) error {
	return s.choose(ctx, func() ([]string, []choice) { return []string{"", about}, choices })
}

// shown is how many rows a list has at most.
const shown = 20

// tokens lists the refresh-token families.
func (s *session) tokens(ctx context.Context) error {
	families, err := s.remote.Families(ctx, "")
	if err != nil {
		s.say("The tokens could not be read: " + ended(err.Error()))
		return nil
	}
	if len(families) == 0 {
		s.say("There are no refresh tokens yet. The first demo gets one.")
		return nil
	}
	clock, err := s.remote.Clock(ctx)
	if err != nil {
		s.say("The clock could not be read: " + ended(err.Error()))
		return nil
	}
	var choices []choice
	for _, f := range families[:min(len(families), shown)] {
		choices = append(choices, choice{"", familyWords(f, clock.Now), func(context.Context) error { s.family(f, clock.Now); return nil }})
	}
	return s.list(ctx, "Tokens: "+counted(len(families), "refresh-token family")+", the newest first.", append(choices, toBack))
}

func familyWords(f model.FamilyView, now time.Time) string {
	text := fmt.Sprintf("%s for %s, %s: %s", f.ClientID, f.User, f.Audience, f.State)
	if cause := family.ShortCause(f); cause != "" {
		text += ", because of " + cause
	}
	if f.State == model.StateActive && f.IdleExpiresAt != nil {
		text += ", ends in " + ui.Duration(f.IdleExpiresAt.Sub(now)) + " if it is not used"
	}
	return text + ", " + counted(len(f.Tokens), "token") + "."
}

func (s *session) family(f model.FamilyView, now time.Time) {
	s.say("", familyWords(f, now), "Scope: "+f.Scope+".")
	if f.Rotating {
		s.say("It rotates: each refresh gives a new token and uses the old one up.")
	} else {
		s.say("It does not rotate: the token stays the same.")
	}
	for _, t := range f.Tokens {
		text := "Token " + family.Name(t.ID) + ": " + t.State
		if t.Parent != "" {
			text += ", came of " + family.Name(t.Parent)
		}
		if t.Cause != "" {
			text += ", " + strings.ReplaceAll(t.Cause, "_", " ")
		}
		s.say(text + ".")
	}
}

func lineWords(l model.ExchangeLine) string {
	from := "an app"
	if l.Inside {
		from = "here"
	}
	text := fmt.Sprintf("%s %s from %s, answered %d", l.Method, l.Path, from, l.Status)
	if l.ClientID != "" {
		text += ", client " + l.ClientID
	}
	if l.GrantType != "" {
		text += ", grant " + lines.Grant(l.GrantType)
	}
	if l.Why != "" {
		text += ", does not hold: " + l.Why
	}
	return ended(text)
}

// messages lists what reached the simulated phones; a push is answered here.
func (s *session) messages(ctx context.Context) error {
	list, err := s.remote.Inbox(ctx, "")
	if err != nil {
		s.say("The messages could not be read: " + ended(err.Error()))
		return nil
	}
	if len(list) == 0 {
		s.say("No message has come yet. The demos on MFA send some.")
		return nil
	}
	var choices []choice
	for _, m := range list[:min(len(list), shown)] {
		choices = append(choices, choice{"", fmt.Sprintf("%s to %s, %s.", m.Channel, m.To, m.State), func(ctx context.Context) error {
			s.say("", m.Body)
			if m.Channel != "push" || m.State != "pending" {
				return nil
			}
			return s.push(ctx, m)
		}})
	}
	return s.list(ctx, "Messages: "+counted(len(list), "message")+", the newest first.", append(choices, toBack))
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
			return nil
		}
	}
	return s.list(ctx, "It waits for an answer.", []choice{{"a", "Approve. Also a.", answer(true)}, {"d", "Deny. Also d.", answer(false)}, toBack})
}

// clock moves the sandbox's clock.
func (s *session) clock(ctx context.Context) error {
	moved := func(c model.ClockView, err error) {
		s.told("The sandbox's clock shows "+c.Now.UTC().Format("2 January 2006, 15:04:05 UTC")+".", "The clock stays as it was", err)
	}
	moved(s.remote.Clock(ctx))
	on := func(d time.Duration) func(context.Context) error {
		return func(ctx context.Context) error {
			moved(s.remote.Advance(ctx, d))
			return nil
		}
	}
	return s.list(ctx, "Everything obeys this clock: codes, tokens and sessions.", []choice{
		{"", "Let a minute pass.", on(time.Minute)}, {"", "Let an hour pass.", on(time.Hour)},
		{"", "Let a day pass.", on(24 * time.Hour)}, {"", "Let 30 days pass.", on(30 * 24 * time.Hour)},
		{"", "Back to now.", func(ctx context.Context) error {
			moved(s.remote.ResetClock(ctx))
			return nil
		}}, toBack,
	})
}

// words asks for a term and says what it means. The terms of a text are
// offered first.
func (s *session) words(ctx context.Context, text string) error {
	var names []string
	for _, t := range glossary.In(text) {
		names = append(names, t.Name)
	}
	if len(names) > 0 {
		s.say("Terms here: " + strings.Join(names, ", ") + ".")
	}
	for {
		line, err := s.ask(ctx, "Which word? Enter alone goes back, ? lists them:")
		switch {
		case err != nil:
			return err
		case line == "" || line == "b":
			return errBack
		case line == "q":
			return errQuit
		case line == "?":
			names = nil
			for _, t := range glossary.All() {
				names = append(names, t.Name)
			}
			s.say(strings.Join(names, ", ") + ".")
			continue
		}
		if err := s.explain(line); err != nil {
			return err
		}
	}
}

func (s *session) explain(name string) error {
	t, ok := glossary.Find(name)
	if !ok {
		var near []string
		for _, t := range glossary.All() {
			if strings.Contains(strings.ToLower(t.Name), strings.ToLower(name)) {
				near = append(near, t.Name)
			}
		}
		s.say(fmt.Sprintf("No term is called %q.", name))
		if len(near) > 0 {
			s.say("There are " + strings.Join(near, ", ") + ".")
		}
		return nil
	}
	s.say(t.Name+": "+t.Text, "Source: "+ended(t.Source))
	if len(t.See) > 0 {
		s.say("See also " + strings.Join(t.See, ", ") + ".")
	}
	return nil
}
