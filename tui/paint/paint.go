// Package paint brings frames to the terminal as soon as they are there.
//
// Bubble Tea's own renderer looks for a new frame at each tick of a clock: a
// key waits for the next tick, and the clock ticks while nothing happens. A
// [Model] writes its frame at once instead, the rows that changed, and leaves
// the rest to Bubble Tea: it enters the alternate screen and gives the
// terminal back, after a panic too. Its frames are dropped by [Output], and
// its clock is set to [IdleFPS].
package paint

import (
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// IdleFPS is how often Bubble Tea's renderer looks for frames that it does not
// get: the least that it takes.
const IdleFPS = 1

// least is the time between two frames: 120 of them in a second.
const least = time.Second / 120

// Output is the terminal as Bubble Tea gets it.
type Output struct {
	term.File
	mu   sync.Mutex
	rows []string // what is on the terminal; nil: not known
}

// NewOutput is a terminal to paint on.
func NewOutput(f term.File) *Output { return &Output{File: f} }

// Write passes on what steers the terminal and drops frames, which begin with
// going to the upper left corner.
func (o *Output) Write(p []byte) (int, error) {
	s := string(p)
	if len(s) > len(ansi.CursorHomePosition) && strings.HasPrefix(s, ansi.CursorHomePosition) {
		return len(p), nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if strings.Contains(s, ansi.EraseEntireScreen) {
		o.rows = nil
	}
	return o.File.Write(p)
}

// forget has all rows painted with the next frame.
func (o *Output) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rows = nil
}

// paint writes the rows of a frame that changed, in one go. A frame is as wide
// as the terminal, so that nothing has to be erased.
func (o *Output) paint(frame string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	rows := strings.Split(frame, "\n")
	var b strings.Builder
	for i, row := range rows {
		if i < len(o.rows) && len(o.rows) == len(rows) && o.rows[i] == row {
			continue
		}
		b.WriteString("\x1b[" + strconv.Itoa(i+1) + ";1H")
		b.WriteString(row)
	}
	if b.Len() == 0 {
		return
	}
	b.WriteString("\x1b[" + strconv.Itoa(len(rows)) + ";1H") // where Bubble Tea leaves the cursor
	o.rows = rows
	// A terminal that is gone is told by reading from it.
	_, _ = io.WriteString(o.File, b.String())
}

// Model paints the frames of another model.
type Model struct {
	inner tea.Model
	out   *Output
	now   func() time.Time
	last  time.Time // when the last frame was painted
	wait  bool      // a frame is due at a tick that is on its way
}

// New paints the frames of inner on out.
func New(inner tea.Model, out *Output) *Model { return &Model{inner: inner, out: out, now: time.Now} }

// due is the time for a frame that came too soon after another.
type due struct{}

// Init is the inner model's.
func (m *Model) Init() tea.Cmd { return m.inner.Init() }

// Update is the inner model's. In a flood of messages most are not drawn.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case due:
		m.wait = false
		return m, nil
	case tea.WindowSizeMsg, tea.ResumeMsg:
		m.out.forget()
	}
	var cmd tea.Cmd
	m.inner, cmd = m.inner.Update(msg)
	if m.wait {
		return m, cmd
	}
	if left := least - m.now().Sub(m.last); left > 0 && left <= least {
		m.wait = true
		return m, tea.Batch(cmd, tea.Tick(left, func(time.Time) tea.Msg { return due{} }))
	}
	return m, cmd
}

// View paints, unless it is too soon. What it returns is dropped.
func (m *Model) View() string {
	if m.wait {
		return ""
	}
	if frame := m.inner.View(); frame != "" {
		m.out.paint(frame)
		m.last = m.now()
	}
	return ""
}
