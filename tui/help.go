package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// help lists the keys of a place and those of everywhere. What is typed
// narrows it; enter does what the row under the cursor says.
type help struct {
	title  string
	none   string // said where nothing is found
	rows   []helpRow
	found  []helpRow
	field  *ui.Field
	at     int
	scroll ui.Scroll
}

// helpRow is one key, and under which heading it stands.
type helpRow struct {
	key.Binding
	head string
}

func newHelp(a *app) *help {
	s := a.top()
	title := s.Title()
	if title == "" {
		title = "home"
	}
	bar, more := s.Keys()
	h := &help{title: title, none: a.c.Say("", "  No key does that here. {ctrl+p} finds all that can be done."), field: ui.NewField("", false)}
	add := func(head string, keys []key.Binding) {
		for _, k := range keys {
			if k.Enabled() || len(k.Keys()) == 0 {
				h.rows = append(h.rows, helpRow{k, head})
			}
		}
	}
	add("Here: "+ui.Line(title), a.named(append(bar, more...)))
	add("Everywhere", a.named(globalKeys()))
	h.filter()
	return h
}

// filter finds the keys whose name is what was typed, and then those whose
// words have all of its words.
func (h *help) filter() {
	h.at, h.scroll.Off, h.found = 0, 0, nil
	typed := strings.TrimSpace(h.field.Value())
	if typed == "" {
		h.found = h.rows
		return
	}
	for _, r := range h.rows {
		if r.Help().Key == typed {
			h.found = append(h.found, r)
		}
	}
	for _, r := range h.rows {
		text, all := strings.ToLower(r.Help().Key+" "+r.Help().Desc), r.Help().Key != typed
		for word := range strings.FieldsSeq(strings.ToLower(typed)) {
			all = all && strings.Contains(text, word)
		}
		if all {
			h.found = append(h.found, r)
		}
	}
}

// Update takes a key; done takes the help away.
func (h *help) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(k, keyEscape), k.String() == "?" && h.field.Value() == "":
		return nil, true
	case key.Matches(k, keyUp):
		h.move(-1)
	case key.Matches(k, keyDown), k.String() == "tab":
		h.move(1)
	case k.String() == "pgup":
		h.move(-8)
	case k.String() == "pgdown":
		h.move(8)
	case key.Matches(k, keyEnter):
		if h.at >= len(h.found) {
			return nil, false
		}
		if msg, ok := ui.KeyMsg(h.found[h.at].Binding); ok {
			return screen.Send(ui.Pressed(msg)), true
		}
		return nil, true
	default:
		h.field.Update(k)
		h.filter()
	}
	return nil, false
}

func (h *help) move(by int) { h.at = max(0, min(h.at+by, len(h.found)-1)) }

// View draws the keys under their headings.
func (h *help) View(t *ui.Theme, width, height int) []string {
	w := min(width-6, 68)
	inner, wide := w-4, 0
	for _, r := range h.rows {
		wide = max(wide, ui.Width(r.Help().Key))
	}
	var lines []string
	head, at := "", 0
	for i, r := range h.found {
		if r.head != head {
			if head != "" {
				lines = append(lines, "")
			}
			head = r.head
			lines = append(lines, t.Muted.On(ui.Cut(head, inner)))
		}
		mark, ink := "  ", t.Text
		if i == h.at {
			mark, ink, at = t.Title.On("▸ "), t.Title, len(lines)
		}
		lines = append(lines, mark+t.Accent.On(ui.Fit(r.Help().Key, wide))+"   "+ink.On(ui.Cut(ui.Line(r.Help().Desc), inner-wide-5)))
	}
	if len(h.found) == 0 {
		lines = append(lines, t.Muted.On(h.none))
	}
	rows := min(height-8, len(h.rows)+3)
	first := at
	if h.at == 0 {
		first = 0 // with its heading
	}
	h.scroll.Show(first, at, rows)
	seen := append([]string{t.Title.On("› ") + h.field.View(t, inner-2), ""}, h.scroll.Window(lines, rows)...)
	for len(seen) < rows+2 {
		seen = append(seen, "")
	}
	foot := "type to find · enter does it · esc closes"
	if more := h.scroll.Foot(len(lines), rows); more != "" {
		foot = more + " · " + foot
	}
	return box(t, "Help", foot, seen, w)
}
