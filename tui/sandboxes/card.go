package sandboxes

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/connect"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// card tells an app's developer how to point it at the chosen client.
type card struct {
	kit  int
	view ui.Scroll
}

// app is what an app has to be told to use the chosen client.
func (s *Screen) app() (app connect.App, on, ok bool) {
	c, ok := s.client()
	if !ok {
		return app, false, false
	}
	base := "http://localhost:2884"
	if s.c.Listener != nil {
		on, base = s.c.Listener.State()
	}
	return connect.App{Client: c, Issuer: strings.TrimSuffix(base, "/") + "/", Audience: s.audience(c.ClientID)}, on, true
}

// kits are the SDKs that fit the client, and which of them is on show.
func (s *Screen) kits() ([]connect.Kit, int) {
	app, _, ok := s.app()
	if !ok || s.card == nil {
		return nil, 0
	}
	kits := connect.Kits(app.Client)
	n := len(kits)
	return kits, ((s.card.kit % n) + n) % n
}

// cardLines are the card: which SDKs there are, and what the chosen one is told.
func (s *Screen) cardLines(width, rows int) []string {
	t := s.c.Theme
	app, on, ok := s.app()
	if !ok {
		return nil
	}
	kits, at := s.kits()
	lines := []string{""}
	if on {
		lines = append(lines, ui.Cut(t.Success.On("● ")+t.Text.On("listening at ")+t.Strong.On(ui.Line(app.Bare())), width))
	} else {
		lines = append(lines, ui.Cut(t.Warning.On("○ ")+t.Text.On("the listener is off: ")+t.Accent.On(s.c.Keys.Name("sandbox", "l"))+t.Text.On(" switches it on"), width))
	}
	lines = append(lines, "")
	var names []ui.Span
	for i, k := range kits {
		name, ink := " "+k.For+" ", t.Muted
		if i == at {
			name, ink = "["+k.For+"]", t.Title
		}
		names = append(names, ui.Span{Text: strings.ReplaceAll(name, " ", "\u00a0"), Ink: ink}, ui.Span{Text: " ", Ink: t.Text})
	}
	lines = append(lines, ui.Wrap(width, 0, names...)...)
	k := kits[at]
	lines = append(lines, "", t.Strong.On(ui.Cut(k.Name, width)), "")
	for l := range strings.SplitSeq(ui.Clean(masked(k, app)), "\n") {
		lines = append(lines, ui.Wrap(width-2, 4, ui.Span{Text: l, Ink: t.Name})...)
	}
	if note := k.Note(app); note != "" {
		lines = append(lines, "")
		lines = append(lines, ui.Para(ui.Line(note), width, t.Muted)...)
	}
	if len(lines) > rows { // closer together
		lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	}
	return lines
}

// copyCard copies what is on show, whole.
func (s *Screen) copyCard() tea.Cmd {
	app, _, ok := s.app()
	kits, at := s.kits()
	if !ok || len(kits) == 0 {
		return nil
	}
	return screen.Send(screen.Copy{What: "the lines for " + kits[at].Name, Text: kits[at].Lines(app)})
}
