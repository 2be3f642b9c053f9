package plain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/remote"
)

// begin greets, goes to where one was to begin, and then home.
func (s *session) begin(ctx context.Context) error {
	s.say(strings.TrimSpace("Playgrant "+s.Version)+", in plain mode.",
		"A real authorization server runs inside this program; each demo walks through it, request by request.")
	if s.DataDir == "" {
		s.say("The sandbox is in memory: it is gone when you quit.")
	} else {
		s.say("The sandbox is kept in " + s.DataDir + ".")
	}
	for _, r := range s.Open {
		name, at, _ := strings.Cut(r.Name, "/")
		var err error
		switch r.Kind {
		case "walk":
			err = s.walk(ctx, s.demo(name), at)
		case "tokens":
			err = s.tokens(ctx)
		case "traffic":
			err = s.traffic(ctx, strings.TrimPrefix(r.Name, "no/"))
		case "phone":
			err = s.messages(ctx, r.Name)
		case "sandbox":
			err = s.sandbox(ctx, r.Name)
		case "policy":
			err = s.policy(ctx)
		case "clock":
			err = s.clock(ctx)
		case "words":
			err = s.explain(r.Name)
		case "compose":
			err = s.compose(ctx, nil)
		case "home":
		default:
			s.say("The plain mode has no " + r.Kind + ".")
		}
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
	for {
		err := s.choose(ctx, func() ([]string, []choice) { return s.home(ctx) })
		if !errors.Is(err, errBack) {
			return err
		}
		s.say("This is the beginning. q quits.")
	}
}

func (s *session) demo(name string) *demos.Demo {
	for _, d := range s.Demos {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// home are the demos by chapter, and the other places.
func (s *session) home(ctx context.Context) (about []string, choices []choice) {
	about = []string{"", "Home."}
	for _, d := range s.ordered() {
		choices = append(choices, choice{key: d.Name, text: fmt.Sprintf("%s: %s %s, %s.", d.Chapter, ended(d.Title), counted(d.Minutes, "minute"), s.progress(ctx, d)),
			do: func(ctx context.Context) error { return s.walk(ctx, d, "") }})
	}
	choices = append(choices,
		choice{"t", "Tokens: the families of refresh tokens. Also t.", s.tokens},
		choice{"n", "Compose: a request of your own, to any endpoint. Also n.", func(ctx context.Context) error { return s.compose(ctx, nil) }},
		choice{"x", "Traffic: what went over the wire. Also x.", func(ctx context.Context) error { return s.traffic(ctx, "") }},
		choice{"m", "Phones: messages, pushes and the codes of authenticator apps. Also m.", func(ctx context.Context) error { return s.messages(ctx, "") }},
		choice{"c", "The sandbox's clock. Also c.", s.clock},
		choice{"f", "Factors and policy. Also f.", s.policy},
		choice{"s", "The sandbox: clients, APIs, users, snapshots, and a reset. Also s.", func(ctx context.Context) error { return s.sandbox(ctx, "") }},
		choice{"w", "Words: what a term means. Also w.", func(ctx context.Context) error { return s.words(ctx, "") }},
	)
	if s.Listener != nil {
		choices = append(choices, s.listenerChoice())
	}
	return about, append(choices, choice{"q", "Quit. Also q.", func(context.Context) error { return errQuit }})
}

// ordered are the demos by chapter, as home lists them.
func (s *session) ordered() (list []*demos.Demo) {
	seen := map[string]bool{}
	for _, first := range s.Demos {
		if seen[first.Chapter] {
			continue
		}
		seen[first.Chapter] = true
		var chapter []*demos.Demo
		for _, d := range s.Demos {
			if d.Chapter == first.Chapter {
				at := len(chapter)
				for at > 0 && chapter[at-1].Order > d.Order {
					at--
				}
				chapter = append(chapter[:at], append([]*demos.Demo{d}, chapter[at:]...)...)
			}
		}
		list = append(list, chapter...)
	}
	return list
}

func (s *session) progress(ctx context.Context, d *demos.Demo) string {
	var kept struct {
		At int `json:"at"`
	}
	switch err := s.remote.Progress(ctx, d.Name, &kept); {
	case errors.Is(err, remote.ErrNotFound) || err == nil && kept.At == 0:
		return "not begun"
	case err != nil:
		return "its progress could not be read"
	case kept.At >= len(d.Steps):
		return "done"
	}
	return fmt.Sprintf("at step %d of %d", kept.At+1, len(d.Steps))
}

func (s *session) listenerChoice() choice {
	on, url := s.Listener.State()
	if on {
		return choice{"l", "Switch the listener off. It is on at " + url + ". Also l.", func(ctx context.Context) error {
			s.told("The listener is off.", "The listener is still on", s.Listener.Off(ctx))
			return nil
		}}
	}
	return choice{"l", "Switch the listener on, for apps of your own. Also l.", func(ctx context.Context) error {
		url, err := s.Listener.On(ctx)
		s.told("The listener is on: point your app at "+url, "The listener stays off", err)
		return nil
	}}
}

// told says what was done, or why it was not.
func (s *session) told(done, not string, err error) {
	if err != nil {
		done = not + ": " + ended(err.Error())
	}
	s.say(done)
}
