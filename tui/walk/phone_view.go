package walk

import (
	"github.com/playgrant/playgrant/tui/inbox"
	"github.com/playgrant/playgrant/tui/ui"
)

// The phone lies beside the panes from this width on, so wide; and below the
// step, so high, where there are three columns and rows to spare.
const (
	phoneFrom = 140
	phoneWide = 36
	phoneHigh = 15
)

// phoneBeside and phoneBelow say where the phone lies; neither, and it is a
// line of the step's face.
func (w *Walk) phoneBeside() bool {
	return w.phone.out && !w.zoom && w.width >= phoneFrom && !w.phoneBelow()
}

func (w *Walk) phoneBelow() bool {
	return w.phone.out && !w.zoom && layoutFor(w.width, w.height).below > 0
}

// withPhone puts step and exchange beside each other, with the phone where it
// lies.
func (w *Walk) withPhone(l layout, step, exchange []string) []string {
	switch {
	case w.phoneBelow():
		step = append(step, w.phonePane(l.widths[0], l.panes-l.step)...)
	case w.phoneBeside():
		return ui.Beside(step, exchange, w.phonePane(phoneWide, l.panes))
	}
	return ui.Beside(step, exchange)
}

// phonePane is the phone on wide terminals: the running code of its
// authenticator app, and what arrived last.
func (w *Walk) phonePane(width, height int) []string {
	t, now := w.c.Theme, w.c.DrawTime()
	inner, rows := ui.PaneInner(width, height)
	f := w.phone.feed
	lines := []string{t.Strong.On(ui.Cut(ui.Line(f.User()), inner)), ""}
	for _, a := range f.Apps {
		lines = append(lines, t.Muted.On("authenticator app"), inbox.CodeLine(t, a, now, w.c.Clock.Frozen, false, inner), "")
	}
	m, recent := w.phone.current(now)
	switch {
	case f.Problem != nil:
		lines = append(lines, ui.Para("✗ It could not be read: "+ui.Line(f.Problem.Error())+".", inner, t.Failure)...)
	case !f.Known:
		lines = append(lines, t.Muted.On("looking …"))
	case recent:
		lines = append(lines, inbox.Message(t, m, now, w.newer(m.At), false, inbox.Answers(w.c, w.Place()), inner)...)
	default:
		lines = append(lines, ui.Para("No message has arrived. A challenge by text message, call, email or push comes up here.", inner, t.Muted)...)
	}
	foot := w.c.Say("walk", "{m} all messages")
	if len(lines) > rows {
		lines, foot = lines[:rows], w.c.Say("walk", "{m} shows it all")
	}
	return t.Pane(ui.Pane{Title: "Phone", Foot: foot}, lines, width, height)
}

// phoneLines are the phone where it has no place of its own: the running code
// and how long it is good, and what has arrived.
func (w *Walk) phoneLines(width int) []string {
	if !w.phone.out || w.phoneBeside() || w.phoneBelow() {
		return nil
	}
	t, now := w.c.Theme, w.c.DrawTime()
	head := []ui.Span{{Text: "▯ ", Ink: t.Accent}, {Text: "phone of ", Ink: t.Muted}, {Text: ui.Line(w.phone.feed.User()), Ink: t.Text}, {Text: w.c.Say("walk", "  {m} opens it"), Ink: t.Muted}}
	var lines []string
	for _, a := range w.phone.feed.Apps {
		lines = append(lines, "  "+t.Muted.On("app  ")+inbox.CodeLine(t, a, now, w.c.Clock.Frozen, false, width-7))
	}
	if m, ok := w.phone.current(now); ok {
		sign, word := inbox.Channel(m)
		line := "  " + t.Accent.On(sign) + " " + t.Muted.On(word+"  ")
		switch {
		case inbox.Waits(m):
			line += inbox.Answers(w.c, w.Place())
		case m.Code != "":
			line += t.Title.On(inbox.Code(m.Code, false))
		default:
			line += t.Text.On(ui.Line(m.State))
		}
		lines = append(lines, ui.Cut(line+t.Muted.On("  "+ui.When(m.At, now)), width))
	}
	if len(lines) == 0 {
		return nil
	}
	return append(append([]string{""}, ui.Wrap(width, 2, head...)...), lines...)
}
