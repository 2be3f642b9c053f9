package policy

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/ui"
)

// View draws the settings and the users, beside each other where there is
// room and as tabs otherwise, and below what the row means or what was sent.
func (s *Policy) View() []string {
	if !s.ready() {
		return s.empty()
	}
	rows := s.height - footRows
	lines := s.panes(rows)
	foot := s.foot(s.width)
	if s.find.On() { // how much was found is known now
		foot = []string{s.find.Bar(s.c.Theme, s.width), ui.Spaces(s.width)}
	}
	return append(lines, foot...)
}

// footRows are the lines below the panes.
const footRows = 2

func (s *Policy) panes(rows int) []string {
	if s.wide() && !s.zoom.On() {
		left := max(52, min(s.width*9/20, 84))
		return ui.Beside(
			s.pane(0, ui.Pane{Title: "Policy"}, left, rows),
			s.pane(1, ui.Pane{Title: "Users and their factors"}, s.width-left, rows),
		)
	}
	p := ui.Pane{Tabs: []string{"Policy", "Users and their factors"}, Tab: func(i int) tea.Cmd { s.onUsers = i == 1; return nil }}
	if s.onUsers {
		p.Active = 1
	}
	return s.pane(p.Active, p, s.width, rows)
}

// wide reports whether the panes are beside each other.
func (s *Policy) wide() bool { return s.width >= 100 }

// empty is the screen before anything is known.
func (s *Policy) empty() []string {
	t := s.c.Theme
	inner, _ := ui.PaneInner(s.width, s.height)
	lines := []string{"", t.Muted.On("One moment: looking how things are set …")}
	if s.problem != nil {
		lines = append([]string{""}, ui.Para("✗ The policy could not be read: "+ui.Line(s.problem.Error())+".", inner, t.Failure)...)
		lines = append(append(lines, ""), ui.Para(s.c.Say("policy", "{enter} looks again. If it stays like this, {esc} goes back."), inner, t.Text)...)
	}
	return t.Pane(ui.Pane{Title: "Policy", Focus: true}, lines, s.width, s.height)
}

func (s *Policy) pane(list int, p ui.Pane, width, height int) []string {
	inner, rows := ui.PaneInner(width, height)
	draw := func() ([]string, []int) {
		if list == 0 {
			return s.settingLines(inner, rows)
		}
		return s.userLines(inner)
	}
	scroll := &s.scroll[list]
	lines, of := draw()
	if s.find.On() && s.onUsers == (list == 1) {
		var beside []string
		search := find.List{Draw: draw, To: func(row int) { s.at[list] = row }}
		lines, beside = search.Mark(&s.find, s.c.Theme, scroll, rows)
		p.Beside = scroll.Marks(beside, rows)
	} else {
		scroll.ShowRow(of, s.at[list], rows)
	}
	seen := scroll.Window(lines, rows)
	p.Focus = s.onUsers == (list == 1)
	p.Foot = scroll.Foot(len(lines), rows)
	p.Click = func() tea.Cmd { s.onUsers = list == 1; return nil }
	return s.c.Theme.Pane(p, seen, width, height)
}

// sections is how many sections the settings have.
const sections = 5

// settingLines are the rows of the policy, and of which row each line is. A
// section's name belongs to its first row.
func (s *Policy) settingLines(width, rows int) (lines []string, of []int) {
	t := s.c.Theme
	list := s.settings()
	airy := rows >= len(list)+sections+sections-1
	for i, row := range list {
		if row.section != "" {
			if i > 0 && airy {
				lines, of = append(lines, ""), append(of, -1)
			}
			lines, of = append(lines, t.Muted.On(ui.Cut(row.section, width))), append(of, i)
		}
		current := i == s.at[0] && !s.onUsers
		mark, ink := "  ", t.Text
		if current {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		name := ink.On(ui.Fit(row.name, 18))
		add := func(line string) {
			lines, of = append(lines, t.Row(ui.Cut(line, width), current, func() { s.at[0], s.last = i, nil }, s.key)), append(of, i)
		}
		switch {
		case row.on != nil && *row.on:
			add(mark + t.Success.On("[✓] ") + named(t, row, ink))
		case row.on != nil:
			add(mark + t.Muted.On("[ ] ") + named(t, row, ink))
		case row.choices != nil:
			add(mark + name + choices(t, row))
		default:
			add(mark + name + t.Strong.On(ui.Line(row.value)))
		}
	}
	return lines, of
}

// named is the name of a switch, and what that is in everyday words.
func named(t *ui.Theme, row setting, ink ui.Ink) string {
	words, ok := plain[row.name]
	if !ok {
		return ink.On(row.name)
	}
	return ink.On(ui.Fit(row.name, 19)) + t.Muted.On(words)
}

// choices are the values of a row, the one that holds between brackets.
func choices(t *ui.Theme, row setting) string {
	var out []string
	for _, c := range row.choices {
		if c == row.value {
			out = append(out, t.Title.On("["+c+"]"))
		} else {
			out = append(out, t.Muted.On(" "+c+" "))
		}
	}
	return strings.Join(out, " ")
}

// userLines are the users, each with their factors below, and of which user
// each line is.
func (s *Policy) userLines(width int) (lines []string, of []int) {
	t := s.c.Theme
	for i, u := range s.known.Users {
		begin := len(lines)
		mark, ink := "  ", t.Text
		if i == s.at[1] && s.onUsers {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		state := ""
		if u.Blocked {
			state = t.Failure.On("✗ blocked")
		}
		lines = append(lines, ui.Sides(mark+ink.On(ui.Line(inbox.Address(u))), state, width))
		if len(u.Factors) == 0 {
			lines = append(lines, ui.Cut("    "+t.Muted.On("no factor"), width))
		}
		for _, f := range u.Factors {
			lines = append(lines, ui.Cut("    "+factor(t, f, s.known.Policy), width))
		}
		for j := begin; j < len(lines); j++ {
			of = append(of, i)
			lines[j] = t.Row(lines[j], i == s.at[1] && s.onUsers, func() { s.at[1], s.last = i, nil }, s.key)
		}
		if s.height >= 40 {
			lines, of = append(lines, ""), append(of, -1)
		}
	}
	return lines, of
}

// factor is one authenticator, and whether the policy lets it be used.
func factor(t *ui.Theme, f model.FactorView, p model.Policy) string {
	mark, note := t.Success.On("● "), ""
	switch {
	case !f.Active:
		mark, note = t.Warning.On("○ "), "not confirmed"
	case !allowed(f, p):
		mark, note = t.Muted.On("○ "), "the policy leaves it out"
	}
	kind, _, _ := strings.Cut(f.ID, "|")
	name := f.Type
	if f.Type == model.FactorPhone {
		name += " by " + kind
	}
	line := mark + t.Text.On(ui.Fit(ui.Line(name), 20))
	if f.Name != "" {
		line += t.Muted.On(ui.Line(f.Name) + "  ")
	}
	return line + t.Warning.On(note)
}

func allowed(f model.FactorView, p model.Policy) bool {
	return p.MFA.When != model.MFANever && slices.Contains(p.MFA.Factors, f.Type)
}

// foot is what the row means, or the change that was sent and its answer, in
// two lines.
func (s *Policy) foot(width int) []string {
	t := s.c.Theme
	var spans []ui.Span
	switch {
	case s.busy:
		spans = []ui.Span{{Text: "… ", Ink: t.Accent}, {Text: "The change is on its way.", Ink: t.Muted}}
	case s.last != nil && s.last.err != nil:
		spans = []ui.Span{{Text: "✗ refused  ", Ink: t.Failure}, {Text: strings.TrimSuffix(ui.Line(s.last.err.Error()), ".") + ". It is as it was.", Ink: t.Text}}
	case s.last != nil:
		spans = []ui.Span{{Text: "✓ in effect  ", Ink: t.Success}, {Text: ui.Line(s.last.method+" "+s.last.path) + "  ", Ink: t.Muted}, {Text: ui.Line(s.last.body), Ink: t.Name}}
	case s.problem != nil:
		spans = []ui.Span{{Text: "✗ ", Ink: t.Failure}, {Text: "This is as it was: " + ui.Line(s.problem.Error()) + s.c.Say("policy", ". {u} looks again."), Ink: t.Text}}
	case s.onUsers:
		spans = []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: "A blocked user cannot log in, and their refresh tokens give nothing more.", Ink: t.Text}}
	default:
		spans = []ui.Span{{Text: "→ ", Ink: t.Accent}, {Text: s.settings()[s.at[0]].says, Ink: t.Text}}
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
