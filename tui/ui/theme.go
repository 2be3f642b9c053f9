package ui

import (
	"github.com/charmbracelet/lipgloss"
)

// Theme names what colours mean. Screens say what a text is, never which
// colour it has; and never by colour alone.
type Theme struct {
	Text    Ink // plain
	Strong  Ink
	Muted   Ink // labels, notes
	Accent  Ink // where the attention belongs
	Title   Ink // accent and strong
	Success Ink
	Failure Ink
	Warning Ink
	Border  Ink
	Under   Ink // all that lies under an open box
	Focus   Ink // the border of the pane that has the keys

	// Highlighting of HTTP and JSON.
	Name   Ink // member and header names
	String Ink
	Number Ink // numbers, true, false, null
	Secret Ink // what is masked or shortened

	// What a search has found, and the one it is at. Where there is no colour
	// the marks beside the lines tell.
	Found, FoundNow Ink

	// Paper is black on white whatever the terminal's colours are: what a
	// camera has to read.
	Paper Ink

	// Plain is true where the terminal shows no colours, or NO_COLOR is set.
	Plain bool
	// ASCII is true where only letters may be drawn: no lines, no symbols.
	ASCII bool
	// Dark is true where the background is.
	Dark bool
	// Still is true where nothing may be drawn that counts seconds.
	Still bool

	heavy bool   // the pane that has the keys is told by its frame's weight
	zones *Zones // nil: there is no mouse
	base  string // opens the look's own ground; empty: the terminal's
}

// NewTheme makes the theme that fits a renderer's terminal.
func NewTheme(r *lipgloss.Renderer) *Theme {
	return NewLook(r, LookAuto, Ground{Dark: r.HasDarkBackground(), Known: true})
}
