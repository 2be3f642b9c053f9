package screen

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
)

// Route is the address of a screen: what kind, and of which thing.
type Route struct{ Kind, Name string }

// What a screen may ask of the root.
type (
	// Open puts a screen on top, and has it do something then, if it is a
	// [Doer].
	Open struct {
		Route Route
		Then  string // empty: nothing
	}
	// Home takes all screens away but the first.
	Home struct{}
	// Toast says something in passing, at the lower edge.
	Toast struct {
		Text string
		Bad  bool
	}
	// Copy puts a text on the clipboard; What names it in the toast.
	Copy struct{ What, Text string }
	// Confirm asks before something that cannot be undone.
	Confirm struct {
		Title, Text string
		Yes         string // what will be done: "reset the sandbox"
		Do          tea.Cmd
	}
	// Choose lets the user pick one of several.
	Choose struct {
		Title string
		Items []Item
		Pick  func(int) tea.Cmd
	}
	// PutBack puts back what demos have left behind.
	PutBack struct{}
	// ShowQR shows the QR code of an otpauth URI over the screen, with its
	// secret beside it.
	ShowQR struct{ URI string }
	// ToggleListener switches the listener on or off.
	ToggleListener struct{}
	// AskClock reads the sandbox's clock anew.
	AskClock struct{}
)

// Item is one line of a choice.
type Item struct{ Title, Note string }

// ClockRead is sent to all screens when the sandbox's clock has been read.
type ClockRead struct{ Clock model.ClockView }

// News are the exchanges that were finished since the last news, sent to all
// screens while one of them is a [Hearer]. Missed means that there were more,
// or that the list began anew: who shows it reads it again. With Err the
// server could not be asked; it will be again.
type News struct {
	Lines  []model.ExchangeLine
	Missed bool
	Err    error
}

// Hearer is a screen that wants [News] while it is on top.
type Hearer interface{ Hearing() bool }

// Undoer is a screen that has something to read once an inner step was undone.
type Undoer interface{ Undone() tea.Cmd }

// ListenerChanged is sent to all screens when the listener was switched.
type ListenerChanged struct{}

// SandboxReset is sent to all screens after a reset.
type SandboxReset struct{}

// Send makes a command of a message.
func Send(m tea.Msg) tea.Cmd { return func() tea.Msg { return m } }
