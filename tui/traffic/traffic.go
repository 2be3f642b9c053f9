// Package traffic is the screen of all that goes over the wire, from this
// interface and from apps outside, live. It holds a window of the list, never
// the whole of it: what lies beyond is read from the server as one gets there.
package traffic

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/go-jose/go-jose/v4"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/code"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// The window: how many lines are asked for at once, how many are held at most,
// and how close to an edge more are asked for.
const (
	page = 300
	most = 900
	edge = 100
)

// Screen is the screen.
type Screen struct {
	c    *screen.Context
	life context.Context
	end  context.CancelFunc
	zoom ui.Zoom

	rows     []model.ExchangeLine // the oldest first
	up, down string               // where more is to be had; empty: nowhere
	kept     int64
	at       int  // the row under the cursor
	follow   bool // the cursor stays on the newest
	off      int  // the first row that is seen

	asked    int // number of the last question that begins anew
	fetching bool
	read     bool
	problem  error

	wanted string // the exchange to open; empty: none

	filter string
	field  *ui.Field // the filter as it is typed
	wrong  string    // why it cannot be understood

	open   *opened
	first  string  // the exchange that another is to be compared with; empty: none
	both   *couple // those that are compared
	keys   jose.JSONWebKeySet
	busy   bool
	width  int
	height int
}

// New makes the screen. A name is a filter to begin with, or an exchange to
// open: "no/17".
func New(c *screen.Context, name string) *Screen {
	s := &Screen{c: c, filter: name, follow: true}
	if id, ok := strings.CutPrefix(name, "no/"); ok {
		s.filter, s.wanted = "", id
	}
	s.life, s.end = context.WithCancel(c.Life)
	return s
}

// Shown reads the newest.
func (s *Screen) Shown() tea.Cmd {
	if s.read {
		return nil
	}
	return s.newest()
}

// Hearing is always true: the list is live.
func (s *Screen) Hearing() bool { return true }

// Update takes answers, news and keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case part:
		return s.take(msg)
	case whole:
		return s.takeWhole(msg)
	case coupleRead:
		s.takeCouple(msg)
	case done:
		return s.takeDone(msg)
	case agreed:
		if msg.screen == s {
			return msg.do()
		}
	case code.Read:
		if msg.For == screen.Screen(s) {
			msg.Take(s.c)
		}
	case screen.News:
		return s.hear(msg)
	case screen.SandboxReset:
		s.open = nil
		s.letGo()
		return s.newest()
	case tea.KeyMsg:
		return s.key(msg)
	}
	return nil
}

// line is the one under the cursor; nil if there is none.
func (s *Screen) line() *model.ExchangeLine {
	if s.at < 0 || s.at >= len(s.rows) {
		return nil
	}
	return &s.rows[s.at]
}

// SetSize says how much room there is.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	if s.open != nil {
		s.open.Redraw()
	}
}

// Place names its keys in the settings file.
func (*Screen) Place() string { return "traffic" }

// Title names the screen.
func (s *Screen) Title() string { return "Traffic" }

// Capturing is true while a filter is typed, or what to find.
func (s *Screen) Capturing() bool { return s.field != nil || s.finding() }

// Back leaves the zoom, closes what is open, lets go of an exchange that was to
// be compared, or takes the filter away.
func (s *Screen) Back() bool {
	return s.zoom.Off() || s.both != nil && s.letGo() || s.open != nil && s.shut() || s.letGo() || s.filter != "" && s.unfilter()
}

func (s *Screen) shut() bool {
	s.open = nil
	return true
}

// User is nobody.
func (s *Screen) User() string { return "" }

// Close ends what is under way.
func (s *Screen) Close() { s.end() }
