// Package home is the first screen: the demos by chapter, how far each has
// come, and how this sandbox is kept and reached.
package home

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// Home is the screen.
type Home struct {
	c             *screen.Context
	all           []*demos.Demo // by chapter
	demos         []*demos.Demo // those in sight: all, or what is found
	field         *ui.Field     // what to find is typed; nil: all are in sight
	progress      map[string]int
	problem       string // why the progress is not known
	read          bool   // it is known
	asked         int    // number of the last question; older answers are dropped
	at            int
	width, height int
	scroll        ui.Scroll
	learn         ui.Scroll
	zoom          ui.Zoom
}

// New makes the screen.
func New(c *screen.Context) *Home {
	h := &Home{c: c, progress: map[string]int{}}
	var chapters []string
	for _, d := range c.Demos {
		if !slices.Contains(chapters, d.Chapter) {
			chapters = append(chapters, d.Chapter)
		}
	}
	h.all = slices.Clone(c.Demos)
	slices.SortStableFunc(h.all, func(a, b *demos.Demo) int {
		if a.Chapter != b.Chapter {
			return cmp.Compare(slices.Index(chapters, a.Chapter), slices.Index(chapters, b.Chapter))
		}
		return cmp.Compare(a.Order, b.Order)
	})
	h.demos = h.all
	for i, d := range h.demos {
		if d.Name == c.Begun {
			h.at = i
		}
	}
	return h
}

// progressRead is the answer to the question of that number.
type progressRead struct {
	asked    int
	progress map[string]int
	err      error
}

// Shown asks how far each demo has come.
func (h *Home) Shown() tea.Cmd {
	h.asked++
	asked, list, c := h.asked, h.all, h.c
	return func() tea.Msg {
		progress, err := readProgress(c.Life, c.Remote, list)
		return progressRead{asked, progress, err}
	}
}

func readProgress(ctx context.Context, r *remote.Client, list []*demos.Demo) (map[string]int, error) {
	out := map[string]int{}
	for _, d := range list {
		var kept struct {
			At int `json:"at"`
		}
		err := r.Progress(ctx, d.Name, &kept)
		if errors.Is(err, remote.ErrNotFound) {
			continue
		}
		if err != nil {
			return out, err
		}
		out[d.Name] = kept.At
	}
	return out, nil
}

// Update takes answers and keys.
func (h *Home) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case progressRead:
		if msg.asked == h.asked {
			h.progress, h.problem, h.read = msg.progress, "", msg.err == nil
			if msg.err != nil {
				h.problem = msg.err.Error()
			}
			h.passDone()
		}
	case screen.SandboxReset:
		return h.Shown()
	case tea.KeyMsg:
		if h.field != nil {
			return h.filterKey(msg)
		}
		return h.key(msg)
	}
	return nil
}

func (h *Home) key(k tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(k, keyUp):
		h.move(-1)
	case key.Matches(k, keyDown):
		h.move(1)
	case key.Matches(k, keyFirst):
		h.move(-len(h.demos))
	case key.Matches(k, keyLast):
		h.move(len(h.demos))
	case key.Matches(k, keyFilter):
		h.narrow()
	case key.Matches(k, ui.KeyZoom):
		h.zoom.Toggle(len(h.demos) > 0)
	case key.Matches(k, keyPageUp):
		h.learn.Off -= max(h.height/3, 1)
	case key.Matches(k, keyPageDown):
		h.learn.Off += max(h.height/3, 1)
	case key.Matches(k, keyPutBack):
		return screen.Send(screen.PutBack{})
	case key.Matches(k, keyListener):
		return screen.Send(screen.ToggleListener{})
	case key.Matches(k, keyOpen) && len(h.demos) > 0:
		return h.openIt()
	}
	return nil
}

// openIt goes to the demo under the cursor; back here, all are in sight.
func (h *Home) openIt() tea.Cmd {
	if h.field != nil {
		h.widen()
	}
	return screen.Send(screen.Open{Route: screen.Route{Kind: "walk", Name: h.demos[h.at].Name}})
}

// passDone moves the cursor from a demo that is done to the next that is not.
func (h *Home) passDone() {
	if h.field != nil {
		return // somebody else moves it
	}
	for i := h.at; i < len(h.demos); i++ {
		if d := h.demos[i]; h.progress[d.Name] < len(d.Steps) {
			h.move(i - h.at)
			return
		}
	}
}

func (h *Home) move(by int) {
	h.at = max(0, min(h.at+by, len(h.demos)-1))
	h.learn.Off = 0
}

// SetSize says how much room there is.
func (h *Home) SetSize(width, height int) { h.width, h.height = width, height }

// Place names its keys in the settings file.
func (*Home) Place() string { return "home" }

// Title is empty: home has no name but the program's.
func (h *Home) Title() string { return "" }

// Capturing is true while is typed what to find.
func (h *Home) Capturing() bool { return h.field != nil }

// Back leaves the zoom.
func (h *Home) Back() bool { return h.zoom.Off() }

// User is not known at home.
func (h *Home) User() string { return "" }

// Close has nothing to end.
func (h *Home) Close() {}
