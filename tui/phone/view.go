package phone

import (
	"fmt"
	"slices"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/find"
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/ui"
)

// View draws the messages, the one under the cursor, and the authenticator
// apps: below each other, or beside where there is room.
func (s *Phone) View() []string {
	if !s.find.On() {
		return s.panes(s.height)
	}
	lines := s.panes(s.height - 1) // how much was found is known then
	return append(lines, s.find.Bar(s.c.Theme, s.width))
}

func (s *Phone) panes(height int) []string {
	if s.zoom.On() {
		return s.focused(s.width, height)
	}
	apps := max(len(s.feed.Apps), 1)*s.appRows() + 2
	if s.width >= 100 {
		left := s.width * 11 / 20
		below := min(apps, height/2)
		right := append(s.messagePane(s.width-left, height-below), s.appsPane(s.width-left, below)...)
		return ui.Beside(s.listPane(left, height), right)
	}
	below := min(apps, max(height/4, 3))
	if len(s.feed.Messages) == 0 {
		return append(s.listPane(s.width, height-below), s.appsPane(s.width, below)...)
	}
	inner, _ := ui.PaneInner(s.width, 0)
	list := max(min(len(s.feed.Messages)+2, height-below-len(s.messageLines(inner, 0))-2), 4)
	out := append(s.listPane(s.width, list), s.messagePane(s.width, height-below-list)...)
	return append(out, s.appsPane(s.width, below)...)
}

// focused is the pane that has the keys: of the messages, the one under the
// cursor.
func (s *Phone) focused(width, height int) []string {
	if s.onApps {
		return s.appsPane(width, height)
	}
	if _, ok := s.message(); ok {
		return s.messagePane(width, height)
	}
	return s.listPane(width, height)
}

// appRows is how many lines an app takes.
func (s *Phone) appRows() int {
	if s.width >= 100 && s.height >= 30 && s.width < 170 {
		return 2
	}
	return 1
}

func (s *Phone) whose() string {
	if user := s.feed.User(); user != "" {
		return ui.Line(user)
	}
	return "everybody"
}

// unread reports whether nobody has looked at a message yet.
func (s *Phone) unread(id string) bool { return !s.c.Seen[id] }

func (s *Phone) listPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	fresh := 0
	now := s.c.DrawTime()
	draw := func() (lines []string, of []int) {
		fresh = 0
		for i, m := range s.feed.Messages {
			current := m.ID == s.at
			if s.unread(m.ID) {
				fresh++
			}
			line := inbox.Row(t, m, now, s.unread(m.ID), current, s.hide, s.find.Text(), inner)
			lines, of = append(lines, t.Row(line, current && !s.onApps, func() { s.open(m.ID) }, s.key)), append(of, i)
		}
		return lines, of
	}
	lines, of := draw()
	var beside []string
	switch {
	case len(lines) == 0:
		lines = s.empty(inner)
	case s.find.On() && !s.onApps && !s.zoom.On():
		search := find.List{Draw: draw, To: func(row int) { s.open(s.feed.Messages[row].ID) }}
		lines, beside = search.Mark(&s.find, t, &s.list, rows)
	default:
		s.list.ShowRow(of, slices.IndexFunc(s.feed.Messages, func(m model.Message) bool { return m.ID == s.at }), rows)
	}
	title := "Inbox of " + s.whose()
	if fresh > 0 {
		title += fmt.Sprintf(" · %d new", fresh)
	}
	seen := s.list.Window(lines, rows)
	p := ui.Pane{Title: title, Focus: !s.onApps, Foot: s.list.Foot(len(lines), rows), Click: s.goes(false)}
	p.Beside = s.list.Marks(beside, rows)
	if s.feed.Problem != nil && len(s.feed.Messages) > 0 {
		p.Foot = "✗ as it was: " + ui.Cut(ui.Line(s.feed.Problem.Error()), max(inner-30, 10)) + s.c.Say("phone", " · {u} looks again")
	}
	return t.Pane(p, seen, width, height)
}

// empty is the list without a message: why, and what brings one.
func (s *Phone) empty(width int) []string {
	t := s.c.Theme
	var lines []string
	say := func(ink ui.Ink, text string) {
		lines = append(lines, append([]string{""}, ui.Para(text, min(width, 72), ink)...)...)
	}
	switch {
	case s.feed.Problem != nil:
		say(t.Failure, "✗ The phone could not be read: "+ui.Line(s.feed.Problem.Error())+".")
		say(t.Text, s.c.Say("phone", "{enter} looks again. If it stays like this, {esc} goes back."))
	case !s.feed.Known:
		say(t.Muted, "One moment: looking what has arrived …")
	case s.feed.User() != "":
		say(t.Strong, "Nothing has arrived for "+ui.Line(s.feed.User())+" yet.")
		say(t.Text, s.c.Say("phone", "When a login asks this user for a text message, a call, an email or a push, it comes up here by itself. {o} shows everybody's."))
	default:
		say(t.Strong, "Nothing has arrived yet.")
		say(t.Text, "This is the phone and the mailbox of every user of the sandbox. When a login asks for a text message, a call, an email or a push, it comes up here by itself, from a demo or from an app of your own.")
	}
	if s.enterAct() == actLesson {
		say(t.Text, "Walk “"+ui.Line(s.c.Demo(s.lesson()).Title)+s.c.Say("phone", "”: {enter} opens it."))
	}
	return lines
}

func (s *Phone) messagePane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	m, ok := s.message()
	if !ok {
		return t.Pane(ui.Pane{Title: "Message"}, append([]string{""}, ui.Para("A message that has come stands here whole.", inner, t.Muted)...), width, height)
	}
	lines := s.messageLines(inner, rows)
	title := "Message"
	if inbox.Waits(m) {
		title = "Is this you?"
	}
	p := ui.Pane{Title: title, Focus: s.zoom.On(), Click: s.goes(false)}
	if s.find.On() && s.zoom.On() {
		var beside []string
		lines, beside = s.find.Mark(t, lines, &s.detail, rows)
		p.Beside = s.detail.Marks(beside, rows)
	}
	seen := s.detail.Window(lines, rows)
	p.Foot = s.detail.Foot(len(lines), rows)
	return t.Pane(p, seen, width, height)
}

// messageLines are the message under the cursor; where rows abound they begin
// lower, and where they are short they stand close.
func (s *Phone) messageLines(width, rows int) []string {
	t := s.c.Theme
	m, _ := s.message()
	lines := inbox.Message(t, m, s.c.DrawTime(), s.unread(m.ID), s.hide, inbox.Answers(s.c, s.Place()), width)
	if s.busy {
		lines = append(lines, t.Muted.On("… the answer is on its way"))
	}
	if rows > 0 && len(lines) > rows {
		lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	}
	if rows > len(lines)+2 {
		lines = append([]string{""}, lines...)
	}
	return lines
}

func (s *Phone) appsPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	p := ui.Pane{Title: "Authenticator apps", Focus: s.onApps, Click: s.goes(true)}
	draw := func() ([]string, []int) { return s.appLines(inner) }
	lines, of := draw()
	switch {
	case len(lines) == 0 && !s.feed.Known && s.feed.Problem == nil:
		lines = []string{t.Muted.On("…")}
	case len(lines) == 0 && !s.feed.Known:
		lines = []string{t.Muted.On("Not known yet.")}
	case len(lines) == 0:
		lines = ui.Para("No authenticator app is enrolled here.", inner, t.Muted)
	case s.find.On() && s.onApps:
		var beside []string
		search := find.List{Draw: draw, To: func(row int) { s.app = row }}
		lines, beside = search.Mark(&s.find, t, &s.apps, rows)
		p.Beside = s.apps.Marks(beside, rows)
	default:
		s.apps.ShowRow(of, s.app, rows)
	}
	seen := s.apps.Window(lines, rows)
	p.Foot = s.apps.Foot(len(lines), rows)
	return t.Pane(p, seen, width, height)
}

// appLines are the authenticator apps, and of which each line is.
func (s *Phone) appLines(inner int) (lines []string, of []int) {
	t := s.c.Theme
	now, frozen, each := s.c.DrawTime(), s.c.Clock.Frozen, s.appRows()
	wide := 0
	for _, a := range s.feed.Apps {
		wide = max(wide, ui.Width(ui.Line(a.User)))
	}
	wide = min(wide, max(inner-40, min(20, inner-28), 12)) // names first, then how long a code is good
	for i, a := range s.feed.Apps {
		mark, ink := "  ", t.Text
		if i == s.app && s.onApps {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		user := ui.Line(a.User)
		add := func(line string) {
			lines, of = append(lines, t.Row(line, i == s.app && s.onApps, func() { s.app = i }, s.key)), append(of, i)
		}
		if each == 2 {
			add(mark + ink.On(ui.Cut(user, inner-2)))
			add("  " + inbox.CodeLine(t, a, now, frozen, s.hide, inner-2))
			continue
		}
		add(mark + ink.On(ui.Fit(user, wide)) + "  " + inbox.CodeLine(t, a, now, frozen, s.hide, inner-wide-4))
	}
	return lines, of
}
