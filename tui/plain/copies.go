package plain

import (
	"context"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/copies"
	"github.com/playgrant/playgrant/tui/save"
	"github.com/playgrant/playgrant/tui/screen"
)

// answerCopies are what can be copied of an exchange.
func answerCopies(x *model.Exchange) []screen.Copyable {
	stem := "exchange-" + x.ID
	return append(copies.Of(x, stem), copies.Checks(x, stem))
}

// copyOrSave lets one thing be chosen, and then what becomes of it: the
// clipboard, a file, or being said.
func (s *session) copyOrSave(ctx context.Context, list []screen.Copyable) error {
	var choices []choice
	for _, c := range list {
		text := strings.TrimSuffix(sentence(c.What), ".")
		if c.Secret {
			text += ", secrets included"
		}
		choices = append(choices, choice{"", strings.TrimSpace(ended(text) + " " + c.Note), func(ctx context.Context) error { return s.take(ctx, c) }})
	}
	return s.list(ctx, "Copy or save what?", append(choices, toBack))
}

func (s *session) take(ctx context.Context, c screen.Copyable) error {
	text, err := c.Text(ctx)
	if err != nil {
		s.say("It cannot be had: " + ended(err.Error()))
		return nil
	}
	var choices []choice
	if s.Copy != nil && !c.Whole {
		choices = append(choices, choice{"y", "Copy it to the clipboard. Also y.", func(context.Context) error {
			via, err := s.Copy(text)
			s.told("Copied "+c.What+", by "+via+".", "Not copied", err)
			return errLeave
		}})
	}
	choices = append(choices, choice{"s", "Save it to the file " + save.Name(c.File) + ". Also s.", func(context.Context) error {
		if text != "" && !strings.HasSuffix(text, "\n") && !strings.HasSuffix(c.File, ".http") {
			text += "\n"
		}
		name, err := save.File(c.File, text, c.Secret)
		who := "."
		if c.Secret {
			who = ", which only you can read."
		}
		s.told("Saved in "+name+who, "Not saved; Playgrant writes where it was started", err)
		return errLeave
	}})
	hear := "Hear it."
	if c.Secret {
		hear = "Hear it, secrets included."
	}
	choices = append(choices, choice{"", hear, func(context.Context) error {
		s.say("")
		for l := range strings.Lines(text) {
			s.sayRaw(strings.TrimRight(l, "\r\n"))
		}
		return errLeave
	}})
	return s.list(ctx, "What becomes of it?", append(choices, toBack))
}
