// Package walk is the walkthrough of one demo: the prose and the parameters of
// a step on one side, what went over the wire and why on the other.
//
// The demo's player is used by one command at a time; what the screen needs of
// it travels back with the command's answer as a snapshot, so that drawing
// never waits and never races.
package walk

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// place is what has the keys: the step, or one of the exchange's tabs.
type place int

const (
	onStep place = iota
	onRequest
	onResponse
	onWhy
	onTokens
	onPicture
	onCode
	places
)

var placeNames = [places]string{"Step", "Request", "Response", "Why", "Tokens", "Picture", "Code"}

// Walk is the screen.
type Walk struct {
	c      *screen.Context
	demo   *demos.Demo
	player screen.Player
	life   context.Context
	end    context.CancelFunc

	loading bool
	busy    bool // a command has the player
	asked   int  // number of the last command; older answers are dropped
	known   snapshot
	shown   int // the step on screen; len(Steps): the closing card
	edits   map[int]*request.Edit
	plain   map[int]bool // the step was last sent as the demo has it
	back    string       // what was put back at the end, in words
	anew    bool         // the first step is to be done again
	wrong   wrong        // what the step that was tried last met
	stuck   int          // number of the step that could not be finished as the demo has it; 0: none
	detour  *detour      // a "break it" variant that was done

	place    place
	tab      place // what the exchange's pane shows while the step has the keys
	cursor   int   // the parameter
	field    *ui.Field
	find     find.Find       // in the pane that has the keys
	whole    *request.Editor // of the whole request; nil: the step is shown
	exchange int             // which of the step's exchanges
	token    int             // which of the tokens
	raw      bool
	zoom     bool
	follow   bool // the cursor has moved: the view goes after it
	touched  bool // the cursor has moved in this step
	scroll   [places]ui.Scroll

	mask  mask.Masker
	keys  jose.JSONWebKeySet
	phone phone

	lineage lineage
	comings int // how often the screen came to the top

	width, height int
	cache         map[cacheKey][]string
	tokenRows     [][2]int // first and last row of each token, as drawn
	check         int      // of the exchange's, the one under the cursor
	looked        bool     // the cursor has moved among them
	checkRows     [][2]int // first and last row of each, as drawn
	pictured      bool     // the picture was brought to its step once
	pictureNow    [2]int   // first and last row of the step in the picture

	target target // where to open
}

// snapshot is what was read of the player after a command.
type snapshot struct {
	at       int
	drafts   []*demos.Draft
	outcomes []*demos.Outcome
	vars     []demos.Value
	undo     demos.Undo // what the steps have changed of clock and settings
}

// detour is a variant that was done from the shown step.
type detour struct {
	variant demos.Variant
	outcome *demos.Outcome
}

// New makes the screen for the demo of that name, which must exist. A step and
// a tab may stand behind the name: "rotation/3/why".
func New(c *screen.Context, address string) *Walk {
	name, target := parse(address)
	w := &Walk{target: target, c: c, demo: c.Demo(name), edits: map[int]*request.Edit{}, plain: map[int]bool{}, tab: onRequest, loading: true}
	w.life, w.end = context.WithCancel(c.Life)
	w.player = c.NewPlayer(w.demo)
	c.Resume(name)
	w.known = snapshot{drafts: make([]*demos.Draft, len(w.demo.Steps)), outcomes: make([]*demos.Outcome, len(w.demo.Steps))}
	return w
}

// Shown brings back what was kept of the demo, the first time.
func (w *Walk) Shown() tea.Cmd {
	w.comings++
	if !w.loading {
		return tea.Batch(w.watchPhone(), w.watchFamily())
	}
	return tea.Batch(w.restore(), w.fetchKeys())
}

// Place names its keys in the settings file.
func (*Walk) Place() string { return "walk" }

// Title is the demo's.
func (w *Walk) Title() string { return w.demo.Title }

// SetSize says how much room there is.
func (w *Walk) SetSize(width, height int) {
	w.width, w.height = width, height
	w.changed()
}

// Capturing is true while a value is edited.
func (w *Walk) Capturing() bool { return w.field != nil || w.find.On() || w.typing() }

// Back leaves the zoom, then the detour, then an earlier step.
func (w *Walk) Back() bool {
	switch {
	case w.zoom:
		w.zoom = false
	case w.detour != nil:
		w.leaveDetour()
	case w.whole != nil:
		w.whole = nil
	default:
		return false
	}
	w.changed()
	return true
}

func (w *Walk) leaveDetour() {
	w.detour = nil
	w.place = onStep
	w.rewind()
}

// User is who logged in, as far as the demo knows.
func (w *Walk) User() string {
	for i := min(w.known.at, len(w.demo.Steps)-1); i >= 0; i-- {
		if user := w.loggedIn(i); user != "" && w.known.outcomes[i] != nil {
			return user
		}
	}
	if len(w.tokensBefore(len(w.demo.Steps))) > 1 { // an mfa_token alone is no login
		return w.username(len(w.demo.Steps) - 1)
	}
	return ""
}

// closing is true on the card after the last step.
func (w *Walk) closing() bool { return w.shown >= len(w.demo.Steps) }

func (w *Walk) step() *demos.Step { return &w.demo.Steps[w.shown] }

// outcome is what is on show: the detour's, or else the step's.
func (w *Walk) outcome() *demos.Outcome {
	switch {
	case w.closing():
		return nil
	case w.detour != nil:
		return w.detour.outcome
	default:
		return w.known.outcomes[w.shown]
	}
}

// shownExchange is the exchange on show; nil before there is one.
func (w *Walk) shownExchange() *model.Exchange {
	o := w.outcome()
	if o == nil || len(o.Exchanges) == 0 {
		return nil
	}
	return &o.Exchanges[max(0, min(w.exchange, len(o.Exchanges)-1))]
}

// show goes to a step.
func (w *Walk) show(step int) {
	w.shown = max(0, min(step, len(w.demo.Steps)))
	w.detour, w.zoom, w.field, w.whole = nil, false, nil, nil
	w.find.Close()
	w.place, w.cursor, w.touched = onStep, 0, false
	if w.known.at > w.shown && !w.closing() && w.tab == onRequest {
		w.tab = onResponse
	}
	if o := w.outcome(); o == nil {
		w.tab = onRequest
	}
	w.rewind()
}

// rewind brings all panes to their beginning.
func (w *Walk) rewind() {
	w.scroll = [places]ui.Scroll{}
	w.pictured = false
	w.check, w.looked = 0, false
	w.token = 0
	w.exchange = 0
	if o := w.outcome(); o != nil {
		w.exchange = len(o.Exchanges) - 1
	}
	w.changed()
}

// changed makes everything be drawn anew.
func (w *Walk) changed() {
	w.cache = nil
}
