package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// overlay lies over the screen and has all keys while it does.
type overlay interface {
	// Update takes a key; done takes the overlay away.
	Update(tea.KeyMsg) (cmd tea.Cmd, done bool)
	View(t *ui.Theme, width, height int) []string
}

// lettered is an overlay without a field; Letters are those that do something
// in it.
type lettered interface{ Letters() string }

// Letters are the keys of the question.
func (*confirm) Letters() string { return "ynq" }

// Letters are the keys of the list.
func (*choose) Letters() string { return "qbkj" }

// Letters are the keys of the clock.
func (*clock) Letters() string { return "qckjsmhdD0f" }

// Letters are the keys of the list.
func (*copying) Letters() string { return "qYkjys" }

var (
	keyUp     = key.NewBinding(key.WithKeys("up", "ctrl+k"))
	keyDown   = key.NewBinding(key.WithKeys("down", "ctrl+j"))
	keyEnter  = key.NewBinding(key.WithKeys("enter"))
	keyEscape = key.NewBinding(key.WithKeys("esc"))
)

// box frames an overlay's lines, as wide as they need and at most the screen.
func box(t *ui.Theme, title, foot string, lines []string, width int) []string {
	return t.Pane(ui.Pane{Title: ui.Line(title), Focus: true, Foot: foot}, lines, width, len(lines)+2)
}

// confirm asks before something that cannot be undone.
type confirm struct{ ask screen.Confirm }

func (c *confirm) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	switch k.String() {
	case "enter", "y":
		return c.ask.Do, true
	case "esc", "n", "q":
		return nil, true
	}
	return nil, false
}

func (c *confirm) View(t *ui.Theme, width, _ int) []string {
	w := min(width-8, 60)
	lines := append([]string{""}, ui.Para(ui.Line(c.ask.Text), w-6, t.Text)...)
	lines = append(lines, "", t.Zone(t.Title.On("enter")+" "+t.Strong.On(ui.Line(c.ask.Yes)), func() tea.Cmd { return pressEnter })+"    "+
		t.Zone(t.Accent.On("esc")+" "+t.Muted.On("leave it"), func() tea.Cmd { return pressEscape }), "")
	return box(t, c.ask.Title, "", pad(lines), w)
}

// pad sets lines in by one cell more.
func pad(lines []string) []string {
	for i, l := range lines {
		lines[i] = " " + l
	}
	return lines
}

// choose lets the user pick one of several.
type choose struct {
	ask    screen.Choose
	at     int
	scroll ui.Scroll
}

func (c *choose) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(k, keyEscape), k.String() == "q", k.String() == "b":
		return nil, true
	case key.Matches(k, keyUp), k.String() == "k":
		c.at = max(c.at-1, 0)
	case key.Matches(k, keyDown), k.String() == "j", k.String() == "tab":
		c.at = min(c.at+1, len(c.ask.Items)-1)
	case key.Matches(k, keyEnter):
		return c.ask.Pick(c.at), true
	}
	return nil, false
}

func (c *choose) View(t *ui.Theme, width, height int) []string {
	w := min(width-6, 76)
	lines := []string{""}
	first, last := 0, 0
	for i, item := range c.ask.Items {
		mark, ink := "  ", t.Text
		if i == c.at {
			mark, ink = t.Title.On("▸ "), t.Title
			first = len(lines)
		}
		title := ui.Para(ui.Line(item.Title), w-6, ink)
		begin := len(lines)
		lines = append(lines, mark+title[0])
		for _, l := range title[1:] {
			lines = append(lines, "  "+l)
		}
		for _, l := range ui.Para(ui.Line(item.Note), w-6, t.Muted) {
			if item.Note != "" {
				lines = append(lines, "  "+l)
			}
		}
		if i == c.at {
			last = len(lines) - 1
		}
		for j := begin; j < len(lines); j++ {
			lines[j] = t.Zone(lines[j], func() tea.Cmd { c.at = i; return pressEnter })
		}
		lines = append(lines, "")
	}
	rows := min(len(lines), height-6)
	c.scroll.Show(first, last, rows)
	seen := c.scroll.Window(lines, rows)
	foot := "enter does it · esc leaves it"
	if more := c.scroll.Foot(len(lines), rows); more != "" {
		foot = more + " · " + foot
	}
	return box(t, c.ask.Title, foot, seen, w)
}
