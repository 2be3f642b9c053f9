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
