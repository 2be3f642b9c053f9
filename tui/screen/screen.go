// Package screen is what the screens of the terminal interface and its root
// agree on: what a screen is, what it is given, and the messages by which it
// asks for something. Messages go up, method calls go down.
package screen

import (
	"context"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/explain"
	"github.com/playgrant/playgrant/tui/keymap"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// Screen is one page of the interface. Update changes it in place and does no
// I/O: what takes time is a command, whose answer comes back as a message that
// the screen knows for its own. Messages other than keys go to all open
// screens.
type Screen interface {
	// Shown is called each time the screen comes to the top.
	Shown() tea.Cmd
	Update(tea.Msg) tea.Cmd
	// View is exactly as large as SetSize said.
	View() []string
	// SetSize says how much room there is. What was drawn before is no longer
	// good: the theme may have changed.
	SetSize(width, height int)
	Title() string
	// Keys are the bindings of the place, named for what they do now: those
	// for the key bar, the most useful first, and the rest. Help and the
	// palette are made of both.
	Keys() (bar, more []key.Binding)
	// Capturing is true while a field has the keys: then only esc, enter and
	// ctrl+c are not text.
	Capturing() bool
	// Back undoes the last inner step (a zoom, a detour); false: there is
	// none, leave the screen.
	Back() bool
	// User is the logged-in user, if the screen knows one.
	User() string
	// Close ends what the screen has under way.
	Close()
}

// Placed is a screen whose keys can be changed; its place is that of their
// actions in package keymap.
type Placed interface{ Place() string }

// Phoned is a screen that knows whose phone is needed now; empty: anybody's.
type Phoned interface{ PhoneUser() string }

// Worded is a screen that knows what its glossary opens on: the words under
// the cursor, the most particular first, and the text that is read here.
type Worded interface {
	Words() (at []string, text string)
}

// Trailed is a screen that says where in it one is, from the whole to the
// part, for the title bar: "Clients", "web-app".
type Trailed interface{ Trail() []string }

// Addressed is a screen that says where in it one is, as the name of a [Route]
// that leads there again.
type Addressed interface{ Address() string }

// Mover is a screen that goes from place to place in itself; the name is that
// of a [Route] that leads there.
type Mover interface{ Move(name string) tea.Cmd }

// Doer is a screen that can be opened to do something at once; what that is, is
// a name of its own.
type Doer interface{ Then(what string) }

// Returner is a screen that does something to get where it was asked to open;
// Return tells it that one was there before.
type Returner interface{ Return() }

// Command is something that can be done, for the palette.
type Command struct {
	Title, Hint string
	Do          tea.Cmd
}

// Commander is a screen that can do more than its keys say.
type Commander interface{ Commands() []Command }

// Listener is the HTTP listener, which can be switched on and off.
type Listener interface {
	On(ctx context.Context) (url string, err error)
	Off(ctx context.Context) error
	State() (on bool, url string)
}

// Player plays one demo; see [demos.Player]. It is used by one command at a
// time.
type Player interface {
	At() int
	Draft(step int) (*demos.Draft, error)
	Play(ctx context.Context, step int, d *demos.Draft) (*demos.Outcome, error)
	PlayVariant(ctx context.Context, step, variant int) (*demos.Outcome, error)
	Outcome(step int) *demos.Outcome
	Vars() []demos.Value
	State() demos.State
	Restore(demos.State) error
	PutBack(ctx context.Context) error
}

// Context is what every screen is given.
type Context struct {
	Life      context.Context // ends with the program
	Theme     *ui.Theme
	Remote    *remote.Client
	Demos     []*demos.Demo
	NewPlayer func(*demos.Demo) Player
	Explain   *explain.Book
	Listener  Listener
	DataDir   string // where the sandbox is kept; empty: in memory
	Version   string
	Dialect   string // that the server answers in, whatever its policy says; empty: the policy's
	Now       func() time.Time
	// After sends a message after a while, as [tea.Tick] does.
	After func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	// Clock is what the sandbox's clock showed when it was last heard; [Context.Time] goes on from there.
	Clock model.ClockView
	heard time.Time
	// Keys are those that the user has given to actions; nil: all have their own.
	Keys *keymap.Map
	// Still is true where nothing may move by itself but what is new.
	Still   bool
	touched time.Time // see [Context.Touch]
	// Seen are the ids of the messages that were looked at on the phone.
	Seen map[string]bool
	// Left is what demos have changed that were left before their end, in
	// that order.
	Left []Leftover
	// Language is the one that requests are written in as code; empty: not
	// read yet.
	Language string
	// Composed is what was left in the composer, to come back to.
	Composed Composed
	// Begun is the demo that was asked for on the command line.
	Begun string
}

// Composed is a request that was composed, and the answers to what was sent,
// the oldest first.
type Composed struct {
	Draft   *demos.Draft // nil: none was
	Answers []model.Exchange
}

// Demo finds a demo by name; nil if there is none.
func (c *Context) Demo(name string) *demos.Demo {
	for _, d := range c.Demos {
		if d.Name == name {
			return d
		}
	}
	return nil
}
