package plain

import (
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/decode"
	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/mask"
)

// claims says what the tokens of exchanges say, each claim explained.
func (s *session) claims(list []model.Exchange) {
	for _, t := range decode.Tokens(list) {
		s.say("", "The "+t.Name+", "+mask.Short(t.Raw)+":")
		if t.Opaque {
			s.say("It is opaque: only the server knows what is in it.")
			continue
		}
		for _, c := range t.Claims {
			text := c.Name + ": " + c.Text
			if !c.Time.IsZero() {
				text += ", which is " + c.Time.Format("2 January 2006, 15:04:05 UTC")
			}
			s.say(ended(text))
			if e, ok := explain.Load().Claim(c.Name); ok {
				s.say("  " + e.Text)
			}
		}
	}
}
