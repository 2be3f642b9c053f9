package sandboxes

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// change is a request that was sent, and what came of it.
type change struct {
	method, path, body string
	note               string // said instead of the request
	err                error
	follow             string // the id to go on with
	open               bool   // its form is shown
	everything         bool   // the whole sandbox is another one
}

// mostUndos is how many changes can be undone, one after the other.
const mostUndos = 50

// undo brings back what one change has changed.
type undo struct {
	what       string // "web-app"
	called     string // what it is called in lists, if not so
	everything bool   // of the whole sandbox
	do         func(context.Context, *remote.Client) error
}

// do is sent when something was chosen or confirmed.
type do struct {
	screen *Screen
	cmd    func() tea.Cmd
}

// later makes a command that comes back to this screen to do something.
func (s *Screen) later(cmd func() tea.Cmd) tea.Cmd { return screen.Send(do{s, cmd}) }

// pathOf is the address of a thing.
func (k *kind) pathOf(id string) string { return k.path + "/" + url.PathEscape(id) }

// order is a change that is wanted of a thing.
type order struct {
	id           string // of the thing, as it is called now; empty: it is a new one
	method, path string
	body         any
	follow       string // what the cursor goes to, if it is not the thing itself
	open         bool   // its form is shown afterwards
}

// send makes a change, and remembers how the thing was before.
func (s *Screen) send(o order) tea.Cmd {
	r, tab, called := s.c.Remote, s.tab, s.called()
	if o.id == "" {
		called = ""
	}
	return s.ask(func(ctx context.Context) (*change, *undo) {
		c := &change{method: o.method, path: o.path, open: o.open}
		if o.body != nil {
			sent, _ := json.Marshal(o.body) // what a form makes always can be
			c.body = string(sent)
		}
		before, err := r.Setup(ctx)
		if err != nil {
			c.err = err
			return c, nil
		}
		answer, err := r.Change(ctx, o.method, o.path, o.body, false)
		if err != nil {
			c.err = err
			return c, nil
		}
		if code := text(answer["recovery_code"]); code != "" {
			c.note = "the recovery code is " + code + ": it is shown only here"
		}
		if called == "" && answer != nil {
			called = kinds[tab].called(answer)
		}
		was, is := o.id, o.id
		if renamed := text(answer[kinds[tab].id]); renamed != "" {
			is = renamed
		}
		was = cmp.Or(was, is)
		c.follow = cmp.Or(o.follow, is)
		return c, &undo{what: was, called: called, do: func(ctx context.Context, r *remote.Client) error { return putBack(ctx, r, tab, was, is, &before) }}
	})
}

// putBack gives the thing that was called was, and is now called is, the state
// that it had in an earlier setup, or removes it if it was not there; with it
// goes what hangs on it. Everything else stays as it is now.
func putBack(ctx context.Context, r *remote.Client, tab int, was, is string, before *model.Setup) error {
	now, err := r.Setup(ctx)
	if err != nil {
		return err
	}
	named := func(id string) bool { return id == was || id == is }
	switch tab {
	case tabClients:
		now.Clients = swap(now.Clients, before.Clients, func(c model.Client) bool { return named(c.ClientID) })
		now.ClientGrants = swap(now.ClientGrants, before.ClientGrants, func(g model.ClientGrant) bool { return named(g.ClientID) })
	case tabAPIs:
		now.APIs = swap(now.APIs, before.APIs, func(a model.API) bool { return named(a.Identifier) })
		now.ClientGrants = swap(now.ClientGrants, before.ClientGrants, func(g model.ClientGrant) bool { return named(g.Audience) })
		if named(before.Policy.DefaultAudience) {
			now.Policy.DefaultAudience = before.Policy.DefaultAudience
		}
	case tabRoles:
		now.Roles = swap(now.Roles, before.Roles, func(r model.Role) bool { return named(r.ID) })
		for i, u := range now.Users {
			had := slices.IndexFunc(before.Users, func(b model.SetupUser) bool { return b.UserID == u.UserID })
			if had >= 0 && slices.Contains(before.Users[had].Roles, was) && !slices.Contains(u.Roles, was) {
				now.Users[i].Roles = append(slices.Clone(u.Roles), was)
			}
			if !slices.ContainsFunc(now.Roles, func(r model.Role) bool { return r.ID == was }) {
				now.Users[i].Roles = slices.DeleteFunc(now.Users[i].Roles, func(id string) bool { return id == was })
			}
		}
	case tabUsers:
		now.Users = swap(now.Users, before.Users, func(u model.SetupUser) bool { return named(u.Email) })
		if named(before.Policy.AutoLogin) {
			now.Policy.AutoLogin = before.Policy.AutoLogin
		}
	}
	return r.PutSetup(ctx, &now)
}

// swap is now with those that are meant as they were before.
func swap[T any](now, before []T, meant func(T) bool) []T {
	out := slices.DeleteFunc(slices.Clone(now), meant)
	for _, v := range before {
		if meant(v) {
			out = append(out, v)
		}
	}
	return out
}

// undo brings back what the last change has changed.
func (s *Screen) undo() tea.Cmd {
	if len(s.undos) == 0 {
		return screen.Send(screen.Toast{Text: "There is nothing to undo here", Bad: true})
	}
	u := s.undos[len(s.undos)-1]
	s.undos = s.undos[:len(s.undos)-1]
	r := s.c.Remote
	return s.ask(func(ctx context.Context) (*change, *undo) {
		return &change{note: cmp.Or(u.called, u.what) + " is as it was before", err: u.do(ctx, r), follow: u.what, everything: u.everything}, nil
	})
}

// patch changes one field of the thing under the cursor.
func (s *Screen) patch(path string, v any) tea.Cmd {
	return s.send(order{id: s.id(), method: "PATCH", path: s.kind().pathOf(s.id()), body: patch(path, v)})
}

// remove asks, and then removes the thing under the cursor.
func (s *Screen) remove() tea.Cmd {
	k, id := s.kind(), s.id()
	if id == "" {
		return nil
	}
	next := ""
	if list, at := s.list(), s.cursor(); len(list) > 1 {
		next = text(list[(at+1)%len(list)][k.id])
		if at == len(list)-1 {
			next = text(list[at-1][k.id])
		}
	}
	return screen.Send(screen.Confirm{
		Title: "Remove " + k.one + " " + ui.Line(s.called()) + "?", Yes: "remove it",
		Text: s.c.Say("sandbox", "Requests that name it are refused from now on. {u} brings it back as it was."),
		Do: s.later(func() tea.Cmd {
			s.inForm = false
			return s.send(order{id: id, method: "DELETE", path: k.pathOf(id), follow: next})
		}),
	})
}
