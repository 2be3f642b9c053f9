package tui

import (
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// where is the innermost of what the crumbs name; empty: they name screens
// alone.
func (a *app) where() string {
	s, ok := a.top().(screen.Trailed)
	if !ok {
		return ""
	}
	trail := s.Trail()
	if len(trail) == 0 {
		return ""
	}
	return trail[len(trail)-1]
}

// crumbs say where one is and how one got there, in at most so many cells:
// the screens that lie on each other, and where in the uppermost. Those in the
// middle give way, and the last last.
func (a *app) crumbs(room int) string {
	t := a.c.Theme
	var trail []string
	for _, s := range a.stack[1:] {
		trail = append(trail, ui.Line(s.Title()))
	}
	if s, ok := a.top().(screen.Trailed); ok {
		for _, part := range s.Trail() {
			trail = append(trail, ui.Line(part))
		}
	}
	home := t.Title.On(" playgrant")
	if len(trail) == 0 {
		if a.c.Version != "" {
			home += t.Muted.On(" " + ui.Line(a.c.Version))
		}
		return home
	}
	width := func(parts []string) int {
		n := ui.Width(home)
		for _, p := range parts {
			n += 3 + ui.Width(p)
		}
		return n
	}
	if len(a.stack) == 2 && len(trail) == 2 && width(trail) > room {
		trail = trail[:1] // the screen itself says where in it one is
	}
	whole := trail
	for i := 1; i < len(whole)-1 && width(trail) > room; i++ {
		trail = append([]string{whole[0], "…"}, whole[i+1:]...)
	}
	if len(whole) > 1 && width(trail) > room { // the first gives way too
		trail = []string{"…", whole[len(whole)-1]}
	}
	out := home
	for i, part := range trail {
		ink := t.Muted
		if i == len(trail)-1 {
			ink = t.Strong
			part = ui.Cut(part, max(room-ui.Width(out)-3, 1))
		}
		out += t.Muted.On(" ▸ ") + ink.On(part)
	}
	return out
}
