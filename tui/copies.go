package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"github.com/playgrant/playgrant/tui/connect"
	"github.com/playgrant/playgrant/tui/link"
	"github.com/playgrant/playgrant/tui/save"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// copiesAsked opens the list of what can be copied; the palette sends it.
type copiesAsked struct{}

// askCopies opens the list of what can be copied or saved here.
func (a *app) askCopies() tea.Cmd {
	if s, ok := a.top().(screen.Copier); ok {
		return s.Copies()
	}
	return screen.Send(screen.Copies{})
}

// openCopies opens the list, the screen itself at its end.
func (a *app) openCopies(m screen.Copies) {
	name := a.top().Title()
	if name == "" {
		name = "home"
	}
	frame := strings.Split(ansi.Strip(a.View()), "\n")
	for i := range frame {
		frame[i] = strings.TrimRight(frame[i], " ")
	}
	list := append(slices.Clone(m.List), screen.Copyable{
		What: "this screen as text", Note: "As it stands, secrets masked.", File: save.Name(strings.ToLower(name)) + "-screen.txt",
		Text: screen.Text(strings.Join(frame, "\n") + "\n"),
	})
	place := "home"
	if routes := a.routes(); len(routes) > 0 {
		place = link.Of(routes[len(routes)-1])
	}
	list = append(list, screen.Copyable{What: "the command that opens this place", File: "open.sh", Text: screen.Text("playgrant --open " + connect.Word(place))})
	a.open(&copying{list: list, life: a.c.Life})
}

// copying lets the user choose what to copy, or to save.
type copying struct {
	list   []screen.Copyable
	life   context.Context
	at     int
	scroll ui.Scroll
}

// Update takes a key; done takes the list away.
func (c *copying) Update(k tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(k, keyEscape), k.String() == "q", k.String() == "Y":
		return nil, true
	case key.Matches(k, keyUp), k.String() == "k":
		c.at = max(c.at-1, 0)
	case key.Matches(k, keyDown), k.String() == "j", k.String() == "tab":
		c.at = min(c.at+1, len(c.list)-1)
	case key.Matches(k, keyEnter) && !c.list[c.at].Whole, k.String() == "y" && !c.list[c.at].Whole:
		return copyIt(c.life, c.list[c.at]), true
	case key.Matches(k, keyEnter), k.String() == "s":
		return saveIt(c.life, c.list[c.at]), true
	}
	return nil, false
}

func copyIt(ctx context.Context, c screen.Copyable) tea.Cmd {
	return func() tea.Msg {
		text, err := c.Text(ctx)
		if err != nil {
			return screen.Toast{Text: "Not copied: " + err.Error(), Bad: true}
		}
		return screen.Copy{What: c.What, Text: text}
	}
}

func saveIt(ctx context.Context, c screen.Copyable) tea.Cmd {
	return func() tea.Msg {
		text, err := c.Text(ctx)
		if err != nil {
			return screen.Toast{Text: "Not saved: " + err.Error(), Bad: true}
		}
		if text != "" && !strings.HasSuffix(text, "\n") && !strings.HasSuffix(c.File, ".http") {
			text += "\n"
		}
		name, err := save.File(c.File, text, c.Secret)
		if err != nil {
			return screen.Toast{Text: fmt.Sprintf("Not saved: %v; Playgrant writes where it was started", err), Bad: true}
		}
		who := ""
		if c.Secret {
			who = ", which only you can read"
		}
		return screen.Toast{Text: "Saved " + c.What + " in " + name + who}
	}
}

// View draws the list, and a word on the one under the cursor.
func (c *copying) View(t *ui.Theme, width, height int) []string {
	w := min(width-6, 72)
	inner := w - 4
	lines := []string{""}
	for i, item := range c.list {
		mark, ink := "  ", t.Text
		if i == c.at {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		tail := ""
		if item.Whole {
			tail = t.Muted.On("file")
		}
		line := ui.Sides(mark+ink.On(ui.Line(capital(item.What))), tail, inner)
		lines = append(lines, t.Row(line, i == c.at, func() { c.at = i }, func(tea.KeyMsg) tea.Cmd { return pressEnter }))
	}
	rows := min(len(lines), height-9)
	c.scroll.Show(c.at, c.at+1, rows)
	seen := append([]string(nil), c.scroll.Window(lines, rows)...)
	item := c.list[c.at]
	note := item.Note
	if item.Secret {
		note = strings.TrimSpace(note + " It holds secrets, whole.")
	}
	if note == "" {
		note = "It holds no secret."
	}
	seen = append(seen, "", t.Muted.On(ui.Cut("  "+ui.Line(note), inner)), t.Muted.On(ui.Cut("  as a file: ", inner))+t.Text.On(ui.Cut(ui.Line(save.Name(item.File)), inner-13)), "")
	foot := "enter copies · s saves to a file · esc leaves"
	if item.Whole {
		foot = "enter saves to a file · esc leaves"
	}
	if more := c.scroll.Foot(len(lines), rows); more != "" {
		foot = more + " · " + foot
	}
	return box(t, "Copy or save", foot, seen, w)
}
