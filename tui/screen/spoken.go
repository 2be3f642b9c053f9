package screen

import tea "github.com/charmbracelet/bubbletea"

// Spoken is a row of a screen in words, for the plain mode. What it does is a
// command of that screen.
type Spoken struct {
	Section     string // of the rows that belong together
	Name, Value string // the value as it may be said, secrets masked
	Says        string // what it means; may be empty
	// Ask says what can be typed, for Type to take; empty: there is nothing to
	// type, and Act does what choosing the row does.
	Ask string
	// Type makes the change of a text, or says what is wrong with it.
	Type func(text string) (tea.Cmd, error)
	Act  func() tea.Cmd // nil: it stays as it is
	Drop func() tea.Cmd // takes the row away; nil: it cannot be
}
