package phone

import (
	"fmt"

	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/ui"
)

// View draws the messages, the one under the cursor, and the authenticator
// apps: below each other, or beside where there is room.
func (s *Phone) View() []string {
	if s.zoom.On() {
		return s.focused(s.width, s.height)
	}
	apps := max(len(s.feed.Apps), 1)*s.appRows() + 2
	if s.width >= 100 {
		left := s.width * 11 / 20
		below := min(apps, s.height/2)
		right := append(s.messagePane(s.width-left, s.height-below), s.appsPane(s.width-left, below)...)
		return ui.Beside(s.listPane(left, s.height), right)
	}
	below := min(apps, max(s.height/4, 4))
	if len(s.feed.Messages) == 0 {
		return append(s.listPane(s.width, s.height-below), s.appsPane(s.width, below)...)
	}
	inner, _ := ui.PaneInner(s.width, 0)
	list := max(min(len(s.feed.Messages)+2, s.height-below-len(s.messageLines(inner, 0))-2), 4)
	out := append(s.listPane(s.width, list), s.messagePane(s.width, s.height-below-list)...)
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
	lines, at, fresh := []string{}, 0, 0
	now := s.c.DrawTime()
	for i, m := range s.feed.Messages {
		current := m.ID == s.at
		if current {
			at = i
		}
		if s.unread(m.ID) {
			fresh++
		}
		line := inbox.Row(t, m, now, s.unread(m.ID), current, s.hide, inner)
		lines = append(lines, t.Row(line, current && !s.onApps, func() { s.open(m.ID) }, s.key))
	}
	if len(lines) == 0 {
		lines = s.empty(inner)
	} else {
		s.list.Show(at, at, rows)
	}
	title := "Inbox of " + s.whose()
	if fresh > 0 {
		title += fmt.Sprintf(" · %d new", fresh)
	}
	seen := s.list.Window(lines, rows)
	p := ui.Pane{Title: title, Focus: !s.onApps, Foot: s.list.Foot(len(lines), rows), Click: s.goes(false)}
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
		say(t.Text, s.c.Say("phone", "{u} looks again. If it stays like this, {esc} goes back."))
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
		return t.Pane(ui.Pane{Title: "Message"}, ui.Para("A message stands here whole once it came.", inner, t.Muted), width, height)
	}
	lines := s.messageLines(inner, rows)
	title := "Message"
	if inbox.Waits(m) {
		title = "Is this you?"
	}
	seen := s.detail.Window(lines, rows)
	return t.Pane(ui.Pane{Title: title, Focus: s.zoom.On(), Foot: s.detail.Foot(len(lines), rows), Click: s.goes(false)}, seen, width, height)
}

// messageLines are the message under the cursor; where rows abound they begin
// lower.
func (s *Phone) messageLines(width, rows int) []string {
	t := s.c.Theme
	m, _ := s.message()
	lines := inbox.Message(t, m, s.c.DrawTime(), s.unread(m.ID), s.hide, width)
	if s.busy {
		lines = append(lines, t.Muted.On("… the answer is on its way"))
	}
	if rows > len(lines)+2 {
		lines = append([]string{""}, lines...)
	}
	return lines
}

func (s *Phone) appsPane(width, height int) []string {
	t := s.c.Theme
	inner, rows := ui.PaneInner(width, height)
	now, frozen, each := s.c.DrawTime(), s.c.Clock.Frozen, s.appRows()
	var lines []string
	wide := 0
	for _, a := range s.feed.Apps {
		wide = max(wide, ui.Width(ui.Line(a.User)))
	}
	wide = min(wide, max(inner-40, 12))
	for i, a := range s.feed.Apps {
		mark, ink := "  ", t.Text
		if i == s.app && s.onApps {
			mark, ink = t.Title.On("▸ "), t.Title
		}
		user := ui.Line(a.User)
		add := func(line string) {
			lines = append(lines, t.Row(line, i == s.app && s.onApps, func() { s.app = i }, s.key))
		}
		if each == 2 {
			add(mark + ink.On(ui.Cut(user, inner-2)))
			add("  " + inbox.CodeLine(t, a, now, frozen, s.hide, inner-2))
			continue
		}
		add(mark + ink.On(ui.Fit(user, wide)) + "  " + inbox.CodeLine(t, a, now, frozen, s.hide, inner-wide-4))
	}
	if len(lines) == 0 && !s.feed.Known && s.feed.Problem == nil {
		lines = []string{t.Muted.On("…")}
	}
	if len(lines) == 0 && s.feed.Known {
		lines = append(lines, ui.Para("No authenticator app is enrolled here.", inner, t.Muted)...)
	}
	s.apps.Show(s.app*each, s.app*each+each-1, rows)
	seen := s.apps.Window(lines, rows)
	return t.Pane(ui.Pane{Title: "Authenticator apps", Focus: s.onApps, Foot: s.apps.Foot(len(lines), rows), Click: s.goes(true)}, seen, width, height)
}
