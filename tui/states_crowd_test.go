package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
)

// crowd is a sandbox with more of everything than fits on a screen, names that
// are too long and wide letters among it.
func crowd(t *testing.T) demos.Wire {
	t.Helper()
	w := realEngine(t)
	r := &remote.Client{Base: w.Base, HTTP: w.HTTP}
	s, err := r.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"orders", "an-application-whose-name-is-far-too-long-for-the-column-that-it-has-been-given-in-this-list", "café-経費精算", "billing"}
	expenses := s.APIs[slices.IndexFunc(s.APIs, func(a model.API) bool { return a.Identifier == "https://expenses.example/api" })]
	for i := range 80 {
		name := fmt.Sprintf("%s-%02d", names[i%len(names)], i)
		c := s.Clients[i%7]
		c.ClientID, c.Name, c.Description = "app-"+fmt.Sprint(i)+"-"+[]string{"orders", "with-an-identifier-that-is-longer-than-the-column-is-wide", "shop", "billing"}[i%4], name, "It is one of many: "+name+"."
		s.Clients = append(s.Clients, c)
		a := expenses
		a.Identifier, a.Name = fmt.Sprintf("https://%s.example/%02d", []string{"orders", "an-audience-whose-address-is-far-too-long-for-the-column-that-it-has-in-this-list", "shop", "billing"}[i%4], i), name
		s.APIs = append(s.APIs, a)
		u := s.Users[i%6]
		u.UserID, u.Email, u.Name, u.Blocked, u.Factors = fmt.Sprintf("auth0|%024d", i), fmt.Sprintf("%s.%02d@example.com", []string{"ada", "somebody-whose-address-is-far-too-long-for-the-column-in-the-list", "grace", "edsger"}[i%4], i), name, i%9 == 4, slices.Clone(u.Factors)
		for j := range u.Factors {
			f := &u.Factors[j]
			f.ID, f.UserID = fmt.Sprintf("%s%02d%02d", f.ID, i, j), u.UserID
		}
		s.Users = append(s.Users, u)
		s.Roles = append(s.Roles, model.Role{ID: fmt.Sprintf("rol_%016d", i), Name: name, Description: "Whoever is in " + name, Permissions: []model.Permission{{API: expenses.Identifier, Name: expenses.Scopes[i%len(expenses.Scopes)].Value}}})
	}
	if err := r.PutSetup(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	return w
}

// album is a sandbox with as many snapshots as it takes.
func album(t *testing.T) demos.Wire {
	t.Helper()
	w := realEngine(t)
	r := &remote.Client{Base: w.Base, HTTP: w.HTTP}
	for i := range 50 {
		if err := r.TakeSnapshot(t.Context(), fmt.Sprintf("lesson-%02d", i)); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// busyPhone is a phone on which a lot has arrived.
func busyPhone(*testing.T) demos.Wire {
	kinds := []model.Message{aPush, anSMS, aCall, anEmail}
	var list []model.Message
	for i := range 80 {
		m := kinds[i%len(kinds)]
		m.ID, m.At = fmt.Sprintf("02%03d", i), noon.Add(-time.Duration(i*i)*17*time.Second)
		if m.Channel == "push" {
			m.State = []string{"pending", "approved", "denied", "expired"}[i/len(kinds)%4]
		}
		list = append(list, m)
	}
	return newFakePhone(list...).wire()
}

// crowded are the states in which there is more than fits, and those in which
// something is refused, asked, or taken back.
var crowded = []state{
	{name: "sandbox-clients-middle", wire: crowd, keys: then([]string{"s"}, times(40, "down")...)},
	{name: "sandbox-clients-end", wire: crowd, keys: []string{"s", "G"}},
	{name: "sandbox-apis-full", wire: engineWire, keys: []string{"s", "2", "down"}},
	{name: "sandbox-apis-middle", wire: crowd, keys: then([]string{"s", "2"}, times(41, "down")...)},
	{name: "sandbox-apis-end", wire: crowd, keys: []string{"s", "2", "G"}},
	{name: "sandbox-api-form-end", wire: crowd, keys: []string{"s", "2", "down", "enter", "G"}},
	{name: "sandbox-users-full", wire: engineWire, keys: []string{"s", "3"}},
	{name: "sandbox-users-middle", wire: crowd, keys: then([]string{"s", "3"}, times(40, "down")...)},
	{name: "sandbox-users-end", wire: crowd, keys: []string{"s", "3", "G"}},
	{name: "sandbox-user-form-roles", wire: crowd, keys: then([]string{"s", "3", "G", "enter"}, times(40, "down")...)},
	{name: "sandbox-user-form-end", wire: crowd, keys: []string{"s", "3", "down", "enter", "G"}},
	{name: "sandbox-roles-middle", wire: crowd, keys: then([]string{"s", "4"}, times(39, "down")...)},
	{name: "sandbox-roles-end", wire: crowd, keys: []string{"s", "4", "G"}},
	{name: "sandbox-role-form", wire: crowd, keys: []string{"s", "4", "enter", "down", "down", "down"}},
	{name: "sandbox-client-form-end", wire: engineWire, keys: []string{"s", "enter", "G"}},
	{name: "sandbox-policy-end", wire: engineWire, keys: []string{"s", "5", "G"}},
	{name: "sandbox-snapshots-full", wire: engineWire, keys: []string{"s", "6", "a", "enter", "a", "enter"}},
	{name: "sandbox-snapshots-middle", wire: album, keys: then([]string{"s", "6"}, times(25, "down")...)},
	{name: "sandbox-snapshots-end", wire: album, keys: []string{"s", "6", "G"}},
	{name: "policy-users-middle", wire: crowd, keys: then([]string{"f", "tab"}, times(40, "down")...)},
	{name: "policy-users-end", wire: crowd, keys: []string{"f", "tab", "G"}},
	{name: "phone-middle", wire: busyPhone, keys: then([]string{"m"}, times(40, "down")...)},
	{name: "phone-end", wire: busyPhone, keys: []string{"m", "G"}},
	{name: "sandbox-wrong-text", wire: engineWire, keys: []string{"s", "enter", "enter", "ctrl+u"}},
	{name: "sandbox-wrong-address", wire: engineWire, keys: []string{"s", "G", "enter"}, after: typed("callbacks", "javascript:alert(1)")},
	{name: "sandbox-wrong-time", wire: engineWire, keys: []string{"s", "enter"}, after: typed("absolute lifetime", "a fortnight")},
	{name: "sandbox-wrong-number", wire: engineWire, keys: []string{"s", "enter"}, after: typed("idle lifetime", "400 d")},
	{name: "sandbox-wrong-choice", wire: engineWire, keys: []string{"s", "down", "enter"}, after: switched("expire")},
	{name: "sandbox-wrong-scope", wire: engineWire, keys: []string{"s", "2", "down", "enter"}, after: typed("+ a scope", "read:\"all\" See")},
	{name: "sandbox-wrong-email", wire: engineWire, keys: []string{"s", "3", "enter"}, after: typed("email", "not an address")},
	{name: "sandbox-wrong-password", wire: engineWire, keys: []string{"s", "3", "enter"}, after: typed("password", "short")},
	{name: "sandbox-wrong-phone", wire: engineWire, keys: []string{"s", "3", "enter"}, after: typed("phone number", "0555 12")},
	{name: "sandbox-wrong-new", wire: engineWire, keys: []string{"s", "2", "a", "https://expenses.example/api"}},
	{name: "sandbox-wrong-new-user", wire: engineWire, keys: []string{"s", "3", "a", "new@example.com", "down", "short"}},
	{name: "sandbox-wrong-new-snapshot", wire: engineWire, keys: []string{"s", "6", "a", "two words"}},
	{name: "sandbox-copy", wire: engineWire, keys: []string{"s", "d"}},
	{name: "sandbox-give-factor", wire: engineWire, keys: []string{"s", "3", "enter", "G", "enter"}},
	{name: "sandbox-remove", wire: engineWire, keys: []string{"s", "down", "D"}},
	{name: "sandbox-removed", wire: engineWire, keys: []string{"s", "down", "D", "enter"}},
	{name: "sandbox-undone", wire: engineWire, keys: []string{"s", "down", "D", "enter", "u"}},
	{name: "sandbox-nothing-to-undo", wire: engineWire, keys: []string{"s", "u"}},
	{name: "sandbox-remove-snapshot", wire: engineWire, keys: []string{"s", "6", "a", "enter", "D"}},
	{name: "sandbox-reset", wire: engineWire, keys: []string{"s", "D", "enter", "R"}},
	{name: "sandbox-card-browser", wire: engineWire, keys: []string{"s", "down", "down", "down", "p"}, after: func(_ *testing.T, d *driver, _ demos.Wire) { d.press("l") }},
}

// typed goes to the row of a form with that text and types something else.
func typed(row, text string) func(*testing.T, *driver, demos.Wire) {
	return func(t *testing.T, d *driver, _ demos.Wire) {
		d.to(t, row)
		d.press("enter", "ctrl+u", text)
	}
}

func switched(row string) func(*testing.T, *driver, demos.Wire) {
	return func(t *testing.T, d *driver, _ demos.Wire) {
		d.to(t, row)
		d.press("enter")
	}
}

// to brings the cursor down to the row that shows a text.
func (d *driver) to(t *testing.T, text string) {
	t.Helper()
	for range 200 {
		if d.cursorOn(text) {
			return
		}
		d.send(tea.KeyMsg{Type: tea.KeyDown})
	}
	t.Fatalf("there is no row %q:\n%s", text, d.frame())
}

// cursorOn reports whether the row of the form with the cursor begins with a
// text. The list beside it has a cursor too, so the last on a line counts.
func (d *driver) cursorOn(text string) bool {
	for line := range strings.SplitSeq(d.frame(), "\n") {
		for _, mark := range []string{"▸ ", "> "} { // the second where there is but ASCII
			if i := strings.LastIndex(line, mark); i >= 0 && strings.HasPrefix(strings.TrimSpace(line[i+len(mark):]), text) {
				return true
			}
		}
	}
	return false
}
