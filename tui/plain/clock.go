package plain

import (
	"context"
	"strings"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/sandboxes"
)

// mostMoments is how many of the ends to come are offered.
const mostMoments = 8

// clock moves the sandbox's clock.
func (s *session) clock(ctx context.Context) error {
	moved := func(c model.ClockView, err error) {
		still := ""
		if c.Frozen {
			still = " It stands still."
		}
		s.told("The sandbox's clock shows "+c.Now.UTC().Format("2 January 2006, 15:04:05 UTC")+"."+still, "The clock stays as it was", err)
	}
	moved(s.remote.Clock(ctx))
	on := func(d time.Duration) func(context.Context) error {
		return func(ctx context.Context) error {
			moved(s.remote.Advance(ctx, d))
			return nil
		}
	}
	return s.choose(ctx, func() ([]string, []choice) {
		choices := []choice{
			{"", "Let a minute pass.", on(time.Minute)}, {"", "Let an hour pass.", on(time.Hour)},
			{"", "Let a day pass.", on(24 * time.Hour)}, {"", "Let 30 days pass.", on(30 * 24 * time.Hour)},
			{"o", "Let another time pass. Also o.", func(ctx context.Context) error { return s.pass(ctx, on) }},
			{"set", "Set it to a date and a time. Also set.", func(ctx context.Context) error { return s.setClock(ctx, moved) }},
		}
		now, err := s.remote.Clock(ctx)
		freeze := choice{"f", "Let it stand still. Also f.", func(ctx context.Context) error { moved(s.remote.Freeze(ctx, !now.Frozen)); return nil }}
		if now.Frozen {
			freeze.text = "Let it run on. Also f."
		}
		choices = append(choices, freeze, choice{"now", "Back to now. Also now.", func(ctx context.Context) error { moved(s.remote.ResetClock(ctx)); return nil }})
		families, ferr := s.remote.Families(ctx, "")
		if err == nil && ferr == nil {
			list := family.Next(families, now.Now.Add(time.Second))
			for _, m := range list[:min(len(list), mostMoments)] {
				text := "Stand still a second before the end of: " + m.What + ", " + m.Family.ClientID + " for " + m.Family.User + "."
				choices = append(choices, choice{"", text, func(ctx context.Context) error {
					_, err := s.remote.Freeze(ctx, true)
					if err != nil {
						moved(model.ClockView{}, err)
						return nil
					}
					moved(s.remote.SetClock(ctx, m.At.Add(-time.Second)))
					return nil
				}})
			}
		}
		return []string{"", "Everything obeys this clock: codes, tokens and sessions."}, append(choices, toBack)
	})
}

func (s *session) pass(ctx context.Context, on func(time.Duration) func(context.Context) error) error {
	for {
		line, err := s.ask(ctx, "How long? Such as 90 s, 15 min, 12 h or 30 d; a dash before it goes back, enter alone leaves it:")
		if err != nil || line == "" {
			return err
		}
		rest, back := strings.CutPrefix(line, "-")
		n, err := sandboxes.Seconds(rest)
		if err != nil || n > 100*366*86400 {
			s.say("Expected seconds, or 15 min, 12 h, 30 d; at most 100 years.")
			continue
		}
		if back {
			n = -n
		}
		return on(time.Duration(n) * time.Second)(ctx)
	}
}

func (s *session) setClock(ctx context.Context, moved func(model.ClockView, error)) error {
	for {
		line, err := s.ask(ctx, "To when, in UTC? Such as 2030-01-31 09:00:00; enter alone leaves it:")
		if err != nil || line == "" {
			return err
		}
		for _, form := range []string{time.DateTime, "2006-01-02 15:04", time.DateOnly, time.RFC3339} {
			if t, err := time.Parse(form, line); err == nil {
				moved(s.remote.SetClock(ctx, t))
				return nil
			}
		}
		s.say("Expected a date, and a time if you like: 2030-01-31, or 2030-01-31 09:00.")
	}
}
