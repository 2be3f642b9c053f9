package sandboxes

import (
	"net/url"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/policy"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/ui"
)

// toggleGrant gives a client a scope of an API for itself, or takes it.
func (s *Screen) toggleGrant(r row) tea.Cmd {
	client := s.id()
	held := s.clientGrant(client, r.opt)
	scope := toggled(texts(held["scope"]), r.scope, nil)
	o := order{id: client, follow: client, path: "/sandbox/client-grants"}
	switch {
	case held == nil:
		o.method, o.body = "POST", remote.Object{"client_id": client, "audience": r.opt, "scope": scope}
	case len(scope) == 0:
		o.method, o.path = "DELETE", o.path+"/"+url.PathEscape(text(held["id"]))
	default:
		o.method, o.path, o.body = "PATCH", o.path+"/"+url.PathEscape(text(held["id"])), remote.Object{"scope": scope}
	}
	return s.send(o)
}

// giveFactor lets the user be given a factor.
func (s *Screen) giveFactor() tea.Cmd {
	email := s.id()
	path := "/sandbox/users/" + url.PathEscape(email) + "/factors"
	gifts := policy.Gifts(text(s.thing()["phone_number"]))
	var items []screen.Item
	for _, g := range gifts {
		items = append(items, screen.Item{Title: g.Title, Note: g.Note})
	}
	return screen.Send(screen.Choose{Title: "Give " + ui.Line(email), Items: items, Pick: func(i int) tea.Cmd {
		return s.later(func() tea.Cmd { return s.send(order{id: email, method: "POST", path: path, body: gifts[i].Body}) })
	}})
}

// takeFactor asks, and takes a factor from the user.
func (s *Screen) takeFactor(r row) tea.Cmd {
	email := s.id()
	return screen.Send(screen.Confirm{
		Title: "Take this factor from " + ui.Line(email) + "?", Yes: "take it",
		Text: ui.Line(factorName(s.thing(), r.index)) + s.c.Say("sandbox", ": what was enrolled along with it goes too. {u} brings it back."),
		Do: s.later(func() tea.Cmd {
			return s.send(order{id: email, method: "DELETE", path: "/sandbox/users/" + url.PathEscape(email) + "/factors/" + url.PathEscape(r.opt)})
		}),
	})
}

// client is the chosen client as a record; ok is false on other tabs.
func (s *Screen) client() (c model.Client, ok bool) {
	if s.tab != tabClients || s.thing() == nil {
		return c, false
	}
	o := s.thing()
	secret := text(o["client_secret"])
	return model.Client{
		ClientID: text(o["client_id"]), ClientSecret: secret, Name: text(o["name"]), AppType: text(o["app_type"]),
		TokenEndpointAuthMethod: text(o["token_endpoint_auth_method"]),
		GrantTypes:              texts(o["grant_types"]), Callbacks: texts(o["callbacks"]),
	}, true
}

// audience is the API that an app is told to ask for: one that the client may
// use for itself, or else the first.
func (s *Screen) audience(client string) string {
	apis := slices.DeleteFunc(slices.Clone(s.known.APIs), func(o remote.Object) bool {
		system, _ := o["is_system"].(bool)
		return system
	})
	for _, api := range apis {
		if id := text(api["identifier"]); s.clientGrant(client, id) != nil {
			return id
		}
	}
	if len(apis) == 0 {
		return ""
	}
	return text(apis[0]["identifier"])
}
