package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/screen"
)

// wordsAsked opens the glossary, on a term if it names one; the palette sends
// it.
type wordsAsked struct{ term string }

// openWords opens the glossary on the term under the cursor, or on those of
// this screen.
func (a *app) openWords(term string) tea.Cmd {
	var at []string
	text := a.top().Title()
	if term != "" {
		at, text = []string{term}, ""
	} else if s, ok := a.top().(screen.Worded); ok {
		at, text = s.Words()
	}
	a.open(glossary.New(a.c, at, text))
	return nil
}

// Words of a choice are those of its items, the one under the cursor first.
func (c *choose) Words() (at []string, text string) {
	item := c.ask.Items[c.at]
	text = item.Title + "\n" + item.Note
	for _, i := range c.ask.Items {
		text += "\n" + i.Title + "\n" + i.Note
	}
	return nil, text
}

// Words of a question are those in it.
func (c *confirm) Words() (at []string, text string) { return nil, c.ask.Title + "\n" + c.ask.Text }

// Words of the clock are those of what it ends.
func (c *clock) Words() (at []string, text string) {
	return []string{"expiration", "idle lifetime", "absolute lifetime", "leeway"}, ""
}
