package tui

import (
	"slices"
	"strings"

	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/screen"
)

// begin lays the screens on each other that one begins with. A demo that is
// not there is left out.
func (a *app) begin(routes []screen.Route) {
	for _, r := range routes {
		switch r.Kind {
		case "home":
			continue
		case "clock":
			a.first = screen.Send(clockAsked{})
			continue
		case "words":
			a.open(glossary.New(a.c, []string{r.Name}, ""))
			continue
		case "walk":
			name, _, _ := strings.Cut(r.Name, "/")
			if a.c.Demo(name) == nil || len(a.stack) > 1 {
				continue
			}
			a.c.Begun = name
		}
		maker := makers[r.Kind]
		if maker == nil {
			continue
		}
		s := maker(a.c, r.Name)
		if slices.Contains(over, r.Kind) {
			if a.over[r.Kind] != nil {
				s.Close()
				continue
			}
			a.over[r.Kind] = s
		}
		a.stack = append(a.stack, s)
	}
}

// routes are the addresses of the screens that lie on each other, but home.
func (a *app) routes() (out []screen.Route) {
	for _, s := range a.stack[1:] {
		var r screen.Route
		if at, ok := s.(screen.Placed); ok {
			r.Kind = at.Place()
		}
		if at, ok := s.(screen.Addressed); ok {
			r.Name = at.Address()
		}
		out = append(out, r)
	}
	return out
}
