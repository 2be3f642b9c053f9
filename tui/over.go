package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/tui/screen"
)

// over are the kinds of screen that lie over another, so that one comes back
// to where one was. There is at most one of each.
var over = []string{"compose", "phone", "policy", "sandbox", "tokens", "traffic"}

// showOver puts a screen on top; one of its kind that is open already goes.
func (a *app) showOver(r screen.Route, maker func(*screen.Context, string) screen.Screen) tea.Cmd {
	open := a.over[r.Kind]
	if open != nil && a.top() == open {
		if m, ok := open.(screen.Mover); ok && r.Name != "" {
			return m.Move(r.Name)
		}
		return nil
	}
	if i := slices.Index(a.stack, open); i > 0 {
		open.Close()
		a.stack = slices.Delete(a.stack, i, i+1)
	}
	s := maker(a.c, r.Name)
	a.over[r.Kind] = s
	a.stack = append(a.stack, s)
	a.resize()
	return s.Shown()
}

// openPhone shows the phone of the user that the screen is about, or all.
func (a *app) openPhone() tea.Cmd {
	r := screen.Route{Kind: "phone"}
	if s, ok := a.top().(screen.Phoned); ok {
		r.Name = s.PhoneUser()
	}
	return a.show(r)
}
