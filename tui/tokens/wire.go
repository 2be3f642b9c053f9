package tokens

import (
	"github.com/playgrant/playgrant/tui/checks"
	"github.com/playgrant/playgrant/tui/mask"
	"github.com/playgrant/playgrant/tui/ui"
)

// wirePane shows what the last action sent and what came back, and the checks
// that decided it.
func (s *Tokens) wirePane(width, height int) []string {
	inner, _ := ui.PaneInner(width, height)
	p := ui.Pane{Title: "What went over the wire, and why", Focus: s.focus() == onWire, Click: s.goes(onWire), Text: true}
	return s.pane(p, onWire, s.wireLines(inner), &s.wire, width, height)
}

func (s *Tokens) wireLines(width int) []string {
	t, x := s.c.Theme, s.result.exchange
	var hide mask.Masker
	hide.LearnMessage(x.Request)
	hide.LearnMessage(x.Response)
	lines := append(t.HTTP(hide.Text(x.Request), true, width), "")
	lines = append(append(lines, t.HTTP(hide.Text(x.Response), true, width)...), "", t.Strong.On("The checks"), "")
	return append(lines, checks.Drawer{T: t, Hide: hide.Text}.List(x.Checks, width)...)
}
