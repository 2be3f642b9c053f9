package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/ui"
)

// help lists the keys of a place and those of everywhere.
type help struct {
	title       string
	place, rest []key.Binding
	scroll      ui.Scroll
}

func newHelp(a *app) *help {
	s := a.top()
	title := s.Title()
	if title == "" {
		title = "home"
	}
	bar, more := s.Keys()
	return &help{title: title, place: a.named(append(bar, more...)), rest: a.named(globalKeys())}
}

func (h *help) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	switch k.String() {
	case "up", "k":
		h.scroll.Off--
	case "down", "j":
		h.scroll.Off++
	case "pgup":
		h.scroll.Off -= 10
	case "pgdown", " ":
		h.scroll.Off += 10
	default:
		return nil, true
	}
	return nil, false
}

func (h *help) View(t *ui.Theme, width, height int) []string {
	w := min(width-6, 64)
	lines := []string{"", t.Strong.On("Here: " + ui.Cut(ui.Line(h.title), w-12)), ""}
	lines = append(lines, keyRows(t, h.place, w-6)...)
	lines = append(lines, "", t.Strong.On("Everywhere"), "")
	lines = append(lines, keyRows(t, h.rest, w-6)...)
	lines = append(lines, "")
	rows := min(len(lines), height-6)
	seen := h.scroll.Window(lines, rows)
	foot := "any other key closes"
	if more := h.scroll.Foot(len(lines), rows); more != "" {
		foot = more + " · " + foot
	}
	return box(t, "Help", foot, pad(append([]string(nil), seen...)), w)
}

func keyRows(t *ui.Theme, keys []key.Binding, width int) []string {
	wide := 0
	for _, k := range keys {
		wide = max(wide, ui.Width(k.Help().Key))
	}
	var out []string
	for _, k := range keys {
		if !k.Enabled() && len(k.Keys()) > 0 {
			continue
		}
		name := t.Accent.On(ui.Fit(k.Help().Key, wide))
		for i, l := range ui.Para(ui.Line(k.Help().Desc), width-wide-3, t.Text) {
			if i > 0 {
				name = ui.Spaces(wide)
			}
			out = append(out, name+"   "+l)
		}
	}
	return out
}
