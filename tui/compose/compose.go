// Package compose is the screen on which a request is made from scratch, or
// from one that went over the wire: any method, endpoint, parameters, headers
// and body, and the answer beside it.
package compose

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/exchange"
	"github.com/playgrant/playgrant/tui/request"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// kept is how many answers can be gone back to.
const kept = 50

// Screen is the screen.
type Screen struct {
	c      *screen.Context
	life   context.Context
	end    context.CancelFunc
	preset *request.Preset // to begin with, once it is known what fills it; nil: none
	from   string          // the exchange to begin with; empty: none

	editor   *request.Editor
	answers  []model.Exchange // to what was sent from here, the oldest first
	at       int              // the answer on show
	view     *exchange.View
	zoom     ui.Zoom
	onAnswer bool // the answer has the keys
	keys     jose.JSONWebKeySet

	prover  request.Prover
	busy    bool
	reading bool  // the exchange to begin with is read
	problem error // why it could not be sent, or read
	user    string

	width, height int
}

// Preset before the title of one names the composer that begins with it.
const Preset = "preset:"

// New makes the screen. A name is the id of an exchange to begin with, or names
// a preset; without one it goes on with what was composed last.
func New(c *screen.Context, name string) *Screen {
	preset, begun := strings.CutPrefix(name, Preset)
	if begun {
		name = ""
	}
	s := &Screen{c: c, from: name, reading: name != ""}
	s.life, s.end = context.WithCancel(c.Life)
	s.view = exchange.New(s.life, c, s, exchange.OnResponse)
	d := c.Composed.Draft
	if d == nil {
		d = request.Catalog()[0].With(nil)
	}
	for _, p := range request.Catalog() {
		if begun && p.Title == preset {
			s.preset, d = &p, p.With(nil)
		}
	}
	s.editor = request.NewEditor(c, s.Place(), request.New(d))
	if name == "" {
		s.answers = c.Composed.Answers
		s.look(len(s.answers) - 1)
	}
	s.editor.Presets, s.editor.OnSend, s.editor.OnValue = true, s.send, s.freshen
	return s
}

// BeginWith begins with a preset, on the screen that is open.
func (s *Screen) BeginWith(title string) tea.Cmd {
	return screen.Send(chosen{s, func() tea.Cmd {
		for _, p := range request.Catalog() {
			if p.Title == title && !s.reading {
				s.onAnswer = false
				s.editor.Begin(request.New(p.With(s.editor.Known)))
			}
		}
		return nil
	}})
}

// Shown reads what values are completed from.
func (s *Screen) Shown() tea.Cmd { return s.read() }

// Title names the screen.
func (s *Screen) Title() string {
	if s.from != "" {
		return "Send no. " + s.from + " again, changed"
	}
	return "Compose"
}

// Place is the name that keys are changed under.
func (*Screen) Place() string { return "compose" }

// Capturing is true while something is typed.
func (s *Screen) Capturing() bool { return s.finding() || !s.onAnswer && s.editor.Capturing() }

// finding reports whether something is looked for in the answer.
func (s *Screen) finding() bool { return s.onAnswer && s.view.Find.On() }

// Counting is true while the life of a token runs down in the answer.
func (s *Screen) Counting() bool { return (s.onAnswer || s.beside()) && s.view.Counting() }

// Back leaves the zoom, or goes from the answer to the request.
func (s *Screen) Back() bool {
	if s.zoom.Off() {
		return true
	}
	was := s.onAnswer
	s.onAnswer = false
	return was
}

// User is who logged in from here last.
func (s *Screen) User() string { return s.user }

// SetSize says how much room there is.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.view.Redraw()
}

// Close keeps the request for the next time, and ends what is under way.
func (s *Screen) Close() {
	if !s.reading {
		s.c.Composed = screen.Composed{Draft: s.editor.Edit.Draft(), Answers: s.answers}
	}
	s.end()
}

// Words are the parameter under the cursor and the path.
func (s *Screen) Words() (at []string, text string) {
	if p := s.editor.Param(); p != nil {
		at = append(at, p.Name)
	}
	e := s.editor.Edit
	for _, p := range e.Params {
		text += p.Name + "\n"
	}
	return append(at, e.Value("grant_type"), e.Target), text
}
