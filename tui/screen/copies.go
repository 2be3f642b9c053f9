package screen

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// Copyable is one thing that the place can put on the clipboard or in a file.
type Copyable struct {
	What   string // "the response's body"; the toast says "Copied " before it
	Note   string // what it is good for; may be empty
	File   string // the name to save it under, with its ending
	Secret bool   // it holds secrets, whole
	Whole  bool   // too much for a clipboard: it can only be saved
	Text   func(context.Context) (string, error)
}

// Text is what is at hand already.
func Text(s string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return s, nil }
}

// Copies lets the user choose what to copy or to save.
type Copies struct{ List []Copyable }

// Copier is a screen that has more to copy than what it shows: Copies sends
// [Copies], the most particular first, or a [Toast] that says why it cannot.
type Copier interface{ Copies() tea.Cmd }
