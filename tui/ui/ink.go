package ui

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
)

// Ink is a style boiled down to the sequences before and after a text, so that
// drawing a frame costs no more than joining strings.
type Ink struct{ open, close string }

// NewInk boils a style down. The style must not have margins, padding or a
// width: they are layout, and layout is done by cells here.
func NewInk(s lipgloss.Style) Ink {
	before, after, _ := strings.Cut(s.Render("x"), "x")
	return Ink{before, after}
}

// On draws s, which must hold no line break, in this ink.
func (i Ink) On(s string) string {
	if i.open == "" || s == "" {
		return s
	}
	return i.open + s + i.close
}
