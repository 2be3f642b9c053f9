package traffic

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/lines"
	"github.com/playgrant/playgrant/tui/ui"
)

// beside is the width from which an exchange is shown beside the list.
const beside = 136

// View draws the list, and the exchange that is open over it or beside it.
func (s *Screen) View() []string {
	switch {
	case s.open == nil:
		return s.listPane(s.width, s.height)
	case s.width < beside || s.zoom.On():
		return s.openPane(s.width, s.height)
	}
	left := max(62, s.width*2/5)
	return ui.Beside(s.listPane(left, s.height), s.openPane(s.width-left, s.height))
}

// listRows is how many exchanges the list shows.
func (s *Screen) listRows() int {
	_, rows := ui.PaneInner(s.width, s.height)
	return max(rows-s.headRows(), 1)
}

// headRows are those over the exchanges: the filter, if there is one, and the
// names of the columns.
func (s *Screen) headRows() int {
	switch {
	case s.field != nil:
		return 3
	case s.filter != "":
		return 2
	}
	return 1
}

func (s *Screen) listPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	p := ui.Pane{Title: s.title(), Focus: s.open == nil, Foot: s.foot()}
	out := s.filterLines(inner)
	if len(s.rows) == 0 {
		return t.Pane(p, append(append(out, ""), s.empty(min(inner, 76))...), width, height)
	}
	columns := lines.Layout(inner - 2)
	columns.Mend = s.c.Keys.Name("traffic", "M")
	out = append(out, "  "+columns.Head(t))
	rows = max(rows-len(out), 1)
	s.off = max(min(s.off, len(s.rows)-rows), 0)
	s.off = min(s.off, s.at)
	if s.at >= s.off+rows {
		s.off = s.at - rows + 1
	}
	for i := s.off; i < min(s.off+rows, len(s.rows)); i++ {
		mark := "  "
		if i == s.at {
			mark = t.Title.On("▸ ")
		}
		line := mark + columns.Draw(t, &s.rows[i], i == s.at)
		out = append(out, t.Zone(line, func() tea.Cmd { return s.click(i) }))
	}
	return t.Pane(p, out, width, height)
}

func (s *Screen) title() string {
	switch {
	case s.problem != nil && len(s.rows) > 0:
		return s.c.Say("traffic", "Traffic · ✗ not live: {u} looks again")
	case s.problem != nil:
		return "Traffic · ✗ not live"
	case s.follow && s.read:
		return "Traffic · live"
	}
	return "Traffic"
}

// foot says which exchange of how many the cursor is on. With a filter nobody
// has counted those that fit.
func (s *Screen) foot() string {
	l := s.line()
	switch {
	case l == nil:
		return ""
	case s.filter != "" && s.up == "" && s.down == "":
		return fmt.Sprintf("%d of %d that fit, of %d", s.at+1, len(s.rows), s.kept)
	case s.filter != "":
		return fmt.Sprintf("no. %s · of %d", ui.Line(l.ID), s.kept)
	}
	return fmt.Sprintf("no. %s · %d kept", ui.Line(l.ID), s.kept)
}

func (s *Screen) filterLines(width int) []string {
	t := s.c.Theme
	switch {
	case s.field != nil && s.wrong != "":
		return []string{t.Title.On("/ ") + s.field.View(t, width-2), ui.Cut(t.Failure.On("✗ ")+t.Text.On(ui.Line(s.wrong)), width)}
	case s.field != nil:
		return []string{
			t.Title.On("/ ") + s.field.View(t, width-2),
			t.Muted.On(examples(width)),
		}
	case s.filter != "":
		return []string{ui.Cut(t.Muted.On("only ")+t.Accent.On(ui.Line(s.filter))+t.Muted.On(s.c.Say("traffic", "   {esc} shows all")), width)}
	}
	return nil
}

// examples show what a filter can ask for: as many as there is room for.
func examples(width int) string {
	words := "words, or client:spa"
	for _, e := range []string{"status:4xx", "grant:refresh_token", "path:/oauth", "outside:yes", "mend:yes", "slower:50", "-status:ok"} {
		if ui.Width(words)+1+len(e) > width {
			break
		}
		words += " " + e
	}
	return ui.Cut(words, width)
}

// empty says what is missing, and the way to it.
func (s *Screen) empty(width int) (out []string) {
	t := s.c.Theme
	say := func(ink ui.Ink, text string) { out = append(out, append(ui.Para(text, width, ink), "")...) }
	switch {
	case s.problem != nil:
		say(t.Failure, "✗ The exchanges could not be read: "+ui.Line(s.problem.Error())+".")
		say(t.Text, s.c.Say("traffic", "{enter} looks again. If it stays like this, {esc} goes back."))
	case !s.read || s.fetching && s.filter != "":
		say(t.Muted, "One moment: looking through the exchanges …")
	case s.filter != "":
		say(t.Strong, fmt.Sprintf("None of %d exchanges fits.", s.kept))
		say(t.Text, s.c.Say("traffic", "{/} changes the filter, {esc} takes it away. What fits from now on shows up here by itself."))
	default:
		say(t.Strong, "Nothing went over the wire yet.")
		say(t.Text, "Each request to this server and its answer stand here as they happen: those of the demos, and those of any app that you point here.")
		on, url := false, ""
		if s.c.Listener != nil {
			on, url = s.c.Listener.State()
		}
		switch {
		case on:
			say(t.Text, "Point an app at "+ui.Line(url)+": that is its issuer, or its domain. `playgrant env CLIENT` prints the settings, and "+s.c.Say("sandbox", "{s}, then {p} on a client, shows them here."))
		case url != "":
			say(t.Text, s.c.Say("traffic", "{l} switches the listener on; then point an app at ")+ui.Line(url)+s.c.Say("traffic", ". {esc} goes back to the demos."))
		}
	}
	return out
}
