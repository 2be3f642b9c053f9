package plain

import (
	"context"
	"errors"
	"io"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// hosted is a screen of the full interface whose rows can be said. What it
// knows and does is one thing for both interfaces.
type hosted interface {
	Update(tea.Msg) tea.Cmd
	Outcome() (note string, err error)
}

// screenContext is what such a screen is given.
func (s *session) screenContext(ctx context.Context) *screen.Context {
	if s.screens != nil {
		return s.screens
	}
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.Ascii)
	s.screens = &screen.Context{
		Life: ctx, Theme: ui.NewTheme(r), Remote: s.remote, Demos: s.Demos, Explain: explain.Load(), Listener: s.Listener,
		DataDir: s.DataDir, Version: s.Version, Dialect: s.Dialect, Now: s.Now, Seen: map[string]bool{},
		NewPlayer: func(d *demos.Demo) screen.Player { return demos.NewPlayer(d, s.Wire, s.Rand) },
	}
	return s.screens
}

// run carries out a screen's command and what comes of it: its questions are
// asked, and what it was changed by is said.
func (s *session) run(ctx context.Context, h hosted, cmd tea.Cmd) error {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if k, ok := msg.(ui.Pressed); ok { // as if the key had been typed
		msg = tea.KeyMsg(k)
	}
	switch m := msg.(type) {
	case nil:
	case screen.AskClock:
		clock, err := s.remote.Clock(ctx)
		if err != nil {
			s.say("The clock could not be read: " + ended(err.Error()))
			return nil
		}
		s.screens.Hear(clock)
		return s.run(ctx, h, h.Update(screen.ClockRead{Clock: clock}))
	case tea.BatchMsg:
		for _, c := range m {
			if err := s.run(ctx, h, c); err != nil {
				return err
			}
		}
	case screen.Copies:
		return s.copyOrSave(ctx, m.List)
	case screen.Toast:
		s.say(ended(m.Text))
	case screen.Confirm:
		s.say(m.Title, m.Text)
		line, err := s.ask(ctx, "Type yes to go on:")
		if err != nil {
			return err
		}
		if !strings.EqualFold(line, "yes") {
			s.say("It stays as it was.")
			return nil
		}
		return s.run(ctx, h, m.Do)
	case screen.Choose:
		var choices []choice
		for i, item := range m.Items {
			text := ended(strings.TrimSuffix(item.Title+": "+item.Note, ": "))
			choices = append(choices, choice{item.Title, text, func(ctx context.Context) error { return errors.Join(s.run(ctx, h, m.Pick(i)), errLeave) }})
		}
		if err := s.list(ctx, ended(m.Title), append(choices, toBack)); !errors.Is(err, errBack) {
			return err
		}
	default:
		if err := s.run(ctx, h, h.Update(m)); err != nil {
			return err
		}
		if note, err := h.Outcome(); err != nil {
			s.refused(err)
		} else if note != "" {
			s.say("Done: " + ended(note))
		}
	}
	return nil
}

// refused says why a change was not made, and what to do.
func (s *session) refused(err error) {
	s.no = true
	r, ok := errors.AsType[*remote.Refusal](err)
	if !ok {
		s.say("Nothing was changed: " + ended(err.Error()))
		return
	}
	s.say("Nothing was changed: " + ended(r.Text))
	if r.Fix != "" {
		s.say("To mend: " + ended(r.Fix))
	}
}

// rows offers the rows of a screen, as they are now.
func (s *session) rows(ctx context.Context, h hosted, about string, list func() []screen.Spoken, more func() []choice) error {
	return s.choose(ctx, func() ([]string, []choice) {
		var choices []choice
		for _, w := range list() {
			text := ended(w.Name + ": " + w.Value)
			if w.Act == nil && w.Type == nil {
				text += " It stays as it is."
			}
			choices = append(choices, choice{w.Name, text, func(ctx context.Context) error { return s.row(ctx, h, w) }})
		}
		return []string{"", about}, append(append(choices, more()...), toBack)
	})
}

// row does what choosing a row does.
func (s *session) row(ctx context.Context, h hosted, w screen.Spoken) error {
	if w.Says != "" {
		s.say(w.Says)
	}
	if w.Ask == "" {
		if w.Act == nil {
			s.say("It stays as it is.")
			return nil
		}
		return s.run(ctx, h, w.Act())
	}
	hint := "; enter alone leaves it, a dash empties it"
	switch {
	case w.Drop != nil:
		hint = "; enter alone leaves it, a dash takes it out"
	case strings.HasPrefix(w.Ask, "One of "):
		hint = "; enter alone leaves it"
	}
	for {
		line, err := s.ask(ctx, w.Ask+hint+":")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case line == "-" && w.Drop != nil:
			return s.run(ctx, h, w.Drop())
		case line == "-":
			line = ""
		}
		cmd, err := w.Type(line)
		if err != nil {
			s.say(sentence(err.Error()))
			continue
		}
		s.no = false
		if err := s.run(ctx, h, cmd); err != nil || !s.no {
			return err
		}
	}
}
