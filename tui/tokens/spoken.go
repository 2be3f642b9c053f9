package tokens

import (
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/ui"
)

// Families are those there are, the newest first, as they are now.
func (s *Tokens) Families() []model.FamilyView { return s.known.families }

// Problem is why it is not known what there is; nil: it is.
func (s *Tokens) Problem() error { return s.problem }

// Menu lists what can be done to a family; nil: it is not there any more.
func (s *Tokens) Menu(id string) tea.Cmd {
	s.choose(id)
	if _, ok := s.family(); !ok {
		return nil
	}
	return s.menu()
}

// Asks is the question that waits for a text; empty: none does.
func (s *Tokens) Asks() string {
	if s.field == nil {
		return ""
	}
	return fmt.Sprintf("How many at once, from %d to %d?", fewest, most)
}

// Answer answers it; a text that will not do is said, and asked for again.
func (s *Tokens) Answer(text string) tea.Cmd {
	s.field = ui.NewField(text, false)
	return s.fieldKey(tea.KeyMsg{Type: tea.KeyEnter})
}

// Leave leaves the question unanswered.
func (s *Tokens) Leave() { s.field = nil }

// Outcome says what came of the last action, once.
func (s *Tokens) Outcome() (note string, err error) {
	r := s.result
	s.result = nil
	switch {
	case r == nil:
		return "", nil
	case r.head == failed:
		return "", errors.New(r.text)
	}
	note = r.head + ". " + r.text
	if r.why != nil {
		note += " The check that refused: " + r.why.Check
	}
	if r.exchange != nil {
		note += " Its exchange is no. " + r.exchange.ID + " of Traffic"
	}
	return note, nil
}
