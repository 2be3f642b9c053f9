package plain

import (
	"context"
	"time"

	"github.com/playgrant/playgrant/tui/tokens"
)

// tokens lists the refresh-token families, and does to them what apps, thieves
// and time do.
func (s *session) tokens(ctx context.Context) error {
	t := tokens.New(s.screenContext(ctx))
	defer t.Close()
	if err := s.run(ctx, t, t.Shown()); err != nil {
		return err
	}
	if err := t.Problem(); err != nil {
		s.say("The tokens could not be read: " + ended(err.Error()))
		return nil
	}
	if len(t.Families()) == 0 {
		s.say("There are no refresh tokens yet. The first demo gets one.")
		return nil
	}
	now := func() time.Time { return s.screens.Time() }
	return s.choose(ctx, func() (about []string, choices []choice) {
		families := t.Families()
		for _, f := range families[:min(len(families), shown)] {
			choices = append(choices, choice{"", familyWords(f, now()), func(ctx context.Context) error { return s.oneFamily(ctx, t, f.ID, now) }})
		}
		return []string{"", "Tokens: " + counted(len(families), "refresh-token family") + ", the newest first."}, append(choices, toBack)
	})
}

func (s *session) oneFamily(ctx context.Context, t *tokens.Tokens, id string, now func() time.Time) error {
	hear := func() {
		for _, f := range t.Families() {
			if f.ID == id {
				s.family(f, now())
			}
		}
	}
	hear()
	return s.list(ctx, "What would you like to do with this family?", []choice{
		{"a", "See what can be done to it: refresh, replay, expire, revoke. Also a.", func(ctx context.Context) error {
			if err := s.run(ctx, t, t.Menu(id)); err != nil {
				return err
			}
			for t.Asks() != "" {
				line, err := s.ask(ctx, t.Asks()+" Enter alone leaves it:")
				if err != nil {
					return err
				}
				if line == "" {
					t.Leave()
					return nil
				}
				if err := s.run(ctx, t, t.Answer(line)); err != nil {
					return err
				}
			}
			return nil
		}},
		{"r", "Hear it again, as it is now. Also r.", func(ctx context.Context) error {
			err := s.run(ctx, t, t.Shown())
			hear()
			return err
		}}, toBack,
	})
}
