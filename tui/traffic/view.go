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
	case s.both != nil:
		return s.couplePane(s.width, s.height)
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
	inner, rows := ui.PaneInner(s.width, s.height)
	return max(rows-len(s.filterLines(inner))-1, 1) // one for the names of the columns
}

func (s *Screen) listPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	columns := lines.Layout(inner - 2)
	columns.Mend = s.c.Keys.Name("traffic", "M")
	p := ui.Pane{Title: s.title(), Focus: s.open == nil, Foot: s.foot()}
	if l := s.line(); l != nil && l.Why != "" && !columns.Why() {
		p.Foot = ui.Cut("did not hold: "+ui.Line(l.Why), max(inner-ui.Width(p.Foot)-4, 0)) + " · " + p.Foot
	}
	out := s.filterLines(inner)
	if len(s.rows) == 0 {
		return t.Pane(p, append(append(out, ""), s.empty(min(inner, 76))...), width, height)
	}
	out = append(out, "  "+columns.Head(t))
	rows = max(rows-len(out), 1)
	s.off = max(min(s.off, len(s.rows)-rows), 0)
	s.off = min(s.off, s.at)
	if s.at >= s.off+rows {
		s.off = s.at - rows + 1
	}
	for i := s.off; i < min(s.off+rows, len(s.rows)); i++ {
		mark := "  "
		switch chosen := s.rows[i].ID == s.first; { // to be compared with
		case i == s.at && chosen:
			mark = t.Title.On("▸=")
		case i == s.at:
			mark = t.Title.On("▸ ")
		case chosen:
			mark = t.Title.On("= ")
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

// hint shows the language of the filter, each name with a value it may have.
const hint = "words, or client:spa grant:refresh_token method:POST path:/oauth status:4xx why:secret outside:yes mend:yes slower:50 -status:ok"

// filterLines are the filter that is typed, and what can be typed or why it is
// not understood; or the filter that is set.
func (s *Screen) filterLines(width int) []string {
	t := s.c.Theme
	switch {
	case s.field != nil:
		say := ui.Para(hint, width, t.Muted)
		said := say
		if s.wrong != "" {
			said = ui.Para("✗ "+ui.Line(s.wrong), width, t.Failure)
		}
		for len(said) < len(say) { // so that the list stays where it is
			said = append(said, "")
		}
		return append([]string{t.Title.On("/ ") + s.field.View(t, width-2)}, said...)
	case s.filter != "":
		return []string{ui.Cut(t.Muted.On("only ")+t.Accent.On(ui.Line(s.filter))+t.Muted.On(s.c.Say("traffic", "   {esc} shows all")), width)}
	}
	return nil
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
			say(t.Text, s.c.Say("traffic", "{l} switches the listener on; then point an app at ")+ui.Line(url)+s.c.Say("traffic", ". {esc} goes back."))
		}
	}
	return out
}
