package policy

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// Spoken are the settings in words.
func (s *Policy) Spoken() (out []screen.Spoken) {
	if !s.ready() {
		return nil
	}
	section := ""
	for _, row := range s.settings() {
		if row.section != "" {
			section = row.section
		}
		w := screen.Spoken{Section: section, Name: row.name, Value: row.value, Says: row.says}
		switch {
		case row.pick != nil:
			w.Act = row.pick
		case row.choices != nil:
			w.Ask = "One of " + strings.Join(row.choices, ", ")
			w.Type = func(typed string) (tea.Cmd, error) {
				if !slices.Contains(row.choices, typed) {
					return nil, fmt.Errorf("expected one of %s", strings.Join(row.choices, ", "))
				}
				return s.setPolicy(row.patch(typed)), nil
			}
		default:
			if w.Value = "off"; *row.on {
				w.Value = "on"
			}
			w.Act = func() tea.Cmd { return s.setPolicy(row.patch("")) }
		}
		out = append(out, w)
	}
	return out
}

// Problem is why it is not known how things are set; nil: it is.
func (s *Policy) Problem() error { return s.problem }

// Outcome says what came of the last change, once.
func (s *Policy) Outcome() (note string, err error) {
	c := s.last
	s.last = nil
	switch {
	case c == nil:
		return "", nil
	case c.err != nil:
		return "", c.err
	}
	return c.method + " " + c.path + " " + c.body, nil
}
