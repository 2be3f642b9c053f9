package home

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/ui"
)

var (
	keyFilter = key.NewBinding(key.WithKeys("/"), key.WithHelp("/", "find"))
	// While is typed, only these move: letters are text.
	filterUp   = key.NewBinding(key.WithKeys("up", "ctrl+p", "shift+tab"))
	filterDown = key.NewBinding(key.WithKeys("down", "ctrl+n", "tab"))
)

// narrow begins to find demos by what is typed.
func (h *Home) narrow() {
	if len(h.all) > 0 {
		h.zoom.Off()
		h.field = ui.NewField("", false)
	}
}

// widen shows all demos again, the cursor where it is.
func (h *Home) widen() {
	h.field = nil
	h.keep(h.all)
}

// filterKey takes a key while is typed what to find.
func (h *Home) filterKey(k tea.KeyMsg) tea.Cmd {
	switch {
	case k.Type == tea.KeyEsc:
		h.widen()
	case key.Matches(k, filterUp):
		h.move(-1)
	case key.Matches(k, filterDown):
		h.move(1)
	case key.Matches(k, keyOpen):
		if len(h.demos) > 0 {
			return h.openIt()
		}
	default:
		was := h.field.Value()
		h.field.Update(k)
		if now := h.field.Value(); now != was {
			h.keep(matching(h.all, now))
		}
	}
	return nil
}

// keep shows these demos, the cursor on the one it was on if that is among
// them.
func (h *Home) keep(list []*demos.Demo) {
	var at *demos.Demo
	if h.at < len(h.demos) {
		at = h.demos[h.at]
	}
	h.demos, h.at, h.learn.Off = list, max(0, slices.Index(list, at)), 0
}

// matching are the demos that have each word somewhere in what home tells of
// them: a title first, so that "logout" finds the demo of that name before
// those that mention it.
func matching(list []*demos.Demo, typed string) []*demos.Demo {
	words := strings.Fields(strings.ToLower(typed))
	var named, told []*demos.Demo
	for _, d := range list {
		title := strings.ToLower(d.Title + " " + d.Name + " " + d.Chapter)
		whole := title + " " + strings.ToLower(strings.Join(d.Learn, " ")+" "+d.Intro)
		switch {
		case hasAll(title, words):
			named = append(named, d)
		case hasAll(whole, words):
			told = append(told, d)
		}
	}
	return append(named, told...)
}

func hasAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// filterBar is the line that is typed on, and how many demos are found.
func (h *Home) filterBar(width int) string {
	t := h.c.Theme
	count := fmt.Sprintf("%d of %d demos", len(h.demos), len(h.all))
	if h.field.Value() == "" {
		count = "a word of what it teaches"
	}
	room := max(width-ui.Width(count)-6, 4)
	return ui.Sides(" "+t.Title.On("/ ")+h.field.View(t, room), t.Muted.On(count)+" ", width)
}

// filterKeys are the keys while is typed what to find.
func (h *Home) filterKeys() []key.Binding {
	esc := key.NewBinding(key.WithKeys(), key.WithHelp("esc", "all demos"))
	if len(h.demos) == 0 {
		return []key.Binding{esc}
	}
	open := keyOpen
	open.SetHelp("enter", h.openWords())
	return []key.Binding{open, choose, esc}
}
