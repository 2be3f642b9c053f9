package plain

import (
	"context"
	"slices"
	"time"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// claims says what the tokens of exchanges say, header first, each claim
// explained, and whether the signature holds.
func (s *session) claims(ctx context.Context, list []model.Exchange) {
	found := decode.Tokens(list)
	var err error
	if len(s.keys.Keys) == 0 || slices.ContainsFunc(found, func(t decode.Token) bool { return t.Lacks(s.keys) }) {
		s.keys, err = s.remote.JWKS(ctx)
	}
	if err != nil {
		s.say("The server's keys could not be read, so no signature is verified: " + ended(err.Error()))
	}
	var now time.Time
	if clock, err := s.remote.Clock(ctx); err == nil {
		now = clock.Now
	}
	for _, t := range found {
		s.say("", "The "+t.Name+", "+mask.Short(t.Raw)+":")
		if t.Opaque {
			s.say("It is opaque: only the server knows what is in it.")
			continue
		}
		s.say("Header:")
		for _, c := range t.Header {
			s.claim(c, now)
		}
		s.say("Claims:")
		for _, c := range t.Claims {
			s.claim(c, now)
		}
		if err == nil {
			ok, words := t.Verify(s.keys)
			if !ok {
				words = "It is not verified: " + words
			}
			s.say("Signature:", sentence(words))
		}
	}
}

func (s *session) claim(c decode.Claim, now time.Time) {
	text := c.Name + ": " + c.Text
	if !c.Time.IsZero() {
		text += ", which is " + c.Time.Format("2 January 2006, 15:04:05 UTC")
		if !now.IsZero() {
			text += ", " + ui.When(c.Time, now)
		}
	}
	s.say(ended(text))
	if e, ok := explain.Load().Claim(c.Name); ok {
		s.say("  " + e.Text)
	}
}
