package sandboxes

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/ui"
)

// View draws the tabs, the list, and the form of what is under its cursor
// beside it where there is room, and otherwise in its place.
func (s *Screen) View() []string {
	if s.height < 3 {
		return nil
	}
	head := []string{s.tabLine()}
	if s.tab == tabPolicy {
		return append(head, s.policy.View()...)
	}
	lines := slices.Concat(head, s.body(s.height-len(head)-footRows))
	if s.find.On() { // how much was found is known now
		return append(lines, s.find.Bar(s.c.Theme, s.width), ui.Spaces(s.width))
	}
	return append(lines, s.foot(s.width)...)
}

// footRows are the lines below the panes.
const footRows = 2

// body draws the panes.
func (s *Screen) body(rows int) []string {
	switch {
	case s.unknown():
		return s.emptyPane(s.width, rows)
	case s.bare():
		return s.nonePane(s.width, rows)
	case s.wide() && !s.zoom.On():
		left := max(40, min(s.width*2/5, 64))
		return ui.Beside(s.listPane(left, rows), s.rightPane(s.width-left, rows))
	case s.inForm || s.adding != nil || s.card != nil:
		return s.rightPane(s.width, rows)
	case s.tab == tabSnapshots && !s.zoom.On():
		inner, _ := ui.PaneInner(s.width, rows)
		above := max(min(5, rows/2), min(len(s.snaps)+2, rows-len(s.snapshotLines(inner))-2))
		return append(s.listPane(s.width, above), s.rightPane(s.width, rows-above)...)
	}
	return s.listPane(s.width, rows)
}

// bare reports whether there is nothing to list, and nothing is being made.
func (s *Screen) bare() bool { return s.count() == 0 && s.adding == nil && s.tab != tabPolicy }

// nonePane says what could be listed, and how it comes about.
func (s *Screen) nonePane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	one, what, how := "snapshot", aSnapshot, "{a} takes one. {R} brings back the fresh sandbox in one key; how it was is kept as “"+BeforeReset+"”."
	if k := s.kind(); k != nil {
		one, what, how = k.one, k.empty, "{a} adds one."
	}
	lines := ui.Para("There is no "+one+" yet.", inner, t.Strong)
	for _, text := range []string{what, s.c.Say("sandbox", how)} {
		lines = append(append(lines, ""), ui.Para(text, min(inner, 76), t.Text)...)
	}
	if len(lines) < rows {
		lines = append([]string{""}, lines...)
	}
	return t.Pane(ui.Pane{Title: tabNames[s.tab], Focus: true}, lines, width, height)
}

// wide reports whether list and form are beside each other.
func (s *Screen) wide() bool { return s.width >= 100 }

// tabLine names the lists, the one on show between its marks.
func (s *Screen) tabLine() string {
	t := s.c.Theme
	var b strings.Builder
	before, after := " ", " "
	if s.width < 70 { // all of them, closer together
		before = ""
	}
	for i, name := range tabNames {
		n := fmt.Sprintf("%d ", i+1)
		if i == s.tab {
			b.WriteString(t.Title.On(before + "▸" + n + name + after))
		} else {
			b.WriteString(t.Zone(t.Muted.On(before+" "+n+name+after), func() tea.Cmd { s.show(i); return nil }))
		}
	}
	return ui.Fit(b.String(), s.width)
}

func (s *Screen) emptyPane(width, height int) []string {
	t := s.c.Theme
	inner, _ := ui.PaneInner(width, height)
	lines := []string{"", t.Muted.On("One moment: looking what the sandbox holds …")}
	if s.problem != nil && !s.loading {
		lines = append([]string{""}, ui.Para("✗ The sandbox could not be read: "+ui.Line(s.problem.Error())+".", inner, t.Failure)...)
		lines = append(append(lines, ""), ui.Para(s.c.Say("sandbox", "{enter} looks again. If it stays like this, {esc} goes back."), inner, t.Text)...)
	}
	return t.Pane(ui.Pane{Title: tabNames[s.tab], Focus: true}, lines, width, height)
}

func (s *Screen) listPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	p := ui.Pane{Title: tabNames[s.tab], Focus: s.onList(), Click: s.goes(false)}
	draw := func() ([]string, []int) { return s.listLines(inner) }
	lines, of := draw()
	scroll := &s.listView[s.tab]
	switch {
	case s.find.On() && p.Focus:
		var beside []string
		lines, beside = (find.List{Draw: draw, To: s.moveTo}).Mark(&s.find, t, scroll, rows)
		p.Beside = scroll.Marks(beside, rows)
	default:
		scroll.ShowRow(of, s.cursor(), rows)
	}
	seen := scroll.Window(lines, rows)
	p.Foot = scroll.Foot(len(lines), rows)
	return t.Pane(p, seen, width, height)
}

// onList reports whether the list has the keys.
func (s *Screen) onList() bool { return !s.inForm && s.adding == nil && s.card == nil }

// listLines are the things of the tab on show, one a line.
func (s *Screen) listLines(inner int) (lines []string, of []int) {
	t := s.c.Theme
	at := s.cursor()
	row := func(i int, name, note string) {
		mark, ink := "  ", t.Text
		switch {
		case i == at && !s.inForm:
			mark, ink = t.Title.On("▸ "), t.Title
		case i == at:
			mark, ink = t.Muted.On("▸ "), t.Strong
		}
		name, note = ui.Line(name), ui.Line(note)
		if room := inner - 4 - ui.Width(note); ui.Width(name) > room { // the note may say that a user is blocked
			name = ui.Cut(name, max(room, inner*3/5))
		}
		note = ui.Cut(note, inner-4-ui.Width(name))
		line := ui.Sides(mark+ink.On(name), t.Muted.On(note), inner)
		lines, of = append(lines, t.Row(line, i == at && !s.inForm, func() { s.moveTo(i) }, s.key)), append(of, i)
	}
	if k := s.kind(); k != nil {
		for i, o := range s.list() {
			row(i, k.called(o), k.note(o))
		}
	} else {
		for i, x := range s.snaps {
			row(i, x.Name, ui.When(x.At, s.c.Time()))
		}
	}
	return lines, of
}

// goes is a click that brings the keys to the form or to the list.
func (s *Screen) goes(form bool) ui.Click {
	return func() tea.Cmd {
		if s.adding == nil && s.card == nil {
			s.inForm, s.last = form && s.thing() != nil, nil
		}
		return nil
	}
}

// rightPane is what is being made, the card, the snapshot, or the form.
func (s *Screen) rightPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	p := ui.Pane{Focus: true}
	var lines []string
	switch {
	case s.adding != nil:
		p.Title, lines = s.adding.title, s.addingLines(inner)
	case s.card != nil:
		all := s.cardLines(inner, rows)
		if s.find.On() {
			all, p.Beside = s.find.Mark(t, all, &s.card.view, rows)
			p.Beside = s.card.view.Marks(p.Beside, rows)
		}
		p.Title, lines = "Point your app here: "+ui.Line(s.id()), s.card.view.Window(all, rows)
		p.Foot = s.card.view.Foot(len(all), rows)
	case s.tab == tabSnapshots:
		snap, _ := s.snap()
		p.Title, p.Focus, lines = ui.Line(snap.Name), false, s.snapshotLines(inner)
		if len(lines) > rows && rows > 0 {
			lines[rows-1] = ui.Cut(lines[rows-1], inner-2) + " …"
		}
	default:
		p.Title, p.Focus, p.Click = ui.Line(s.called()), s.inForm, s.goes(true)
		draw := func() ([]string, []int) { return s.formLines(inner, rows) }
		all, of := draw()
		if s.find.On() && s.inForm {
			all, p.Beside = (find.List{Draw: draw, To: func(row int) { s.at = row }}).Mark(&s.find, t, &s.formView, rows)
			p.Beside = s.formView.Marks(p.Beside, rows)
		} else {
			s.formView.ShowRow(of, s.at, rows)
		}
		lines = s.formView.Window(all, rows)
		p.Foot = s.formView.Foot(len(all), rows)
	}
	return t.Pane(p, lines, width, height)
}

// foot is what the row means, or the change that was sent and its answer, in
// two lines.
func (s *Screen) foot(width int) []string {
	t := s.c.Theme
	var spans []ui.Span
	say := func(sign string, ink ui.Ink, text string) {
		spans = []ui.Span{{Text: sign, Ink: ink}, {Text: text, Ink: t.Text}}
	}
	switch {
	case s.busy:
		spans = []ui.Span{{Text: "… ", Ink: t.Accent}, {Text: "The change is on its way.", Ink: t.Muted}}
	case s.last != nil && s.last.err != nil:
		say("✗ refused  ", t.Failure, said(s.last.err, true))
		if len(ui.Wrap(width-3, 2, spans...)) > footRows { // what is wrong comes first
			say("✗ refused  ", t.Failure, said(s.last.err, false))
		}
	case s.last != nil && s.last.note != "":
		say("✓ done  ", t.Success, ui.Line(s.last.note)+".")
	case s.last != nil:
		spans = []ui.Span{{Text: "✓ in effect  ", Ink: t.Success}, {Text: ui.Line(s.last.method+" "+s.last.path) + "  ", Ink: t.Muted}, {Text: ui.Line(s.last.body), Ink: t.Name}}
		if s.last.method == "DELETE" && s.kind() != nil && len(s.undos) > 0 {
			spans[1].Text += s.c.Say("sandbox", "{u} undoes it.")
		}
	case s.unknown():
	case s.problem != nil:
		say("✗ ", t.Failure, "This is as it was: "+ui.Line(s.problem.Error())+s.c.Say("sandbox", ". {ctrl+r} looks again."))
	case s.adding != nil:
		say("→ ", t.Accent, "Each field is tried on the server as you type.")
	case s.card != nil:
		say("→ ", t.Accent, s.c.Say("sandbox", "{y} copies these lines with the secret whole."))
	case s.inForm && len(s.rows()) > 0:
		say("→ ", t.Accent, s.c.Say("sandbox", s.rows()[s.at].says))
	case s.bare(): // said above
	case s.tab == tabSnapshots:
		say("→ ", t.Accent, s.c.Say("sandbox", "{enter} brings it all back as it was then; {u} undoes that."))
	case s.kind().about(s.thing()) != "":
		say("→ ", t.Accent, ui.Line(s.kind().about(s.thing())))
	default:
		say("→ ", t.Accent, s.c.Say("sandbox", "What you change takes effect at once, and {u} undoes it."))
	}
	lines := ui.Wrap(width-3, 2, spans...)
	out := make([]string, footRows)
	for i := range out {
		line := ""
		if i < len(lines) {
			line = " " + lines[i]
		}
		if i == 1 && len(lines) > 2 {
			line = ui.Cut(line, width-4) + " …"
		}
		out[i] = ui.Fit(line, width)
	}
	return out
}

// said is why a change was refused, and what to do if there is room for it.
func said(err error, fix bool) string {
	if r, ok := errors.AsType[*remote.Refusal](err); ok {
		text := strings.TrimSuffix(ui.Line(r.Text), ".") + "."
		if fix && r.Fix != "" {
			text += " " + ui.Line(r.Fix)
		}
		return text
	}
	return ui.Line(err.Error()) + ". It is as it was."
}
