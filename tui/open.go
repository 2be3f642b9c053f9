package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/glossary"
	"github.com/playgrant/playgrant/tui/resume"
	"github.com/playgrant/playgrant/tui/screen"
)

// resume goes back to where one was, if that was kept.
func (a *app) resume(dir string) {
	p, ok, err := resume.Read(dir, a.c.Demos)
	if err != nil {
		a.toast = screen.Toast{Text: "You begin at home: " + err.Error(), Bad: true}
	}
	if !ok {
		return
	}
	a.begin(p.Open, true)
	if p.Strip {
		a.first = tea.Batch(a.first, screen.Send(stripAsked{}))
	}
}

// keepPlace keeps where one is.
func (a *app) keepPlace(dir string) error {
	return resume.Write(dir, resume.Place{Open: a.routes(), Strip: a.strip.On()})
}

// begin lays the screens on each other that one begins with. A demo that is
// not there is left out. With back one was there before, and nothing is done
// to get there.
func (a *app) begin(routes []screen.Route, back bool) {
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
		if again, ok := s.(screen.Returner); ok && back {
			again.Return()
		}
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
