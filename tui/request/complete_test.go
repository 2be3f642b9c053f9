package request_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/engine/enginetest"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/request"
)

func texts(list []request.Value) (out []string) {
	for _, v := range list {
		out = append(out, v.Text)
	}
	return out
}

// TestEachEndpointIsListed: all that the server promises to answer.
func TestEachEndpointIsListed(t *testing.T) {
	var paths []string
	for _, e := range request.Endpoints() {
		paths = append(paths, e.Path)
	}
	for _, path := range []string{
		"/authorize", "/oauth/token", "/oauth/revoke", "/oauth/par", "/oauth/device/code", "/activate", "/userinfo", "/mfa/challenge",
		"/mfa/associate", "/mfa/authenticators", "/mfa/authenticators/{{authenticator_id}}", "/v2/logout", "/oidc/logout",
		"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json",
		"/passwordless/start", "/dbconnections/signup", "/dbconnections/change_password", "/healthz", "/readyz",
		"/sandbox", "/sandbox/clock", "/sandbox/policy", "/sandbox/inbox", "/sandbox/totp", "/sandbox/exchanges", "/sandbox/families", "/sandbox/reset",
	} {
		if !slices.Contains(paths, path) {
			t.Errorf("%s is not listed", path)
		}
	}
}

// TestEachPresetIsAnswered sends each to a fresh sandbox: none is unknown to
// it, and those that need nothing from before are granted.
func TestEachPresetIsAnswered(t *testing.T) {
	server := enginetest.New(t)
	w := demos.Wire{Base: server.URL, HTTP: http.DefaultTransport}
	r := &remote.Client{Base: server.URL, HTTP: http.DefaultTransport}
	for _, p := range request.Catalog() {
		known := request.Read(t.Context(), r)
		d := p.With(known)
		x, err := w.Send(t.Context(), d)
		if err != nil {
			t.Errorf("%s: %v", p.Title, err)
			continue
		}
		needs := strings.Contains(p.Draft.Target, "{{")
		for _, q := range slices.Concat(p.Draft.Query, p.Draft.Form, p.Draft.Headers) {
			needs = needs || strings.Contains(q.Value, "{{")
		}
		if x.Status == http.StatusMethodNotAllowed || x.Status == http.StatusNotFound && !needs || !needs && x.Status >= 400 {
			t.Errorf("%s: %d %s", p.Title, x.Status, x.Response)
		}
	}
}

func TestCompletions(t *testing.T) {
	known := &request.Known{Base: "http://localhost:2884"}
	known.Sandbox.Clients = []model.Client{
		{ClientID: "spa", Callbacks: []string{"http://localhost:5173"}, GrantTypes: []string{"refresh_token"}},
		{ClientID: "web-app", ClientSecret: "web-app-secret", Callbacks: []string{"http://localhost:3000"}, GrantTypes: []string{"authorization_code"}},
	}
	known.Sandbox.APIs = []model.API{{Identifier: "urn:a", Scopes: []model.APIScope{{Value: "read:a"}}}, {Identifier: "urn:b", Scopes: []model.APIScope{{Value: "read:b"}}}}
	known.Learn(&model.Exchange{ID: "9", ClientID: "spa", Response: "HTTP/1.1 200 OK\r\n\r\n{\"refresh_token\":\"newest\",\"scope\":\"openid\"}"})
	known.Learn(&model.Exchange{ID: "8", ClientID: "web-app", Response: "HTTP/1.1 200 OK\r\n\r\n{\"refresh_token\":\"older\"}"})
	known.Learn(&model.Exchange{ID: "7", Response: "HTTP/1.1 302 Found\r\nLocation: https://a.example/cb?code=the-code&state=s\r\n\r\n"})
	e := request.New(&demos.Draft{Method: "POST", Target: "/oauth/token", Form: []demos.DraftParam{
		{Name: "grant_type", Value: "refresh_token"}, {Name: "client_id", Value: "web-app"}, {Name: "audience", Value: "urn:b"},
	}})
	value := func(name, value string) *request.Param { return e.Add(request.InForm, name, value) }
	for _, c := range []struct {
		name        string
		got         []string
		first, also string
		never       string
	}{
		{"names of the grant", texts(known.Names(e, request.InForm)), "client_secret", "refresh_token", "grant_type"},
		{"names of other grants", texts(known.Names(e, request.InForm)), "client_secret", "scope", "mfa_token"},
		{"headers", texts(known.Names(e, request.InHeader)), "Authorization", "Origin", "Content-Type"},
		{"clients", texts(known.Values(e, value("client_id", ""))), "spa", "web-app", ""},
		{"the client's secret", texts(known.Values(e, value("client_secret", ""))), "web-app-secret", "", "spa"},
		{"the client's grants first", texts(known.Values(e, value("grant_type", ""))), "authorization_code", "refresh_token", ""},
		{"the client's callbacks", texts(known.Values(e, value("redirect_uri", ""))), "http://localhost:3000", "", "http://localhost:5173"},
		{"the client's own token first", texts(known.Values(e, value("refresh_token", ""))), "older", "newest", "openid"},
		{"a code from the address", texts(known.Values(e, value("code", ""))), "the-code", "", "s"},
		{"any token", texts(known.Values(e, value("token", ""))), "newest", "older", ""},
		{"scopes of the audience", texts(known.Values(e, value("scope", "openid"))), "openid", "openid read:b", "openid read:a"},
		{"Basic", texts(known.Values(e, e.Add(request.InHeader, "authorization", ""))), "Basic d2ViLWFwcDp3ZWItYXBwLXNlY3JldA==", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if len(c.got) == 0 || c.got[0] != c.first || c.also != "" && !slices.Contains(c.got, c.also) || slices.Contains(c.got, c.never) && c.never != "" {
				t.Errorf("got %q", c.got)
			}
		})
	}
	if list := (*request.Known)(nil).Values(e, value("response_type", "")); len(list) == 0 {
		t.Error("what is always known needs the server")
	}
}
