package ui

import (
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
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
	Focus   Ink // the border of the pane that has the keys
	Cursor  Ink // the row under the cursor

	// Highlighting of HTTP and JSON.
	Name   Ink // member and header names
	String Ink
	Number Ink // numbers, true, false, null
	Secret Ink // what is masked or shortened

	// Paper is black on white whatever the terminal's colours are: what a
	// camera has to read.
	Paper Ink

	// Plain is true where the terminal shows no colours, or NO_COLOR is set.
	Plain bool
	// Dark is true where the terminal's background is.
	Dark bool
}

func tone(dark, light string) lipgloss.AdaptiveColor {
	return lipgloss.AdaptiveColor{Dark: dark, Light: light}
}

// NewTheme makes the theme for a renderer, which knows the terminal's colours
// and its background.
func NewTheme(r *lipgloss.Renderer) *Theme {
	fg := func(c lipgloss.AdaptiveColor) lipgloss.Style { return r.NewStyle().Foreground(c) }
	var (
		accent  = tone("#a5a0ff", "#4f46c8")
		muted   = tone("#8b90a5", "#59636e")
		border  = tone("#454a5e", "#c4cad3")
		success = tone("#7ed0a0", "#157347")
		failure = tone("#ff8591", "#c0202e")
		warning = tone("#e6c17a", "#8a5a00")
	)
	return &Theme{
		Text:    NewInk(r.NewStyle()),
		Strong:  NewInk(r.NewStyle().Bold(true)),
		Muted:   NewInk(fg(muted)),
		Accent:  NewInk(fg(accent)),
		Title:   NewInk(fg(accent).Bold(true)),
		Success: NewInk(fg(success)),
		Failure: NewInk(fg(failure)),
		Warning: NewInk(fg(warning)),
		Border:  NewInk(fg(border)),
		Focus:   NewInk(fg(accent)),
		Cursor:  NewInk(r.NewStyle().Bold(true)),
		Name:    NewInk(fg(tone("#9cc4f0", "#0b5cad"))),
		String:  NewInk(fg(tone("#b5d6a7", "#2b6a30"))),
		Number:  NewInk(fg(tone("#e8bd93", "#97480c"))),
		Secret:  NewInk(fg(tone("#c3a6d8", "#7a3e9d"))),
		Paper:   NewInk(r.NewStyle().Foreground(lipgloss.Color("#000000")).Background(lipgloss.Color("#ffffff"))),
		Plain:   r.ColorProfile() == termenv.Ascii,
		Dark:    r.HasDarkBackground(),
	}
}
