package tokens

import (
	"fmt"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/family"
	"github.com/playgrant/playgrant/tui/ui"
)

// title says how what the list holds hangs together.
const title = "Sessions → grants → families"

// View draws the list, the family under the cursor beside it where there is
// room and below it otherwise, and what came of the last action under both.
func (s *Tokens) View() []string {
	if len(s.order()) == 0 {
		return s.empty()
	}
	foot := s.foot(s.width)
	lines := s.panes(s.height - len(foot))
	if s.find.On() { // how much was found is known now
		for i := range foot {
			foot[i] = ui.Spaces(s.width)
		}
		foot[0] = s.find.Bar(s.c.Theme, s.width)
	}
	return append(lines, foot...)
}

func (s *Tokens) panes(rows int) []string {
	if s.zoom.On() {
		return s.focused(s.width, rows)
	}
	left := max(44, min(s.width*2/5, 60))
	switch third := s.width - left - 84; {
	case third >= 50 && s.places() > onWire:
		return ui.Beside(s.listPane(left, rows), s.familyPane(84, rows), s.wirePane(third, rows))
	case s.width >= 100:
		return ui.Beside(s.listPane(left, rows), s.rightPane(s.width-left, rows))
	}
	above := max(5, min(len(s.rows)+2, rows*2/5))
	return append(s.listPane(s.width, above), s.rightPane(s.width, rows-above)...)
}

// focused is the pane that has the keys.
func (s *Tokens) focused(width, height int) []string {
	if s.focus() == onList {
		return s.listPane(width, height)
	}
	return s.rightPane(width, height)
}

// rightPane is the family's, or what went over the wire once one went there.
func (s *Tokens) rightPane(width, height int) []string {
	if s.focus() == onWire {
		return s.wirePane(width, height)
	}
	return s.familyPane(width, height)
}

// empty is the screen before there is a family: what is missing, and the way
// to it.
func (s *Tokens) empty() []string {
	t := s.c.Theme
	inner, _ := ui.PaneInner(s.width, s.height)
	lines := []string{""}
	say := func(ink ui.Ink, text string) {
		lines = append(lines, append(ui.Para(text, min(inner, 76), ink), "")...)
	}
	switch {
	case s.loading:
		say(t.Muted, "One moment: looking which tokens there are …")
	case s.problem != nil:
		say(t.Failure, "✗ The tokens could not be read: "+ui.Line(s.problem.Error())+".")
		say(t.Text, s.c.Say("tokens", "{enter} looks again. If it stays like this, {esc} goes back."))
	default:
		say(t.Strong, "There are no refresh tokens yet.")
		say(t.Text, "An app gets one when a user logs in, the app asks for offline_access, and the API allows it. Each login then begins a family here, and you can refresh it, replay it, let it expire, and see what the server makes of that.")
		if s.lesson() != "" {
			say(t.Text, "Walk “"+ui.Line(s.c.Demo(s.lesson()).Title)+s.c.Say("tokens", "” to make one: {enter} opens it. An app of your own that logs in here shows up too."))
		} else {
			say(t.Text, s.c.Say("tokens", "Log in with an app of your own to make one; {u} looks again."))
		}
		for _, r := range s.rows {
			lines = append(lines, s.draw(r, inner))
		}
	}
	return t.Pane(ui.Pane{Title: title, Focus: true}, lines, s.width, s.height)
}

func (s *Tokens) listPane(width, height int) []string {
	inner, rows := ui.PaneInner(width, height)
	var lines []string
	first, last := 0, 0
	for i, r := range s.rows {
		if r.kind == ofUser && i > 0 && s.height >= 30 {
			lines = append(lines, "")
		}
		if r.kind == ofFamily && r.family.ID == s.at {
			first, last = len(lines), len(lines)
			for j := i; j > 0 && s.rows[j].kind != ofUser && rows > 3; j-- {
				if s.rows[j-1].kind < s.rows[j].kind {
					first--
				} else {
					break
				}
			}
		}
		line := s.draw(r, inner)
		if r.kind == ofFamily {
			line = s.c.Theme.Row(line, r.family.ID == s.at, func() { s.choose(r.family.ID) }, s.key)
		}
		lines = append(lines, line)
	}
	if !s.find.On() {
		s.list.Show(first, last, rows)
	}
	p := ui.Pane{Title: title, Focus: s.focus() == onList, Click: s.goes(onList)}
	return s.pane(p, onList, lines, &s.list, width, height)
}

func (s *Tokens) familyPane(width, height int) []string {
	f, _ := s.family()
	inner, rows := ui.PaneInner(width, height)
	lines := s.familyLines(f, inner, rows)
	p := ui.Pane{Title: "Family " + ui.Cut(ui.Line(f.ID), 20) + " · " + ui.Line(f.ClientID), Focus: s.focus() == onFamily, Click: s.goes(onFamily), Text: true}
	return s.pane(p, onFamily, lines, &s.detail, width, height)
}

// pane draws what is seen of lines, with what is looked for marked.
func (s *Tokens) pane(p ui.Pane, at place, lines []string, scroll *ui.Scroll, width, height int) []string {
	_, rows := ui.PaneInner(width, height)
	if s.find.On() && at == s.focus() {
		var beside []string
		if lines, beside = s.find.Mark(s.c.Theme, lines, scroll, rows); len(beside) > 0 {
			p.Beside = scroll.Window(beside, rows)
		}
	}
	seen := scroll.Window(lines, rows)
	p.Foot = scroll.Foot(len(lines), rows)
	return s.c.Theme.Pane(p, seen, width, height)
}

// familyLines are what several exchanges at once met, how the family stands,
// and its tree. Where all of it has no room, the tree is folded, unless one
// has gone there to read all.
func (s *Tokens) familyLines(f model.FamilyView, width, rows int) []string {
	t, now := s.c.Theme, s.c.Time()
	var lines []string
	if s.height >= 30 {
		lines = append(lines, ui.Wrap(width, 2,
			ui.Span{Text: ui.Line(f.User), Ink: t.Text}, ui.Span{Text: " allowed ", Ink: t.Muted},
			ui.Span{Text: grantName(f), Ink: t.Text}, ui.Span{Text: ": " + ui.Line(f.Scope), Ink: t.Muted})...)
		lines = append(lines, "")
	}
	several := s.result != nil && len(s.result.tabs) > 0
	if several {
		lines = append(lines, t.Strong.On(ui.Cut(fmt.Sprintf("%d exchanges of one token, in the order in which the server decided", len(s.result.tabs)), width)))
		lines = append(append(lines, tabLines(t, s.result.tabs, width, len(s.result.tabs) > rows/4)...), "")
	}
	if !several || rows >= 20 || s.focus() == onFamily {
		lines = append(append(lines, family.Head(t, f, now, width)...), "")
	}
	room := 0
	if s.focus() != onFamily {
		room = max(rows-len(lines), 5)
	}
	return append(lines, family.Tree(t, f, now, width, room)...)
}
